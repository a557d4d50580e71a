"""A commune takes a practice of another into its own workshop, inside the policy of its national version."""

from dataclasses import dataclass

from app.commands.bus import Unit
from app.commands.practices.noting import NotCarriedOver, StateRefused, note
from app.commands.tailoring.changing import require_allowed
from app.commands.tailoring.errors import OperationsRefused
from app.commands.tailoring.noting import note_act, require_tailor
from app.deployments.bases import base_today
from app.procedures.tailoring import operations_from_data, operations_to_data
from app.store import practices, tailoring
from app.store.practices import OPEN_TO_ALL


@dataclass(frozen=True, kw_only=True)
class TakePractice:
    """Put the changes of a practice into a workshop, in the place of the commune's own on the same things.

    Nothing is published: the commune reads, corrects and checks them first. Raises TailoringUnknown when the procedure
    is not adopted, NotCarriedOver when the policy refuses.
    """

    practice_id: str
    commune_id: str

    def authorise(self, unit: Unit) -> None:
        """The director of services or the president of the commune."""
        require_tailor(unit, self.commune_id)

    def handle(self, unit: Unit) -> int:
        practice = practices.get_practice(self.practice_id)
        if practice.state not in OPEN_TO_ALL or practice.kind != "tailoring":
            raise StateRefused(f"Expected an accepted tailoring, found a {practice.kind} that is {practice.state}.")
        row = tailoring.get_tailoring(self.commune_id, practice.slug, lock=True)
        brought = operations_from_data(practice.operations)
        replaced = {one.identity for one in brought}
        kept = [one for one in operations_from_data(row.operations) if one.identity not in replaced]
        try:
            require_allowed(base_today(row.base_id), [*kept, *brought])
        except OperationsRefused as refused:
            raise NotCarriedOver(str(refused)) from refused
        tailoring.move_tailoring(row, seen=row.revision)
        row.operations = operations_to_data([*kept, *brought])
        row.updated_at, row.updated_by = unit.now, unit.actor.name
        note(unit, practice, "taken", commune_id=self.commune_id)
        title = practice.words["title"]["fr"]
        note_act(unit, "practice-taken", self.commune_id, practice.slug, reason=title, practice=practice.id)
        return row.revision
