"""What a procedure sends: each message in Arabic and in French, as it will be received, with what its SMS costs."""

import re
from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from app.domain.languages import INTERFACE_LANGUAGES, Language
from app.domain.permissions import MODEL
from app.procedures.authoring.messages import (
    MessageText,
    message_path,
    read_message_text,
    with_message,
    without_message,
    written_message,
)
from app.procedures.authoring.sheet_form import cleaned, key_from
from app.procedures.layout import manifest_path
from app.procedures.message_templates import MessageRefused, check_message
from app.procedures.yaml_source import SourceRefused, kept_mapping
from app.queries.draft_samples import named_values, sample_message
from app.queries.message_preview import preview_message
from app.queries.package_uses import uses_of_message
from app.queries.studio import OpenDraft, read_draft
from app.web.access import permission
from app.web.interface import gettext
from app.web.studio import studio
from app.web.studio.finding_words import in_words
from app.web.studio.frame import opened, show
from app.web.studio.keeping import fingerprint, keep, looked_at_again
from app.web.studio.values import place_in_words

LONGEST = {"subject": 200, "sms": 600, "body": 8_000}
Texts = Mapping[Language, MessageText]
_SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


@studio.get("/<draft_id>/messages")
@permission(MODEL)
def messages(draft_id: str) -> ResponseReturnValue:
    """The messages, with their subjects and who sends them."""
    draft = opened(draft_id)
    try:
        return _list(draft, {}, {})
    except SourceRefused as refused:
        return show("studio/unreadable.html", draft, "texts", finding=refused.finding)


@studio.post("/<draft_id>/messages")
@permission(MODEL)
@looked_at_again
def add_message(draft_id: str) -> ResponseReturnValue:
    """Begin a message: its name makes its key."""
    draft = opened(draft_id)
    try:
        return _add(draft, cleaned(request.form.get("name", ""))[:80])
    except SourceRefused as refused:
        return show("studio/unreadable.html", draft, "texts", finding=refused.finding), 422


@studio.get("/<draft_id>/messages/<key>")
@permission(MODEL)
def message(draft_id: str, key: str) -> ResponseReturnValue:
    """One message in both languages, with its preview."""
    draft = opened(draft_id)
    return _show(draft, key, _standing(draft, key))


@studio.post("/<draft_id>/messages/<key>")
@permission(MODEL)
@looked_at_again
def save_message(draft_id: str, key: str) -> ResponseReturnValue:
    """Preview without saving, save, or take the message away."""
    draft = opened(draft_id)
    standing, typed = _standing(draft, key), _typed()
    action = request.form.get("action", "save")
    if action == "preview":
        return _show(draft, key, typed, unsaved=True)
    if action == "remove":
        return _remove(draft, key)
    errors = _errors(typed)
    if errors:
        return _show(draft, key, typed, errors=errors, unsaved=True), 422
    if request.form.get("opened") != _sign(standing) and _flat(standing) != _flat(typed):
        return _show(draft, key, typed, theirs=standing, unsaved=True), 409
    changes = {message_path(draft.slug, key, code): written_message(text).encode() for code, text in typed.items()}
    refused = keep(draft, {path: content for path, content in changes.items() if draft.files.get(path) != content})
    if refused:
        flash(refused, "danger")
        return _show(draft, key, typed, unsaved=True), 422
    flash(gettext("Le message est enregistré."), "success")
    return redirect(url_for(".message", draft_id=draft.id, key=key))


def _keys(draft: OpenDraft) -> list[str]:
    path = manifest_path(draft.slug)
    listed = kept_mapping(draft.files[path], path).get("messages") if path in draft.files else None
    return [str(key) for key in listed] if isinstance(listed, list) else []


def _standing(draft: OpenDraft, key: str) -> Texts:
    if not _SLUG.fullmatch(key):
        raise NotFound
    paths: dict[Language, str] = {code: message_path(draft.slug, key, code) for code in INTERFACE_LANGUAGES}
    if not any(path in draft.files for path in paths.values()):
        raise NotFound
    return {code: read_message_text(draft.files.get(path, b"").decode()) for code, path in paths.items()}


def _typed() -> Texts:
    return {code: MessageText(**{name: _cut(name, code) for name in LONGEST}) for code in INTERFACE_LANGUAGES}


def _cut(name: str, code: Language) -> str:
    """Return a typed text, one sign longer at most than it may be: so long ones are told and nothing is cut unseen."""
    return cleaned(request.form.get(f"{name}.{code}", ""))[: LONGEST[name] + 1]


def _errors(typed: Texts) -> dict[str, str]:
    errors: dict[str, str] = {}
    for code, text in typed.items():
        for name, longest in LONGEST.items():
            value = getattr(text, name)
            if len(value) > longest:
                errors[f"{name}.{code}"] = gettext("Ce texte est trop long : %(most)s signes au plus.", most=longest)
            elif not value and name != "sms":
                errors[f"{name}.{code}"] = gettext("À remplir.")
    return errors or _unreadable(typed)


