"""Files travel: a draft leaves as a zip of the on-disk layout; zips, diagrams, decisions and forms come in."""

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from app.commands.bus import execute
from app.commands.services import current_services
from app.commands.studio.arriving import TakeIn
from app.commands.studio.saving import FileRefused
from app.commands.studio.starting import StartDraft
from app.domain.permissions import MODEL
from app.procedures.composing import Composition, compose
from app.procedures.composing.package import FIRST_VERSION
from app.procedures.layout import manifest_path
from app.procedures.renaming import renamed
from app.procedures.travel import (
    MAX_UPLOAD_BYTES,
    Arrival,
    ImportRefused,
    Line,
    export_files,
    read_archive,
    read_file,
    slug_from,
)
from app.procedures.yaml_editing import edited
from app.queries.studio import OpenDraft, read_draft
from app.web.access import current_actor, permission
from app.web.interface import gettext
from app.web.studio import studio
from app.web.studio.beginning import slug_problem, whole_slug
from app.web.studio.files import why_refused
from app.web.studio.frame import opened, show
from app.web.studio.scope import scope_id


@studio.get("/<draft_id>/export.zip")
@permission(MODEL)
def export(draft_id: str) -> ResponseReturnValue:
    """The draft as a zip: its files and the shared ones, as git and the command line have them."""
    draft = opened(draft_id)
    content = export_files(draft.slug, draft.files, draft.library.shared_files())
    name = f"{draft.slug}-r{draft.revision}.zip"
    answer = Response(content, mimetype="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@studio.post("/import")
@permission(MODEL)
def import_new() -> ResponseReturnValue:
    """Begin a draft from a file: a zip of a package, or a diagram alone."""
    try:
        name, content = _uploaded(request.files.get("file"))
        arrival, fresh = _arrived(name, content)
        problem = slug_problem(arrival.slug) if fresh else ""
        if problem:
            raise ImportRefused("slug", problem, words=problem)
        files = _package_around(arrival) if fresh else arrival.files
        slug = whole_slug(arrival.slug)
        if slug != arrival.slug:
            files = renamed(files, arrival.slug, slug, version=FIRST_VERSION)
        command = StartDraft(slug=slug, files=files, origin="import", note=name[:200], commune_id=scope_id())
        draft_id = execute(command, actor=current_actor(), services=current_services())
    except (ImportRefused, FileRefused) as refused:
        return render_template("studio/import_refused.html", why=_why(refused), back=url_for(".new")), 422
    return _report(opened(draft_id), arrival, name)


@studio.get("/<draft_id>/import")
@permission(MODEL)
def import_page(draft_id: str) -> ResponseReturnValue:
    """Ask for a file to be taken into this draft."""
    return show("studio/import.html", opened(draft_id), "workspace", why="")


@studio.post("/<draft_id>/import")
@permission(MODEL)
def import_into(draft_id: str) -> ResponseReturnValue:
    """Take a file into the draft; what it replaces stays in the revisions."""
    draft = opened(draft_id)
    try:
        name, content = _uploaded(request.files.get("file"))
        arrival = _read(name, content, draft.slug)
        if arrival.slug != draft.slug:
            raise ImportRefused("other-slug", f"Expected the package “{draft.slug}”, found “{arrival.slug}”.")
        command = TakeIn(draft_id=draft.id, files=arrival.files, whole=name.lower().endswith(".zip"), name=name)
        execute(command, actor=current_actor(), services=current_services())
    except (ImportRefused, FileRefused) as refused:
        return show("studio/import.html", draft, "workspace", why=_why(refused)), 422
    return _report(opened(draft_id), arrival, name)


def _package_around(arrival: Arrival) -> dict[str, bytes]:
    """Return a package in which a diagram that came alone is the diagram."""
    stem = arrival.slug.replace("-", " ").capitalize()
    made = compose(
        Composition(
            slug=arrival.slug,
            titles={"fr": stem},
            summaries={},
            domain="other",
            system="commune",
            audience="citizen",
            role="chef_service",
            steps=frozenset(),
            answer_days=30,
        )
    )
    index = manifest_path(arrival.slug)
    kept = {path: content for path, content in made.items() if "/scenarios/" not in path}
    kept[index] = edited(kept[index], index, lambda data: data.pop("scenarios"))
    return {**kept, **arrival.files}


def _uploaded(file: FileStorage | None) -> tuple[str, bytes]:
    if file is None or not file.filename:
        raise ImportRefused("missing", "Expected a file, found none.")
    content = file.stream.read(MAX_UPLOAD_BYTES + 1)
    if len(content) > MAX_UPLOAD_BYTES:
        raise ImportRefused("size", f"Expected at most {MAX_UPLOAD_BYTES} bytes, found more.")
    return file.filename, content


def _read(name: str, content: bytes, slug: str) -> Arrival:
    if name.lower().endswith(".zip"):
        return read_archive(content, current_services().library.shared_files())
    return read_file(name, content, slug)


def _arrived(name: str, content: bytes) -> tuple[Arrival, bool]:
    """Return what came, and whether it is a diagram alone, for which a package is still to be made."""
    if name.lower().endswith(".zip"):
        return _read(name, content, ""), False
    slug = slug_from(name)
    if not name.lower().endswith((".bpmn", ".xml")):
        raise ImportRefused("alone", "Expected a zip or a diagram, found a part of a procedure.")
    if not slug:
        raise ImportRefused("slug", f"Expected a file name that begins with a letter, found “{name[:80]}”.")
    return read_file(name, content, slug), True


def _report(draft: OpenDraft, arrival: Arrival, name: str) -> str:
    lines = [{"fate": line.fate, "path": line.path, "words": words_of(line)} for line in arrival.lines]
    return show("studio/import_report.html", draft, "workspace", lines=lines, name=name, findings=read_draft(draft))


def words_of(line: Line) -> str:
    """Return what became of one file, in the language of the page."""
    details = {key: str(value) for key, value in line.details.items()}
    return {
        "as-is": lambda: gettext("repris tel quel"),
        "elements": lambda: gettext("%(count)s éléments lus", **details),
        "components": lambda: gettext("%(count)s champs lus", **details),
        "recoded": lambda: gettext("réécrit en UTF-8, sans autre changement"),
        "process-renamed": lambda: gettext(
            "le processus « %(old)s » porte maintenant le nom de la démarche, « %(new)s »", **details
        ),
        "form-renamed": lambda: gettext(
            "le formulaire « %(old)s » porte maintenant le nom du fichier, « %(new)s »", **details
        ),
        "shared-same": lambda: gettext("fichier commun, égal à celui de la bibliothèque nationale"),
        "shared-differs": lambda: gettext(
            "fichier commun, différent de celui de la bibliothèque nationale : celui de la bibliothèque est gardé"
        ),
        "other-package": lambda: gettext("appartient à une autre démarche : laissé de côté"),
    }[line.why]()


def _why(refused: ImportRefused | FileRefused) -> str:
    if isinstance(refused, FileRefused):
        return why_refused(refused)
    if refused.details.get("words"):
        return str(refused.details["words"])
    return {
        "missing": lambda: gettext("Choisissez un fichier."),
        "size": lambda: gettext("Le fichier dépasse 20 Mo."),
        "kind": lambda: gettext("Ce genre de fichier n’est pas lu. Sont lus : .zip, .bpmn, .dmn, .form, .json."),
        "alone": lambda: gettext(
            "Une décision ou un formulaire se reprend dans une démarche : ouvrez d’abord son brouillon."
        ),
        "archive": lambda: gettext(
            "Ce zip ne peut pas être lu, ou un de ses chemins sort des dossiers processes/ et forms/."
        ),
        "packages": lambda: gettext(
            "Le zip doit contenir une démarche et une seule : un fichier processes/<nom>/procedure.yaml."
        ),
        "other-slug": lambda: gettext(
            "Ce zip est celui d’une autre démarche : ouvrez-le depuis la page « Nouvelle démarche »."
        ),
        "slug": lambda: gettext("Donnez au fichier un nom en lettres latines, qui commence par une lettre."),
        "xml": lambda: gettext("Ce fichier XML est abîmé ou refusé (DTD, entités, encodage) : exportez-le de nouveau."),
        "process": lambda: gettext("Ce fichier BPMN ne contient aucun processus à exécuter."),
        "json": lambda: gettext("Ce fichier n’est pas un formulaire form-js."),
    }[refused.problem]()
