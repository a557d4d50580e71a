"""Outcomes of cases in the library's words: which are a yes, which a no, which no answer of the administration."""

FAVOURABLE = frozenset({"delivered", "granted", "accepted"})
UNFAVOURABLE = frozenset({"rejected", "refused", "refused-third-party"})
GIVEN_UP = frozenset({"withdrawn", "cancelled", "unpaid", "returned-incomplete", "redirected"})
"""The applicant went no further, or nothing was decided: neither days nor refusals are counted of these."""
