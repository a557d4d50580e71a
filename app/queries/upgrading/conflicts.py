"""What a commune is asked by an upgrade, as its page shows it: each change in conflict with what may be answered."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.domain.languages import Language
from app.linting.sentences import say
from app.procedures.tailoring import Conflict, Operation, may
from app.procedures.tailoring.found import conflict_data
from app.queries.tailoring_words import National, tell_operation
from app.queries.upgrading.words import ConflictWords, conflict_words, name_of_change, refusal_in_words


@dataclass(frozen=True, kw_only=True)
class Question:
    """One change of the commune about which it must decide.

    `parts` are its parts in conflict; none where the change follows by itself and only an error asks for it.
    `why_not` says why it cannot be kept, empty when it can; `editable` when another value may be typed.
    """

    key: str
    operation: Operation
    name: str
    sentence: str
    parts: tuple[ConflictWords, ...]
    why_not: str
    editable: bool
    places: tuple[str, ...] = field(default=())


def question_of(
    key: str,
    operation: Operation,
    *,
    old: National,
    new: National,
    conflicts: Sequence[Conflict],
    beside: Sequence[Operation],
    places: Sequence[str],
    language: Language,
) -> Question:
    """Return a change in conflict in words. `beside` are the other changes of the same overlay."""
    rule = new.policy.rule_for(operation.group, operation.name)
    known = operation.name in new.base.names(operation.group)
    return Question(
        key=key,
        operation=operation,
        name=name_of_change(old, new, operation, language),
        sentence=tell_operation(old, operation, language),
        parts=tuple(conflict_words(old, new, conflict_data(one), language) for one in conflicts),
        why_not=_why_not_kept(new, operation, beside, language),
        editable=known and rule.mode != "locked" and operation.group != "elements",
        places=tuple(places),
    )


def _why_not_kept(new: National, operation: Operation, beside: Sequence[Operation], language: Language) -> str:
    problem = operation.problem(new.base)
    if problem is not None:
        return say(problem, language)
    allowed = may(new.policy, operation, new.base, beside=beside).allowed
    return "" if allowed else refusal_in_words(new, operation, language)
