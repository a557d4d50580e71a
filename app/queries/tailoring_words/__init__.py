"""What communes may change, and what they changed, in sentences that a secretary understands."""

from app.queries.tailoring_words.bounds import keeper, rule_in_words
from app.queries.tailoring_words.names import GROUP_TITLES, thing_name
from app.queries.tailoring_words.national import National, national_of
from app.queries.tailoring_words.operations import tell_operation
from app.queries.tailoring_words.values import local_value, national_value

__all__ = [
    "GROUP_TITLES",
    "National",
    "keeper",
    "local_value",
    "national_of",
    "national_value",
    "rule_in_words",
    "tell_operation",
    "thing_name",
]
