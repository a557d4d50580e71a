"""Gives an element of a draft another id, in every file that names it, in one revision."""

from dataclasses import dataclass

from app.commands.bus import Unit
from app.commands.studio.saving import Saved, SaveFiles
from app.commands.studio.scope import require_writer
from app.procedures.element_renaming import diagram_path, renamed_element
from app.store import modelling


@dataclass(frozen=True, kw_only=True)
class RenameElement:
    """Call the element `old` `new`; `seen` is the digest of the diagram that the editor shows.

    Raises RenameRefused, XmlRefused and SourceRefused when it cannot be done, FilesChanged when the diagram is another
    one by now; then nothing is written.
    """

    draft_id: str
    old: str
    new: str
    seen: str

    def authorise(self, unit: Unit) -> None:
        """Who writes the draft: an analyst, or the commune whose own procedure it is."""
        require_writer(unit, self.draft_id)

    def handle(self, unit: Unit) -> Saved:
        draft = modelling.get_draft(self.draft_id)
        files = modelling.load_files(draft.id, draft.revision)
        changes = renamed_element(draft.slug, files, old=self.old, new=self.new)
        seen = {diagram_path(draft.slug, files): self.seen}
        return SaveFiles(draft_id=draft.id, changes=changes, seen=seen).handle(unit)
