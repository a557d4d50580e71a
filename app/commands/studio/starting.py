"""Begins a draft: from a template, from a published or a shipped procedure, or from files that a person brings."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from app.commands.bus import Unit
from app.commands.studio.saving import FileRefused, check_file, write_tree
from app.commands.studio.scope import require_owner
from app.domain.codes import new_id
from app.procedures.layout import manifest_path
from app.procedures.tailoring.operation import LOCAL
from app.store import modelling
from app.store.models import ProcedureDraft

Origin = Literal["template", "copy", "import", "deployment", "practice", "local", "extension"]


@dataclass(frozen=True, kw_only=True)
class StartDraft:
    """Keep the files of a package (its own ones, by path) as the first revision of a draft; returns the draft's id.

    With `commune_id` it is a commune's own procedure, whose name begins with `local-`.
    """

    slug: str
    files: Mapping[str, bytes]
    origin: Origin
    based_on: str | None = None
    note: str = ""
    commune_id: str | None = None

    def authorise(self, unit: Unit) -> None:
        """An analyst, or the commune for which it is."""
        require_owner(unit, self.commune_id)

    def handle(self, unit: Unit) -> str:
        if self.slug.startswith(LOCAL) != (self.commune_id is not None):
            raise FileRefused("place", f"Expected {LOCAL} before the names of communes' procedures, found {self.slug}.")
        if manifest_path(self.slug) not in self.files:
            raise FileRefused("place", f"Expected {manifest_path(self.slug)}, found none: a draft needs its index.")
        for path, content in self.files.items():
            check_file(self.slug, path, content)
        draft = ProcedureDraft(
            id=new_id(),
            commune_id=self.commune_id,
            slug=self.slug,
            origin=self.origin,
            based_on=self.based_on,
            titles={},
            revision=0,
            created_at=unit.now,
            created_by=unit.actor.name,
            updated_at=unit.now,
            updated_by=unit.actor.name,
        )
        modelling.add_draft(draft)
        write_tree(draft, {}, self.files, actor=unit.actor, now=unit.now, note=self.note)
        return draft.id
