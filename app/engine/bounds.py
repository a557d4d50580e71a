"""How far one case may run: limits that keep a runaway model from harming the other cases."""

STEPS_PER_TRANSACTION = 1_000
"""Flow nodes executed by one call of the engine."""

WORK_PER_TRANSACTION = 1_000_000
"""Steps of expressions and values written by one call of the engine: about a second."""

UNWATCHED_SECONDS = 0.5
"""How long one call of the engine may last before its processor time is looked at."""

SECONDS_PER_TRANSACTION = 1.5
"""Processor time of one call of the engine from then on: the last guard, where work is heavier than its count."""

TOKENS_PER_INSTANCE = 500
"""Tokens alive at once in one case, sub-processes included."""

INSTANCES_PER_ACTIVITY = 200
"""Instances of one multi-instance activity."""

NESTING = 10
"""Sub-processes and called processes inside one another."""

DATA_VALUES = 100_000
"""Entries of lists and objects, all levels together, of what is written at once."""

DATA_NESTING = 100
"""Lists and objects inside one another, in the variables of a case."""
