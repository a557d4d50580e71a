"""The end of drafts: the person is told before, then answers and files are erased, later the row goes too."""

from dataclasses import dataclass

from app.commands.attaching import stored_keys
from app.commands.bus import Unit
from app.store import cases, drafts


@dataclass(frozen=True, kw_only=True)
class _OfDraft:
    """A command of the platform about one draft."""

    draft_id: str

    def authorise(self, unit: Unit) -> None:
        """The platform's own housekeeping: no page runs it."""


@dataclass(frozen=True, kw_only=True)
class NoteDraftWarned(_OfDraft):
    """Write down that the person was told, or that there is no address to tell them."""

    def handle(self, unit: Unit) -> None:
        draft = drafts.get(self.draft_id)
        if draft is not None and draft.warned_at is None:
            draft.warned_at = unit.now


@dataclass(frozen=True, kw_only=True)
class EraseDraft(_OfDraft):
    """Erase the answers and files of a draft that ran out; answers the storage keys to forget.

    Files of a request that was filed belong to its case and stay there.
    """

    def handle(self, unit: Unit) -> tuple[str, ...]:
        draft = drafts.get(self.draft_id)
        if draft is None or draft.erased_at is not None or draft.expires_at > unit.now:
            return ()
        forgotten: list[str] = []
        for attachment in cases.list_attachments(draft.commune_id, draft_id=draft.id):
            if attachment.case_id is not None:
                attachment.draft_id = None
                continue
            forgotten += stored_keys(attachment)
            cases.remove_attachment(attachment)
        draft.answers, draft.done_steps, draft.erased_at = {}, [], unit.now
        return tuple(forgotten)


@dataclass(frozen=True, kw_only=True)
class RemoveDraft(_OfDraft):
    """Delete the row of a draft that holds nothing any more."""

    def handle(self, unit: Unit) -> None:
        draft = drafts.get(self.draft_id)
        if draft is not None and draft.erased_at is not None:
            drafts.remove(draft)
