"""A commune draws steps of its own for an extension point, then plugs them into its workshop."""

from dataclasses import dataclass

from app.commands.bus import Unit
from app.commands.studio.saving import check_file, write_tree
from app.commands.studio.scope import require_owner, require_writer
from app.commands.tailoring.changing import ChangeOperation
from app.commands.tailoring.errors import TailoringRefused
from app.deployments.bases import base_of
from app.deployments.drafts import open_draft
from app.domain.codes import new_id
from app.domain.languages import INTERFACE_LANGUAGES
from app.procedures.tailoring import operations_from_data
from app.procedures.tailoring.kinds import PlugProcedure
from app.procedures.tailoring.sub_procedure import compose_sub_procedure, files_of_operation, plug_of, slug_for
from app.store import modelling, publication, tailoring
from app.store.models import ProcedureDraft, Tailoring


class NoExtensionPoint(TailoringRefused):
    """The version that the commune works on has no extension point of this name."""

    code = "extension-point-unknown"


@dataclass(frozen=True, kw_only=True)
class StartSubProcedure:
    """Begin the drawing of what a commune plugs into an extension point; returns the id of the draft.

    It begins from what the workshop has plugged in already, else from one task. Raises TailoringUnknown,
    NoExtensionPoint.
    """

    commune_id: str
    slug: str
    element: str

    def authorise(self, unit: Unit) -> None:
        """The director of services or the president of the commune."""
        require_owner(unit, self.commune_id)

    def handle(self, unit: Unit) -> str:
        row = tailoring.get_tailoring(self.commune_id, self.slug)
        draft = ProcedureDraft(
            id=new_id(),
            commune_id=self.commune_id,
            slug=slug_for(self.element),
            origin="extension",
            based_on=row.base_id,
            extends=self.element,
            titles={},
            revision=0,
            created_at=unit.now,
            created_by=unit.actor.name,
            updated_at=unit.now,
            updated_by=unit.actor.name,
        )
        files = self._files(row, draft.slug)
        for path, content in files.items():
            check_file(draft.slug, path, content)
        modelling.add_draft(draft)
        write_tree(draft, {}, files, actor=unit.actor, now=unit.now)
        return draft.id

    def _files(self, row: Tailoring, slug: str) -> dict[str, bytes]:
        base = base_of(row.base_id)
        point = base.model.elements.get(self.element)
        if point is None or self.element not in base.names("elements"):
            raise NoExtensionPoint(
                f"Expected an extension point of the procedure, found “{self.element[:80]}”: choose one of its list."
            )
        title = {str(code): point.names.get(code) or self.element for code in INTERFACE_LANGUAGES}
        plugged = next((one for one in _plugged(row) if one.element == self.element), None)
        return files_of_operation(slug, title, plugged) if plugged else compose_sub_procedure(slug, title)


@dataclass(frozen=True, kw_only=True)
class PlugDraft:
    """Put a finished sub-procedure into the workshop of the commune, in the place of what was plugged in before.

    `seen` is the revision of the workshop that the page showed. Raises SubProcedureRefused, OperationsRefused,
    TailoringMoved.
    """

    draft_id: str
    seen: int

    def authorise(self, unit: Unit) -> None:
        """The commune whose draft it is."""
        require_writer(unit, self.draft_id)

    def handle(self, unit: Unit) -> int:
        draft = open_draft(self.draft_id, unit.services.library)
        if draft.commune_id is None or draft.extends is None or draft.based_on is None:
            raise NoExtensionPoint("Expected a sub-procedure of a commune, found a procedure: publish it instead.")
        slug = publication.get_deployment(draft.based_on).slug
        command = ChangeOperation(
            commune_id=draft.commune_id,
            slug=slug,
            seen=self.seen,
            operation=plug_of(draft.extends, draft.slug, draft.files),
        )
        return command.handle(unit)


def _plugged(row: Tailoring) -> list[PlugProcedure]:
    return [one for one in operations_from_data(row.operations) if isinstance(one, PlugProcedure)]
