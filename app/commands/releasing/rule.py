"""The national rule that says when a second person must approve a publication."""

from dataclasses import dataclass
from typing import Literal, get_args

from app.commands.bus import Unit
from app.commands.releasing.errors import ReleaseRefused
from app.commands.releasing.noting import checked_reason, require_approver
from app.store import releases
from app.store.models import PublicationRule

ApprovalRule = Literal["always", "published", "never"]
RULES: tuple[ApprovalRule, ...] = get_args(ApprovalRule)
DEFAULT: ApprovalRule = "published"
"""Without a decision, an approval is asked for procedures that are published already: citizens rely on them."""


def current_rule() -> ApprovalRule:
    """Return the rule that holds."""
    newest = next(iter(releases.list_rules()), None)
    return next((rule for rule in RULES if newest is not None and rule == newest.rule), DEFAULT)


def needs_approval(*, published: bool, local: bool = False) -> bool:
    """Tell whether a second person must approve, for a procedure that is published already or is new.

    A commune's own procedure is approved by its president each time: no analyst of the DGCT reads it first.
    """
    if local:
        return True
    rule = current_rule()
    return rule == "always" or (rule == "published" and published)


@dataclass(frozen=True, kw_only=True)
class DecideApprovalRule:
    """Change the rule for the country, with its reason; former decisions stay."""

    rule: str
    reason: str

    def authorise(self, unit: Unit) -> None:
        """Somebody who approves."""
        require_approver(unit)

    def handle(self, unit: Unit) -> None:
        if self.rule not in RULES:
            raise ReleaseRefused(f"Expected one of {', '.join(RULES)}, found “{self.rule[:40]}”.")
        row = PublicationRule(
            rule=self.rule, reason=checked_reason(self.reason), decided_at=unit.now, decided_by=unit.actor.name
        )
        releases.add(row)
