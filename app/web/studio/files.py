"""Files of a draft for the editors: read, autosave by compare and set, soft locks, findings. JSON in and out."""

from http import HTTPStatus

from flask import Response, jsonify, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from app.commands.bus import execute
from app.commands.services import current_services
from app.commands.studio.holding import HoldPart
from app.commands.studio.saving import ChangedFile, FileRefused, FilesChanged, SaveFiles
from app.domain.languages import choose
from app.domain.permissions import MODEL
from app.languages import format_moment
from app.queries.findings import shown_findings
from app.queries.studio import read_draft
from app.store.modelling import DraftMoved
from app.web.access import current_actor, permission
from app.web.interface import gettext, language
from app.web.studio import studio
from app.web.studio.frame import opened

NEW = "new"
"""What an editor sends in If-Match for a file that was not there."""


@studio.get("/<draft_id>/files/<path:path>")
@permission(MODEL)
def read_file(draft_id: str, path: str) -> ResponseReturnValue:
    """One file as it stands, with its digest as ETag."""
    draft = opened(draft_id)
    if path not in draft.files:
        raise NotFound
    answer = Response(draft.files[path], mimetype="text/plain")
    answer.set_etag(draft.digests[path])
    return answer


@studio.put("/<draft_id>/files/<path:path>")
@permission(MODEL)
def save_file(draft_id: str, path: str) -> ResponseReturnValue:
    """Save one file; 409 with what stands now when somebody else was first, 422 when it cannot be kept."""
    return _save(draft_id, path, request.get_data())


@studio.delete("/<draft_id>/files/<path:path>")
@permission(MODEL)
def remove_file(draft_id: str, path: str) -> ResponseReturnValue:
    """Remove one file, under the same condition."""
    return _save(draft_id, path, None)


def _save(draft_id: str, path: str, content: bytes | None) -> ResponseReturnValue:
    # A compressed answer carries the way of compression behind the digest.
    seen = request.headers.get("If-Match", "").strip().removeprefix("W/").strip('"').partition(":")[0]
    if not seen:
        refused = gettext("L’éditeur n’a pas dit quelle version du fichier il avait ouverte : rechargez la page.")
        return jsonify(message=refused), HTTPStatus.PRECONDITION_REQUIRED
    command = SaveFiles(draft_id=draft_id, changes={path: content}, seen={path: "" if seen == NEW else seen})
    try:
        saved = execute(command, actor=current_actor(), services=current_services())
    except FilesChanged as changed:
        return jsonify(_in_words(changed.paths[path])), HTTPStatus.CONFLICT
    except DraftMoved:
        return _save(draft_id, path, content)
    except FileRefused as refused:
        return jsonify(message=why_refused(refused)), HTTPStatus.UNPROCESSABLE_ENTITY
    return jsonify(
        revision=saved.revision,
        digest=saved.digests.get(path, ""),
        saved_at=saved.saved_at.isoformat(),
        saved_words=gettext("Enregistré, %(moment)s", moment=format_moment(saved.saved_at, language())),
    )


def _in_words(changed: ChangedFile) -> dict[str, object]:
    when = format_moment(changed.saved_at, language())
    return {
        "digest": changed.digest,
        "saved_by": changed.saved_by,
        "saved_words": gettext("%(name)s l’a enregistré, %(moment)s", name=changed.saved_by, moment=when),
        "content": None if changed.content is None else changed.content.decode(errors="replace"),
    }


def why_refused(refused: FileRefused) -> str:
    """Return why a file is not kept, in the language of the page."""
    return {
        "place": gettext("Ce fichier n’a pas sa place dans cette démarche. Rien n’a été enregistré."),
        "size": gettext("Ce fichier dépasse 2 Mo. Rien n’a été enregistré : allégez-le."),
        "total": gettext("Les fichiers de la démarche dépassent ensemble la taille acceptée. Rien n’a été enregistré."),
        "count": gettext("La démarche a trop de fichiers. Rien n’a été enregistré."),
        "text": gettext("Ce fichier n’est pas un texte UTF-8. Rien n’a été enregistré."),
        "closed": gettext("Ce brouillon est rangé : remettez-le dans la liste avant de le modifier."),
    }[refused.problem]


@studio.post("/<draft_id>/holds/<path:held>")
@permission(MODEL)
def hold_part(draft_id: str, held: str) -> ResponseReturnValue:
    """Say that a page has a part open (or, with release=1, that it has closed it); answers who holds it."""
    command = HoldPart(draft_id=draft_id, part=held, release=request.args.get("release") == "1")
    answer = execute(command, actor=current_actor(), services=current_services())
    name = choose(answer.names, language())
    words = "" if answer.mine or not name else gettext("%(name)s modifie cette partie en ce moment.", name=name)
    return jsonify(mine=answer.mine, held_by=name, words=words)


@studio.get("/<draft_id>/findings.json")
@permission(MODEL)
def findings_json(draft_id: str) -> ResponseReturnValue:
    """What the checks say of the draft as it was last saved."""
    draft = opened(draft_id)
    return jsonify(
        revision=draft.revision, findings=shown_findings(read_draft(draft), language(), rules=url_for(".rules"))
    )
