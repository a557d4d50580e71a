"""Keys that a field may not have: names that expressions, requests or FEEL already give a meaning."""

_CASE = frozenset({"case", "parameters", "environment", "item", "loop_counter"})
"""What the platform adds to the case document in expressions."""

_REQUEST = frozenset({"csrf_token", "idempotency_key", "remove_attachment"})
"""What pages post beside the answers."""

_FEEL_WORDS = frozenset(
    [
        "and",
        "between",
        "else",
        "every",
        "external",
        "false",
        "for",
        "function",
        "if",
        "in",
        "instance",
        "not",
        "null",
        "of",
        "or",
        "return",
        "satisfies",
        "some",
        "then",
        "true",
    ]
)
"""Words of the language (DMN 1.5, table 10.3.1.2); a name made of them could not be read."""

_FEEL_FUNCTIONS = frozenset(
    [
        "abs",
        "after",
        "all",
        "any",
        "append",
        "before",
        "ceiling",
        "coincides",
        "concatenate",
        "contains",
        "context",
        "count",
        "date",
        "day",
        "decimal",
        "distinct",
        "duration",
        "during",
        "even",
        "exp",
        "extract",
        "finishes",
        "flatten",
        "floor",
        "includes",
        "is",
        "list",
        "log",
        "lower",
        "mean",
        "median",
        "meets",
        "min",
        "max",
        "mode",
        "modulo",
        "month",
        "now",
        "number",
        "odd",
        "overlaps",
        "partial",
        "product",
        "remove",
        "replace",
        "reverse",
        "round",
        "sort",
        "split",
        "sqrt",
        "starts",
        "string",
        "substring",
        "sum",
        "time",
        "today",
        "trim",
        "union",
        "upper",
        "week",
        "year",
    ]
)
"""Built-in functions; a field of that name would hide one from every expression of the procedure."""

RESERVED_KEYS = _CASE | _REQUEST | _FEEL_WORDS | _FEEL_FUNCTIONS
