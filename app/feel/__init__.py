"""FEEL, the one expression language of models, forms and decisions (DMN 1.5, chapter 10).

The interpreter is feelin, the one that the modelling tools use, in QuickJS with 64 MB and 0.2 seconds. It differs from
the tools in three places: a value of another type never lies in a range ("abc" >= 18 is null, as FEEL says), time zones
are offsets and never names, and today() and now() are what the caller gives. `scripts/build-feel` rebuilds it.
"""

from app.feel.errors import FeelError
from app.feel.expressions import check, evaluate, names_used, unary_test
from app.feel.values import MonthsDuration

__all__ = ["FeelError", "MonthsDuration", "check", "evaluate", "names_used", "unary_test"]
