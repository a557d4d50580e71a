"""The built-in functions (DMN 1.5, 10.3.4), one module a family."""

from app.feel.builtins import (
    contexts,
    conversion,
    lists,
    numeric,
    ranges,
    statistics,
    strings,
    temporal,
)
from app.feel.builtins.registry import REGISTERED
from app.feel.reading.names import tree_of
from app.feel.values.functions import BoundFunction

FAMILIES = (contexts, conversion, lists, numeric, ranges, statistics, strings, temporal)
BUILTINS: dict[str, BoundFunction] = {name: built_in.as_value() for name, built_in in REGISTERED.items()}
BUILT_IN_NAMES = frozenset(BUILTINS)
LONG_NAMES = tree_of(name for name in BUILTINS if " " in name)
