"""Makes the form of a task: an empty one, listed in the index, to be filled in its room."""

import json
from dataclasses import dataclass

from app.commands.bus import Unit, require
from app.commands.studio.saving import FileRefused, Saved, SaveFiles
from app.domain import permissions
from app.procedures.bpmn.renaming import is_element_id
from app.procedures.layout import manifest_path
from app.procedures.yaml_editing import edited, put_words
from app.store import modelling

SCHEMA_VERSION = 19


@dataclass(frozen=True, kw_only=True)
class MakeForm:
    """Write `forms/<slug>/<form>.json` and list it; a form that is there already stays as it is.

    Raises SourceRefused when procedure.yaml cannot be edited, FileRefused for a name that no file can have.
    """

    draft_id: str
    form: str

    def authorise(self, unit: Unit) -> None:
        """An analyst."""
        require(permissions.may(unit.actor, permissions.MODEL), "Expected an analyst of the DGCT.")

    def handle(self, unit: Unit) -> Saved:
        if not is_element_id(self.form):
            raise FileRefused("place", f"Expected the id of a task, found “{self.form[:80]}”: choose another name.")
        draft = modelling.get_draft(self.draft_id)
        files = modelling.load_files(draft.id, draft.revision)
        path, index = f"forms/{draft.slug}/{self.form}.json", manifest_path(draft.slug)
        listed = edited(
            files[index],
            index,
            lambda top: put_words(top, "forms", dict.fromkeys([*(top.get("forms") or ()), self.form])),
        )
        changes: dict[str, bytes | None] = {index: listed}
        if path not in files:
            empty = {"type": "default", "id": self.form, "schemaVersion": SCHEMA_VERSION, "components": []}
            changes[path] = (json.dumps(empty, indent=2) + "\n").encode()
        return SaveFiles(draft_id=draft.id, changes=changes).handle(unit)
