"""The texts of a form in each language: typed in place, the missing ones marked."""

from collections.abc import Mapping
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from app.commands.bus import execute
from app.commands.services import current_services
from app.commands.studio.saving import FilesChanged, SaveFiles
from app.domain.languages import LANGUAGES, Language
from app.domain.permissions import MODEL
from app.domain.texts import plain_text
from app.forms.package_changes import form_path, texts_path
from app.forms.packages import FormUnreadable, read_form_file, read_form_json
from app.forms.text_editing import LONGEST_TEXT, FormText, NewText, list_texts, own_components, write_texts
from app.procedures.yaml_source import SourceRefused
from app.queries.studio import OpenDraft
from app.store.modelling import DraftMoved
from app.web.access import current_actor, permission
from app.web.interface import LANGUAGE_LABELS, gettext
from app.web.studio import studio
from app.web.studio.frame import opened

LABELS: Mapping[Language, str] = {**LANGUAGE_LABELS, "zgh": "ⵜⴰⵎⴰⵣⵉⵖⵜ"}
FIELD = "text"
RENAMED = "renamed"
MOST_TEXTS = 2_000
TRIES = 3
"""A colleague may save the texts of another form in the same file at the same moment."""


@studio.get("/<draft_id>/forms/<name>/texts")
@permission(MODEL)
def form_texts(draft_id: str, name: str) -> ResponseReturnValue:
    """The texts without the rest of the page, for the editor's script."""
    draft = opened(draft_id)
    try:
        texts = shown_texts(draft, name)
    except FormUnreadable:
        raise NotFound from None
    return render_template("studio/fragment.html", part="studio/_form_texts.html", texts=texts, draft=draft, name=name)


@studio.post("/<draft_id>/forms/<name>/texts")
@permission(MODEL)
def keep_form_texts(draft_id: str, name: str) -> ResponseReturnValue:
    """Keep what was typed: `text|<language>|<component>|<part>`, and `renamed` = "old new" for components' new ids."""
    _keep(draft_id, name, tries=TRIES)
    if request.headers.get("X-Requested-With") == "editor":
        return form_texts(draft_id, name)
    return redirect(url_for(".form", draft_id=draft_id, name=name, _anchor="texts"))


def shown_texts(draft: OpenDraft, name: str) -> dict[str, Any]:
    """Return the texts by component for the languages that the draft has a file for. Raises FormUnreadable."""
    path = form_path(draft.slug, name)
    own = own_components(read_form_json(draft.files.get(path, b""), file=path))
    form = read_form_file(draft.all_files, draft.slug, name)
    languages: list[Language] = [code for code in LANGUAGES if texts_path(draft.slug, code) in draft.files]
    texts = list_texts(form, own)
    return {
        "languages": [{"code": code, "label": LABELS[code]} for code in languages if code != "fr"],
        "with_french": "fr" in languages,
        "missing": {code: sum(text.is_missing(code) for text in texts) for code in languages if code != "fr"},
        "rows": [{"text": text, "words": part_words(text)} for text in texts],
    }


def part_words(text: FormText) -> str:
    """Return how people call a part of a component."""
    kind, _, name = text.part.partition(":")
    if kind == "option":
        return gettext("Réponse « %(value)s »", value=name)
    if kind == "error":
        return gettext("Message d’erreur « %(rule)s »", rule=name)
    return {
        "title": gettext("Titre du formulaire"),
        "label": gettext("Question"),
        "description": gettext("Aide"),
        "text": gettext("Texte"),
        "prefix": gettext("Avant la réponse"),
        "suffix": gettext("Après la réponse"),
    }[kind]


def _keep(draft_id: str, name: str, *, tries: int) -> None:
    draft = opened(draft_id)
    texts, renamed = _posted()
    changes: dict[str, bytes | None] = {}
    for language in LANGUAGES:
        own = [text for code, text in texts if code == language]
        try:
            changes |= write_texts(draft.files, draft.slug, name, language, own, renamed)
        except SourceRefused:
            continue  # the checks name the line of that file; the texts of the other languages are kept
    if not changes:
        return
    command = SaveFiles(draft_id=draft_id, changes=changes, seen={path: draft.digests[path] for path in changes})
    try:
        execute(command, actor=current_actor(), services=current_services())
    except (FilesChanged, DraftMoved):
        if tries <= 1:
            raise
        _keep(draft_id, name, tries=tries - 1)


def _posted() -> tuple[list[tuple[str, NewText]], dict[str, str]]:
    texts = []
    for field, typed in list(request.form.items())[:MOST_TEXTS]:
        parts = field.split("|", 3)
        if len(parts) == 4 and parts[0] == FIELD:
            text = plain_text(typed, longest=LONGEST_TEXT)
            texts.append((parts[1], NewText(component=parts[2], part=parts[3], text=text)))
    pairs = [pair.split(" ") for pair in request.form.getlist(RENAMED)[:MOST_TEXTS]]
    return texts, {pair[0]: pair[1] for pair in pairs if len(pair) == 2}
