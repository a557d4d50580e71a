"""The diagram room: draws the process, says what each element does; everything else of the draft follows."""

from http import HTTPStatus
from typing import Any

from flask import Response, jsonify, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from app import feel
from app.commands.bus import Command, execute
from app.commands.services import current_services
from app.commands.studio.renaming import RenameElement
from app.commands.studio.saving import FileRefused, FilesChanged, Saved
from app.domain.languages import INTERFACE_LANGUAGES, choose
from app.domain.permissions import MODEL
from app.engine.repertoire import repertoire
from app.forms.package_changes import add_form
from app.languages import format_moment
from app.linting.operations import OPERATIONS, Operation
from app.procedures.bpmn import split_names
from app.procedures.bpmn.model import EVENT_KINDS, FLOW_NODE_KINDS
from app.procedures.bpmn.plugging import PLAIN_KINDS
from app.procedures.bpmn.renaming import RenameRefused
from app.procedures.element_renaming import diagram_path
from app.procedures.tailoring.base import FOREIGN_ROLES
from app.procedures.tailoring.operation import LOCAL
from app.procedures.xml import XmlRefused
from app.procedures.yaml_source import SourceRefused
from app.queries.diagram_choices import diagram_choices
from app.queries.studio import OpenDraft
from app.store.modelling import DraftMoved
from app.web.access import current_actor, permission
from app.web.interface import gettext, language
from app.web.studio import studio
from app.web.studio.changing import change
from app.web.studio.diagram_editor_words import drawing_rules, editor_words, palette_words, simulation_words
from app.web.studio.diagram_words import (
    feel_problem,
    input_labels,
    operation_summaries,
    operation_titles,
    panel_words,
    rename_problem,
)
from app.web.studio.files import why_refused
from app.web.studio.frame import opened, show


@studio.get("/<draft_id>/diagram")
@permission(MODEL)
def diagram(draft_id: str) -> ResponseReturnValue:
    """The editor; it reads and saves the file by itself."""
    draft = opened(draft_id)
    words = {
        "panel": panel_words(),
        "palette": palette_words(),
        "editor": editor_words(),
        "rules": drawing_rules(),
        "simulation": simulation_words(),
    }
    return show(
        "studio/diagram.html",
        draft,
        "diagram",
        diagram_file=diagram_path(draft.slug, draft.files),
        diagram_words=words,
        choices={**_choices(draft), "repertoire": repertoire() if draft.extends is None else _plain_repertoire()},
        prefix=LOCAL if draft.extends is not None else "",
    )


def _plain_repertoire() -> dict[str, object]:
    """Return what a commune may draw for an extension point: people's work and the choice of the way."""
    everything = repertoire()
    events = {kind: {"everywhere": ["none"] if kind in PLAIN_KINDS else []} for kind in EVENT_KINDS}
    refused = sorted(FLOW_NODE_KINDS - EVENT_KINDS - PLAIN_KINDS)
    return {**everything, "refused": [*refused, "participant"], "events": events, "plain": True}


@studio.get("/<draft_id>/diagram/choices.json")
@permission(MODEL)
def diagram_choices_json(draft_id: str) -> ResponseReturnValue:
    """What the diagram may refer to now."""
    return jsonify(_choices(opened(draft_id)))


def _choices(draft: OpenDraft) -> dict[str, Any]:
    found = {**diagram_choices(draft, language()), "operations": [_operation(each) for each in OPERATIONS.values()]}
    if draft.extends is None:
        return found
    roles = [role for role in found["roles"] if role["key"] not in FOREIGN_ROLES]
    return {**found, "roles": roles, "flows": [], "operations": []}


