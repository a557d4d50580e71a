"""Arranges the drawing of a diagram; the editor shows what comes back and stores it like any change."""

from http import HTTPStatus

from flask import jsonify, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from app.domain.permissions import MODEL
from app.procedures.arranging import ArrangingRefused, arrange
from app.procedures.element_renaming import diagram_path
from app.procedures.xml import XmlRefused
from app.web.access import permission
from app.web.interface import gettext
from app.web.studio import studio
from app.web.studio.frame import opened


@studio.post("/<draft_id>/diagram/arrange")
@permission(MODEL)
def arrange_diagram(draft_id: str) -> ResponseReturnValue:
    """Return the posted diagram with its steps in order: {text}, or {message} why it is left as it is."""
    draft = opened(draft_id)
    data = request.get_json(silent=True)
    text = data.get("text") if isinstance(data, dict) else None
    if not isinstance(text, str):
        raise BadRequest("Expected JSON with the text of a diagram, found none.")
    try:
        arranged = arrange(text.encode(), file=diagram_path(draft.slug, draft.files))
    except ArrangingRefused:
        message = gettext(
            "Le schéma porte des annotations, des données ou plusieurs participants : rangez-le à la main."
        )
        return jsonify(message=message), HTTPStatus.UNPROCESSABLE_ENTITY
    except XmlRefused:
        message = gettext("Le schéma n’a pas pu être rangé : il est resté comme il était.")
        return jsonify(message=message), HTTPStatus.UNPROCESSABLE_ENTITY
    return jsonify(text=arranged.decode())