def _unreadable(typed: Texts) -> dict[str, str]:
    """Return the texts that are not of the small language of messages."""
    errors: dict[str, str] = {}
    for code, text in typed.items():
        try:
            check_message(written_message(text), file=code, language=code)
        except MessageRefused as refused:
            errors[f"body.{code}"] = gettext("Ce texte ne se lit pas : %(why)s", why=in_words(refused.message))
    return errors


def _flat(texts: Texts) -> dict[str, str]:
    return {f"{name}.{code}": getattr(text, name) for code, text in texts.items() for name in LONGEST}


def _sign(texts: Texts) -> str:
    return fingerprint(_flat(texts))


def _show(
    draft: OpenDraft,
    key: str,
    texts: Texts,
    *,
    errors: Mapping[str, str] | None = None,
    theirs: Texts | None = None,
    unsaved: bool = False,
) -> str:
    package = read_draft(draft).package
    values: dict[Language, dict[str, object]] = {
        code: sample_message(package, code) if package else {} for code in INTERFACE_LANGUAGES
    }
    mine, other = _flat(texts), _flat(theirs or texts)
    posted = request.method == "POST" and theirs is None
    return show(
        "studio/message.html",
        draft,
        "texts",
        key=key,
        texts=texts,
        errors=errors or {},
        summary=_summary(errors or {}),
        differences={name: (mine[name], other[name]) for name in mine if mine[name] != other[name]},
        opened=request.form.get("opened", "")[:64] if posted else _sign(theirs or texts),
        unsaved=unsaved,
        previews=[preview_message(written_message(text), values[code], language=code) for code, text in texts.items()],
        named=named_values({name: value for name, value in values["fr"].items()}, ""),
        uses=[place_in_words(use) for use in uses_of_message(package, key)] if package else [],
        findings=_findings(draft, key),
        limits=LONGEST,
    )


def _summary(errors: Mapping[str, str]) -> dict[str, str]:
    return {name: gettext("%(field)s : %(why)s", field=_label(name), why=why) for name, why in errors.items()}


def _label(name: str) -> str:
    """Return what a field is called, with its language: « Objet du courriel (arabe) »."""
    field, _, code = name.partition(".")
    labels = {"subject": gettext("Objet du courriel"), "sms": gettext("SMS"), "body": gettext("Texte du courriel")}
    return f"{labels[field]} ({gettext('arabe') if code == 'ar' else gettext('français')})"


def _findings(draft: OpenDraft, key: str) -> list[Any]:
    paths = {message_path(draft.slug, key, code) for code in INTERFACE_LANGUAGES}
    return [finding for finding in read_draft(draft).findings if finding.file in paths]


def _list(draft: OpenDraft, errors: Mapping[str, str], typed: Mapping[str, str]) -> str:
    package = read_draft(draft).package
    lines = []
    for key in _keys(draft):
        paths = {code: message_path(draft.slug, key, code) for code in INTERFACE_LANGUAGES}
        texts = {code: read_message_text(draft.files.get(path, b"").decode()) for code, path in paths.items()}
        uses = [place_in_words(use) for use in uses_of_message(package, key)] if package else []
        lines.append({"key": key, "texts": texts, "uses": uses})
    return show("studio/messages.html", draft, "texts", lines=lines, errors=errors, typed=typed)


def _add(draft: OpenDraft, name: str) -> ResponseReturnValue:
    key = key_from(name)
    if not key or key in _keys(draft):
        wrong = gettext("Ce message existe déjà.") if key else gettext("Écrivez un nom en lettres latines.")
        return _list(draft, {"name": wrong}, {"name": name}), 422
    empty: Texts = {
        "fr": MessageText(subject=name, body="Bonjour,\n\n{{ links.follow }}"),
        "ar": MessageText(subject=name, body="السلام عليكم،\n\n{{ links.follow }}"),
    }
    refused = keep(draft, with_message(draft.slug, draft.files, key, empty))
    if refused:
        flash(refused, "danger")
        return _list(draft, {}, {"name": name}), 422
    return redirect(url_for(".message", draft_id=draft.id, key=key))


def _remove(draft: OpenDraft, key: str) -> ResponseReturnValue:
    package = read_draft(draft).package
    if package and uses_of_message(package, key):
        flash(gettext("Ce message est encore envoyé : retirez-le d’abord du schéma ou de la fiche."), "danger")
        return redirect(url_for(".message", draft_id=draft.id, key=key))
    try:
        refused = keep(draft, without_message(draft.slug, draft.files, key))
    except SourceRefused as broken:
        return show("studio/unreadable.html", draft, "texts", finding=broken.finding), 422
    flash(refused or gettext("Le message est retiré."), "danger" if refused else "success")
    return redirect(url_for(".messages", draft_id=draft.id))
