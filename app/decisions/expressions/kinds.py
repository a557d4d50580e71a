"""All kinds of boxed expressions: importing this file adds their readers."""

from app.decisions.expressions import (
    conditional,
    context,
    filtering,
    function,
    invocation,
    iteration,
    listing,
    literal,
    relation,
)
from app.decisions.expressions.box import read_inner
from app.decisions.tables import reading

KINDS = (conditional, context, filtering, function, invocation, iteration, listing, literal, reading, relation)
"""The files that add a reader."""

__all__ = ["KINDS", "read_inner"]
