"""Says whether a policy lets a commune do something, with the rule that refuses and who may change it."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.procedures.tailoring.base import Base
from app.procedures.tailoring.operation import Operation
from app.procedures.tailoring.policy import Policy, Rule


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """The answer about one operation. `message` is empty when it is allowed; `rule.changed_by` may move the bound."""

    allowed: bool
    rule: Rule
    message: str = ""


def may(policy: Policy, operation: Operation, base: Base, *, beside: Sequence[Operation] = ()) -> Verdict:
    """Return whether the policy allows an operation on a base.

    `beside` are the operations of the same overlay, which count where things are added. The same question is asked
    for a screen, a file and the API.
    """
    of_country = operation.group == "parameters" and base.is_of_country(operation.name)
    rule = policy.rule_for(operation.group, operation.name, own_only=of_country)
    if rule.mode == "open":
        return Verdict(allowed=True, rule=rule)
    if rule.mode == "locked":
        return Verdict(allowed=False, rule=rule, message=_locked(rule))
    broken = operation.breach(rule, base, beside)
    if broken is None:
        return Verdict(allowed=True, rule=rule)
    message = f"Expected {broken}: the rule {rule.place} may be changed by {rule.changed_by}."
    return Verdict(allowed=False, rule=rule, message=message)


def _locked(rule: Rule) -> str:
    if rule.legal_ref:
        return (
            f"Expected something that communes may change, found {rule.place}, which is locked ({rule.legal_ref}): "
            f"only {rule.changed_by} may open it."
        )
    return (
        f"Expected something that communes may change, found {rule.place}, which is locked: "
        f"only {rule.changed_by} may open it."
    )
