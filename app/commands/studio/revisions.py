"""Comes back to an earlier revision, names one, puts a draft away or takes it out again."""

from dataclasses import dataclass

from app.commands.bus import Unit
from app.commands.studio.saving import Saved, write_tree
from app.commands.studio.scope import require_writer
from app.store import modelling


@dataclass(frozen=True, kw_only=True)
class RestoreRevision:
    """Write the files of an earlier revision as the newest one: nothing between them is lost."""

    draft_id: str
    number: int
    note: str

    def authorise(self, unit: Unit) -> None:
        """Who writes the draft: an analyst, or the commune whose own procedure it is."""
        require_writer(unit, self.draft_id)

    def handle(self, unit: Unit) -> Saved:
        draft = modelling.get_draft(self.draft_id)
        wanted = modelling.load_files(draft.id, self.number)
        now_there = modelling.get_revision(draft.id, draft.revision).tree
        changes: dict[str, bytes | None] = {path: None for path in now_there if path not in wanted}
        return write_tree(draft, now_there, {**changes, **wanted}, actor=unit.actor, now=unit.now, note=self.note)


@dataclass(frozen=True, kw_only=True)
class NameRevision:
    """Keep the newest revision under a name: later autosaves begin another one."""

    draft_id: str
    note: str

    def authorise(self, unit: Unit) -> None:
        """Who writes the draft: an analyst, or the commune whose own procedure it is."""
        require_writer(unit, self.draft_id)

    def handle(self, unit: Unit) -> None:
        draft = modelling.get_draft(self.draft_id)
        modelling.get_revision(draft.id, draft.revision).note = self.note.strip()[:240]


@dataclass(frozen=True, kw_only=True)
class PutAway:
    """Take a draft off the list, or put it back; its revisions stay."""

    draft_id: str
    away: bool

    def authorise(self, unit: Unit) -> None:
        """Who writes the draft: an analyst, or the commune whose own procedure it is."""
        require_writer(unit, self.draft_id)

    def handle(self, unit: Unit) -> None:
        modelling.close(modelling.get_draft(self.draft_id), unit.now if self.away else None)
