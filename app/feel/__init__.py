"""FEEL, the one expression language of models, forms and decisions (DMN 1.5, chapter 10).

An expression is read once into a tree, compiled once to functions, and kept. Numbers are decimals of 34 digits inside
an expression: 0.1 + 0.2 = 0.3. A float of the caller is read as its shortest decimal.

| Python, in | FEEL | Python, out |
|---|---|---|
| None, bool, str | null, boolean, string | the same |
| int, float, Decimal | number | int where whole, else float (what a JSON document holds) |
| list, tuple / Mapping | list / context (never copied; entries are read when named) | list / dict |
| date, time, naive datetime | date, local time, local date and time | the same |
| aware datetime | date and time at Casablanca's offset of that moment | aware datetime |
| timedelta / MonthsDuration | days and time duration / years and months duration | the same |
| Range | range | dict: start, end, start included, end included |
| Function | function | refused: `not-a-value` |

A text stays a text: "2026-03-02" in a document is no date until date(…) reads it.

Beyond DMN 1.5: `order...fee` lists all that is named fee inside order, however deep (DMN 1.6, of which the
compatibility kit asks it).

With `functions=True`, `evaluate` gives values as the interpreter has them, and a context may hold them again without
loss: Decimal, Date, Time, DateTime, DaysDuration, MonthsDuration, Range, Function, and lists and dicts of these.
`plain` makes Python data of them, by the table.

What a model knows and the data do not show can be announced: `names` with spaces or signs, and `types` of its own.
`limits` says what an expression may use; what goes beyond is a FeelError with a reason, and so is what cannot be read,
with its place. Functions outside of their domain give null, as the standard says.
"""

from app.feel.errors import FeelError, excerpt_of
from app.feel.expressions import (
    check,
    chosen_name,
    evaluate,
    items_hidden,
    keys_given,
    names_used,
    parse_temporal,
    plain,
    unary_test,
    values_computed,
)
from app.feel.limits import steps_spent
from app.feel.types import (
    conforming,
    from_singleton_list,
    instance_of,
    to_date_and_time,
    to_singleton_list,
)
from app.feel.values.durations import DaysDuration, MonthsDuration
from app.feel.values.functions import Function
from app.feel.values.ranges import Range
from app.feel.values.temporal import Date, DateTime, Time

__all__ = [
    "Date",
    "DateTime",
    "DaysDuration",
    "FeelError",
    "Function",
    "MonthsDuration",
    "Range",
    "Time",
    "check",
    "chosen_name",
    "conforming",
    "evaluate",
    "excerpt_of",
    "from_singleton_list",
    "instance_of",
    "items_hidden",
    "keys_given",
    "names_used",
    "parse_temporal",
    "plain",
    "steps_spent",
    "to_date_and_time",
    "to_singleton_list",
    "unary_test",
    "values_computed",
]
