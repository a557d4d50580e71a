"""Changes several files of a draft at once, for the rooms of forms and of decisions, and says why one is refused."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.commands.bus import execute
from app.commands.services import current_services
from app.commands.studio.saving import SaveFiles
from app.procedures.changes import Changes, PartRefused
from app.procedures.xml import XmlRefused
from app.procedures.yaml_source import SourceRefused
from app.queries.studio import OpenDraft
from app.web.access import current_actor
from app.web.interface import gettext

Files = Mapping[str, bytes]


@dataclass(frozen=True, kw_only=True)
class NotDone:
    """Why nothing was changed, in words; `field` names the input at fault, if it is one."""

    words: str
    field: str = ""


def change(draft: OpenDraft, compute: Callable[[Files, str], Changes]) -> NotDone | None:
    """Save what `compute(files, slug)` gives; None when it is done.

    Raises FilesChanged when one of the files was saved by somebody else since the draft was opened.
    """
    try:
        changes = compute(draft.files, draft.slug)
    except PartRefused as refused:
        return NotDone(words=_why(refused), field="task" if refused.problem == "task" else "name")
    except SourceRefused as refused:
        finding = refused.finding
        return NotDone(
            words=gettext(
                "Le fichier %(file)s ne se lit pas, ligne %(line)s : corrigez-le d’abord.",
                file=finding.file,
                line=finding.line or 1,
            )
        )
    except XmlRefused as refused:
        return NotDone(words=gettext("Le fichier %(file)s ne se lit pas : corrigez-le d’abord.", file=refused.file))
    if changes:
        seen = {path: draft.digests.get(path, "") for path in changes}
        command = SaveFiles(draft_id=draft.id, changes=changes, seen=seen)
        execute(command, actor=current_actor(), services=current_services())
    return None


def _why(refused: PartRefused) -> str:
    return {
        "shape": gettext(
            "Écrivez un nom en minuscules latines, chiffres et traits d’union, par exemple « avis-technique »."
        ),
        "taken": gettext("Ce nom est déjà pris : choisissez-en un autre."),
        "gone": gettext("Cette partie n’existe plus : quelqu’un l’a renommée ou supprimée."),
        "start": gettext(
            "Chaque dossier commence par ce formulaire : choisissez d’abord un autre formulaire de dépôt."
        ),
        "task": gettext("Le schéma n’a pas cette tâche : choisissez-en une de la liste."),
    }[refused.problem]
