"""A second person looks at a draft: asked, approved or refused with reasons; any change of the files voids it."""

from dataclasses import dataclass

from app.commands.bus import Unit
from app.commands.releasing.errors import ApprovalByAuthor, ApprovalNotOpen, DraftChangedSince, NotReady
from app.commands.releasing.noting import checked_reason, note_act, require_approver, require_publisher
from app.commands.releasing.readiness import Readiness
from app.deployments.drafts import open_draft
from app.domain.actors import Actor
from app.domain.codes import new_id
from app.domain.texts import plain_text
from app.linting.kept import files_digest
from app.store import modelling, releases
from app.store.models import ApprovalRequest

LONGEST_NOTE = 1000


def draft_digest(draft_id: str, unit: Unit) -> str:
    """Return the digest of a draft's files, the shared ones included, as they stand now. Raises DraftUnknown."""
    draft = open_draft(draft_id, unit.services.library)
    return files_digest(draft.slug, draft.all_files)


def require_unchanged(draft_id: str, ready: Readiness, unit: Unit) -> str:
    """Return the digest of the draft's files. Raises DraftChangedSince unless they are those that were checked."""
    found = draft_digest(draft_id, unit)
    checked = ready.package.files if ready.package else {}
    slug = ready.package.key if ready.package else ""
    if found != files_digest(slug, checked):
        raise DraftChangedSince("Expected the draft that was checked, found a newer one: look at it again.")
    return found


@dataclass(frozen=True, kw_only=True)
class AskApproval:
    """Ask a second person to approve a draft that is ready; a former request of the draft is closed."""

    draft_id: str
    ready: Readiness
    note: str = ""

    def authorise(self, unit: Unit) -> None:
        """Somebody who may publish the draft."""
        require_publisher(unit, modelling.get_draft(self.draft_id).commune_id)

    def handle(self, unit: Unit) -> str:
        digest = require_unchanged(self.draft_id, self.ready, unit)
        require_ready(self.ready)
        assert self.ready.package is not None, "what is ready was read"
        draft = open_draft(self.draft_id, unit.services.library)
        former = releases.find_last_request(self.draft_id)
        if former is not None and former.state in ("asked", "approved"):
            former.state = "withdrawn"
        request = ApprovalRequest(
            id=new_id(),
            draft_id=self.draft_id,
            slug=draft.slug,
            version=self.ready.package.version,
            revision=draft.revision,
            digest=digest,
            note=plain_text(self.note, longest=LONGEST_NOTE),
            state="asked",
            asked_at=unit.now,
            asked_by=unit.actor.name,
            asked_by_id=unit.actor.id,
        )
        releases.add(request)
        note_act(unit, "asked", draft.slug, version=request.version, reason=request.note, request=request.id)
        return request.id


def is_author(request: ApprovalRequest, actor: Actor) -> bool:
    """Tell whether somebody asked for this approval, or saved the revision that is to be approved."""
    if actor.id is None:
        return False
    if request.asked_by_id == actor.id:
        return True
    saved = [row for row in modelling.list_revisions(request.draft_id) if row.number == request.revision]
    return any(row.saved_by_id == actor.id for row in saved)


@dataclass(frozen=True, kw_only=True)
class DecideApproval:
    """Approve a request, or refuse it with reasons. Nobody decides on what they asked or wrote themselves."""

    request_id: str
    approve: bool
    reasons: str = ""

    def authorise(self, unit: Unit) -> None:
        """Somebody who approves for the owner of the draft."""
        require_approver(unit, _owner(self.request_id))

    def handle(self, unit: Unit) -> None:
        request = releases.get_request(self.request_id, lock=True)
        if is_author(request, unit.actor):
            raise ApprovalByAuthor("Expected another person than who asked or wrote the draft: ask a colleague.")
        if request.state != "asked":
            raise ApprovalNotOpen(f"Expected a request that waits, found it {request.state}.", state=request.state)
        if draft_digest(request.draft_id, unit) != request.digest:
            raise ApprovalNotOpen("Expected the files that were shown, found others: the draft changed.", state="void")
        request.reasons = (
            plain_text(self.reasons, longest=LONGEST_NOTE) if self.approve else checked_reason(self.reasons)
        )
        request.state = "approved" if self.approve else "refused"
        request.decided_at, request.decided_by = unit.now, unit.actor.name
        note_act(unit, request.state, request.slug, version=request.version, reason=request.reasons)


@dataclass(frozen=True, kw_only=True)
class WithdrawRequest:
    """Take a request back before anybody decided."""

    request_id: str

    def authorise(self, unit: Unit) -> None:
        """Somebody who may publish the draft."""
        require_publisher(unit, _owner(self.request_id))

    def handle(self, unit: Unit) -> None:
        request = releases.get_request(self.request_id, lock=True)
        if request.state != "asked":
            raise ApprovalNotOpen(f"Expected a request that waits, found it {request.state}.", state=request.state)
        request.state = "withdrawn"
        note_act(unit, "request-withdrawn", request.slug, version=request.version)


def _owner(request_id: str) -> str | None:
    """Return the commune whose own procedure a request is about, None for the country."""
    return modelling.get_draft(releases.get_request(request_id).draft_id).commune_id


def require_ready(ready: Readiness) -> None:
    """Raise NotReady with the keys of the points that stop publication."""
    if not ready.ready:
        points = [point.key for point in ready.failed] or ["lint"]
        raise NotReady(f"Expected a check list without failures, found {', '.join(points)}.", points=points)
