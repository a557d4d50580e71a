"""Documents after they were issued: revocation."""

from dataclasses import dataclass

from app.commands.bus import Unit, require
from app.domain import permissions
from app.domain.errors import MastaraError
from app.domain.lifecycles import DOCUMENT, may_become
from app.domain.texts import plain_text
from app.store import cases

LONGEST_REASON = 1_000


class DocumentUnknown(MastaraError):
    """The commune has no such document."""

    code = "document-unknown"


class ReasonMissing(MastaraError):
    """An unfavourable act needs its reason in words (law 03-01 art. 1)."""

    code = "reason-missing"


@dataclass(frozen=True, kw_only=True)
class RevokeDocument:
    """Take the value of a document away; whoever verifies it reads that it is revoked."""

    commune_id: str
    document_id: str
    reason: str

    def authorise(self, unit: Unit) -> None:
        """The officer of civil status, the president or the director general."""
        require(
            permissions.may(unit.actor, permissions.REVOKE_DOCUMENT, self.commune_id),
            "Expected the signatory of the commune.",
        )

    def handle(self, unit: Unit) -> None:
        known = cases.find_document(self.commune_id, self.document_id)
        case = cases.lock_case(known.commune_id, known.case_id) if known is not None else None
        document = cases.find_document(self.commune_id, self.document_id)
        if case is None or document is None or not may_become(DOCUMENT, document.state, "revoked"):
            raise DocumentUnknown("Expected a valid document of this commune.")
        reason = plain_text(self.reason, longest=LONGEST_REASON)
        if not reason:
            raise ReasonMissing("Expected the reason of the revocation in words.")
        document.state, document.revoked_at = "revoked", unit.now
        document.revoked_reason = reason
        cases.record_event(
            case,
            "DocumentRevoked",
            at=unit.now,
            actor_kind=unit.actor.kind,
            actor_name=unit.actor.name,
            public=True,
            data={"number": document.number, "reason": document.revoked_reason},
        )
