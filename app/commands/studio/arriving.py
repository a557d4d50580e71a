"""Takes files from elsewhere into a draft: a whole package replaces it, one file is added and put on the index."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.commands.bus import Unit
from app.commands.studio.saving import Saved, check_file, write_tree
from app.commands.studio.scope import require_writer
from app.procedures.layout import manifest_path
from app.procedures.yaml_editing import edited
from app.store import modelling


@dataclass(frozen=True, kw_only=True)
class TakeIn:
    """Write files that a person brings. `whole` means that files which did not come are removed."""

    draft_id: str
    files: Mapping[str, bytes]
    whole: bool
    name: str

    def authorise(self, unit: Unit) -> None:
        """Who writes the draft: an analyst, or the commune whose own procedure it is."""
        require_writer(unit, self.draft_id)

    def handle(self, unit: Unit) -> Saved:
        draft = modelling.get_draft(self.draft_id)
        tree = modelling.get_revision(draft.id, draft.revision).tree
        changes: dict[str, bytes | None] = dict(self.files)
        if self.whole:
            changes |= {path: None for path in tree if path not in self.files}
        else:
            index = manifest_path(draft.slug)
            source = modelling.load_contents([tree[index]])[tree[index]]
            changes |= {index: listed(source, draft.slug, list(self.files))}
        for path, content in changes.items():
            check_file(draft.slug, path, content)
        return write_tree(draft, tree, changes, actor=unit.actor, now=unit.now, note=self.name[:200])


def listed(index: bytes, slug: str, paths: list[str]) -> bytes:
    """Return an index that names the decisions and forms among some paths."""

    def change(data: Any) -> None:
        for path in paths:
            _, _, inner = path.partition(f"/{slug}/")
            if path.startswith(f"forms/{slug}/") and path.endswith(".json"):
                _append(data, "forms", inner.removesuffix(".json"))
            elif inner.startswith("decisions/"):
                _append(data, "decisions", inner)

    return edited(index, manifest_path(slug), change)


def _append(data: Any, key: str, name: str) -> None:
    if key not in data:
        data[key] = [name]
    elif name not in data[key]:
        data[key].append(name)