_CHOSEN_FROM = {"message": "messages", "document": "documents", "register": "registers", "system": "systems"}
_RESULTS = {
    "payment.request": "payment",
    "payment.refund": "refund",
    "civil-register.search": "register_search",
    "document.draft": "draft",
    "document.issue": "issued",
    "post.send": "shipment",
    "external.request": "asked",
    "register.add": "inscription",
    "register.search": "found",
    "register.read": "entry",
    "register.amend": "inscription",
    "register.reserve": "reservation",
    "sheet.check": "checked",
}


def _operation(operation: Operation) -> dict[str, object]:
    names: dict[str, str] = {
        code: operation_titles(code).get(operation.name, operation.name) for code in INTERFACE_LANGUAGES
    }
    return {
        "name": operation.name,
        "label": choose(names, language()),
        "summary": operation_summaries().get(operation.name, ""),
        "names": names,
        "result": _RESULTS.get(operation.name, ""),
        "inputs": [_input(operation, name) for name in operation.required],
    }


def _input(operation: Operation, name: str) -> dict[str, str]:
    """Return an input with the value it begins with; `of` names the list that its value is chosen from."""
    chosen_from = "periods" if name in operation.parameters else _CHOSEN_FROM.get(name, "")
    label = input_labels().get(name, name)
    return {"name": name, "label": label, "value": "" if chosen_from else f"={name}", "of": chosen_from}


@studio.post("/<draft_id>/diagram/feel")
@permission(MODEL)
def check_expression(draft_id: str) -> ResponseReturnValue:
    """Tell whether an expression can be read: {problem, position}, both empty when it can."""
    try:
        feel.check(_posted("text"))
    except feel.FeelError as error:
        return jsonify(problem=feel_problem(error.reason, error.position), position=error.position)
    return jsonify(problem="", position=None)


@studio.post("/<draft_id>/diagram/rename")
@permission(MODEL)
def rename_element(draft_id: str) -> ResponseReturnValue:
    """Give an element another id everywhere."""
    command = RenameElement(draft_id=draft_id, old=_posted("old"), new=_posted("new"), seen=_posted("seen"))
    try:
        return _done(command, gettext("Identifiant changé partout, %(moment)s"))
    except RenameRefused as refused:
        return _refused(rename_problem(refused.problem))
    except (XmlRefused, SourceRefused):
        return _refused(
            gettext("Un fichier de la démarche ne se lit pas : corrigez-le, puis recommencez. Rien n’a changé.")
        )


@studio.post("/<draft_id>/diagram/forms")
@permission(MODEL)
def make_form(draft_id: str) -> ResponseReturnValue:
    """Add an empty form for a task, titled like it."""
    name, titles = _posted("form"), split_names(_posted("title"))
    try:
        refused = change(opened(draft_id), lambda files, slug: add_form(files, slug, name, titles=titles))
    except (FilesChanged, DraftMoved):
        return _moved()
    if refused is not None:
        return _refused(refused.words)
    return jsonify(saved_words=gettext("Formulaire créé : déposez-y ses questions dans sa salle."))


def _posted(name: str) -> str:
    data = request.get_json(silent=True)
    value = data.get(name) if isinstance(data, dict) else None
    if not isinstance(value, str):
        raise BadRequest(f"Expected JSON with the text “{name}”, found none.")
    return value


def _done(command: Command[Saved], words: str) -> ResponseReturnValue:
    try:
        saved = execute(command, actor=current_actor(), services=current_services())
    except (FilesChanged, DraftMoved):
        return _moved()
    except FileRefused as refused:
        return _refused(why_refused(refused))
    moment = format_moment(saved.saved_at, language())
    return jsonify(revision=saved.revision, saved_words=words % {"moment": moment})


def _moved() -> tuple[Response, HTTPStatus]:
    message = gettext("Une autre personne vient de changer la démarche. Rechargez la page, puis recommencez.")
    return jsonify(message=message), HTTPStatus.CONFLICT


def _refused(message: str) -> tuple[Response, HTTPStatus]:
    return jsonify(message=message), HTTPStatus.UNPROCESSABLE_ENTITY
