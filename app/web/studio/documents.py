"""What a procedure prints: each template with the values it may name, and its page as it will come out."""

import base64
import re
from collections.abc import Mapping
from typing import Any, Literal

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from app.documents.errors import DocumentError
from app.documents.previewing import preview_document
from app.domain.languages import Language, choose
from app.domain.permissions import MODEL
from app.procedures.authoring.documents import (
    DocumentRow,
    list_document_rows,
    with_document,
    with_document_row,
    without_document,
)
from app.procedures.authoring.sheet_form import cleaned, key_from
from app.procedures.yaml_source import SourceRefused
from app.queries.draft_samples import MOMENT, named_values, read_scenarios, sample_print
from app.queries.package_uses import uses_of_document
from app.queries.studio import OpenDraft, read_draft
from app.web.access import permission
from app.web.interface import gettext, language
from app.web.studio import studio
from app.web.studio.frame import opened, show
from app.web.studio.framing import framed, framing
from app.web.studio.keeping import keep, looked_at_again
from app.web.studio.values import place_in_words

LONGEST_SOURCE = 200_000
AROUND = 3
"""Lines shown before and behind the one in which Typst found a fault."""
_REGISTER = re.compile(r"[A-Z][A-Z0-9]{0,11}")


@studio.get("/<draft_id>/documents")
@permission(MODEL)
def documents(draft_id: str) -> ResponseReturnValue:
    """The documents, with who signs them and what issues them."""
    draft = opened(draft_id)
    try:
        return _list(draft, {}, {})
    except SourceRefused as refused:
        return show("studio/unreadable.html", draft, "texts", finding=refused.finding)


@studio.post("/<draft_id>/documents")
@permission(MODEL)
@looked_at_again
def add_document(draft_id: str) -> ResponseReturnValue:
    """Begin a document: a page with the letterhead, listed in the manifest."""
    draft = opened(draft_id)
    try:
        return _add(draft, {name: cleaned(request.form.get(name, ""))[:120] for name in ("title", "title_ar")})
    except SourceRefused as refused:
        return show("studio/unreadable.html", draft, "texts", finding=refused.finding), 422


@studio.get("/<draft_id>/documents/<key>")
@permission(MODEL)
def document(draft_id: str, key: str) -> ResponseReturnValue:
    """One template beside its page."""
    draft = opened(draft_id)
    row = _row(draft, key)
    return framing(_show(draft, row, _source(draft, row)))


@studio.post("/<draft_id>/documents/<key>")
@permission(MODEL)
@looked_at_again
def save_document(draft_id: str, key: str) -> ResponseReturnValue:
    """Save the template, or who signs and numbers the document, or take it away."""
    draft = opened(draft_id)
    row = _row(draft, key)
    action = request.form.get("action", "save")
    if action == "remove":
        return _remove(draft, row)
    if action == "row":
        return _save_row(draft, row)
    return _save_source(draft, row, _typed())


@studio.get("/<draft_id>/documents/<key>/preview")
@permission(MODEL)
def preview_document_page(draft_id: str, key: str) -> ResponseReturnValue:
    """The pages of a document as it was last saved."""
    draft = opened(draft_id)
    row = _row(draft, key)
    return _preview(draft, row, _source(draft, row), request.args)


@studio.post("/<draft_id>/documents/<key>/preview")
@permission(MODEL)
def preview_typed_document(draft_id: str, key: str) -> ResponseReturnValue:
    """The pages of a document as it is typed, as pictures or (`form=pdf`) as a file; nothing is saved."""
    draft = opened(draft_id)
    return _preview(draft, _row(draft, key), _typed(), request.form)


def _row(draft: OpenDraft, key: str) -> DocumentRow:
    try:
        rows = list_document_rows(draft.slug, draft.files)
    except SourceRefused:
        rows = []
    found = next((row for row in rows if row.key == key), None)
    if found is None:
        raise NotFound
    return found


def _path(draft: OpenDraft, row: DocumentRow) -> str:
    return f"processes/{draft.slug}/{row.file}"


def _source(draft: OpenDraft, row: DocumentRow) -> str:
    return draft.files.get(_path(draft, row), b"").decode()


def _typed() -> str:
    return request.form.get("source", "").replace("\r\n", "\n").replace("\0", "")[: LONGEST_SOURCE + 1]


def _save_source(draft: OpenDraft, row: DocumentRow, typed: str) -> ResponseReturnValue:
    if len(typed) > LONGEST_SOURCE:
        errors = {"source": gettext("Ce modèle est trop long : %(most)s signes au plus.", most=LONGEST_SOURCE)}
        return framing(_show(draft, row, typed, errors=errors), 422)
    path = _path(draft, row)
    standing = draft.files.get(path, b"")
    if request.form.get("opened") != draft.digests.get(path, "") and standing != typed.encode():
        return framing(_show(draft, row, typed, theirs=standing.decode()), 409)
    refused = keep(draft, {path: typed.encode()} if standing != typed.encode() else {})
    if refused:
        flash(refused, "danger")
        return framing(_show(draft, row, typed), 422)
    flash(gettext("Le modèle est enregistré."), "success")
    return redirect(url_for(".document", draft_id=draft.id, key=row.key))


def _save_row(draft: OpenDraft, row: DocumentRow) -> ResponseReturnValue:
    register = cleaned(request.form.get("register", ""))[:40].upper()
    signatory = request.form.get("signatory", "")
    errors = {}
    if register and not _REGISTER.fullmatch(register):
        errors["register"] = gettext("Écrivez des lettres majuscules sans accent et des chiffres : EC.")
    if signatory and signatory not in dict(_roles(draft)):
        errors["signatory"] = gettext("Choisissez dans la liste.")
    changed = DocumentRow(key=row.key, file=row.file, register=register, signatory=signatory)
    if errors:
        return framing(_show(draft, changed, _source(draft, row), errors=errors), 422)
    refused = keep(draft, with_document_row(draft.slug, draft.files, changed))
    flash(refused or gettext("Le registre et le signataire sont enregistrés."), "danger" if refused else "success")
    return redirect(url_for(".document", draft_id=draft.id, key=row.key))


def _remove(draft: OpenDraft, row: DocumentRow) -> ResponseReturnValue:
    package = read_draft(draft).package
    if package and uses_of_document(package, row.key):
        flash(gettext("Ce document est encore délivré : retirez-le d’abord du schéma."), "danger")
        return redirect(url_for(".document", draft_id=draft.id, key=row.key))
    refused = keep(draft, without_document(draft.slug, draft.files, row.key))
    flash(refused or gettext("Le document est retiré."), "danger" if refused else "success")
    return redirect(url_for(".documents", draft_id=draft.id))


def _add(draft: OpenDraft, typed: Mapping[str, str]) -> ResponseReturnValue:
    key = key_from(typed["title"])
    errors = {name: gettext("À remplir.") for name in ("title", "title_ar") if not typed[name]}
    if typed["title"] and not key:
        errors["title"] = gettext("Écrivez un nom en lettres latines.")
    if key and key in {row.key for row in list_document_rows(draft.slug, draft.files)}:
        errors["title"] = gettext("Ce document existe déjà.")
    if errors:
        return _list(draft, errors, typed), 422
    row = DocumentRow(key=key, file=f"documents/{key}.typ")
    titles = {"title": typed["title"], "title_ar": typed["title_ar"]}
    refused = keep(draft, with_document(draft.slug, draft.files, row, **titles))
    if refused:
        flash(refused, "danger")
        return _list(draft, {}, typed), 422
    return redirect(url_for(".document", draft_id=draft.id, key=key))


def _roles(draft: OpenDraft) -> list[tuple[str, str]]:
    package = read_draft(draft).package
    roles = package.roles if package else {}
    return [(key, choose(names, language()) or key) for key, names in roles.items()]


def _list(draft: OpenDraft, errors: Mapping[str, str], typed: Mapping[str, str]) -> str:
    package = read_draft(draft).package
    lines = [
        {
            "row": row,
            "title": package.text(f"documents.{row.key}.title", language()) if package else "",
            "signatory": dict(_roles(draft)).get(row.signatory, row.signatory),
            "uses": [place_in_words(use) for use in uses_of_document(package, row.key)] if package else [],
        }
        for row in list_document_rows(draft.slug, draft.files)
    ]
    return show("studio/documents.html", draft, "texts", lines=lines, errors=errors, typed=typed)


def _show(
    draft: OpenDraft,
    row: DocumentRow,
    source: str,
    *,
    errors: Mapping[str, str] | None = None,
    theirs: str | None = None,
) -> str:
    package = read_draft(draft).package
    scenarios = read_scenarios(package) if package else {}
    data: Mapping[str, Any] = {}
    if package:
        data = sample_print(package, row.key, next(iter(scenarios.values()), None), "fr", signed=True)
    posted = request.method == "POST" and theirs is None and "opened" in request.form
    return show(
        "studio/document.html",
        draft,
        "texts",
        row=row,
        title=(package.text(f"documents.{row.key}.title", language()) if package else "") or row.key,
        source=source,
        theirs=theirs,
        opened=request.form["opened"][:64] if posted else draft.digests.get(_path(draft, row), ""),
        errors=errors or {},
        named=named_values(data),
        roles=_roles(draft),
        scenarios=[(file, scenario.name) for file, scenario in scenarios.items()],
        uses=[place_in_words(use) for use in uses_of_document(package, row.key)] if package else [],
        partial=package is None,
    )


def _preview(draft: OpenDraft, row: DocumentRow, source: str, asked: Mapping[str, str]) -> Response:
    shown: Language = "ar" if asked.get("shown") == "ar" else "fr"
    form: Literal["png", "pdf"] = "pdf" if request.args.get("form") == "pdf" else "png"
    package = read_draft(draft).package
    if package is None:
        return framed(render_template("studio/no_preview.html", findings=read_draft(draft).errors[:5], message=""))
    scenarios = read_scenarios(package)
    scenario = scenarios.get(asked.get("scenario", "")) or next(iter(scenarios.values()), None)
    try:
        pages = preview_document(
            source,
            sample_print(package, row.key, scenario, shown, signed=asked.get("draft") != "yes"),
            libraries=package.document_libraries,
            moment=MOMENT,
            name=f"{row.key}.typ",
            form=form,
        )
    except DocumentError as refused:
        return framed(_fault(refused, row, source))
    if form == "pdf":
        return _file(pages[0], row)
    pictures = [f"data:image/png;base64,{base64.b64encode(page).decode()}" for page in pages]
    return framed(render_template("studio/document_pages.html", pictures=pictures))


def _file(pdf: bytes, row: DocumentRow) -> Response:
    response = Response(pdf, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{row.key}.pdf"'
    return response


def _fault(refused: DocumentError, row: DocumentRow, source: str) -> str:
    """Return the page that says what Typst found, with the lines around it when they are of this template."""
    line = refused.line if refused.template == f"{row.key}.typ" else None
    numbered = list(enumerate(source.split("\n"), start=1))
    around = numbered[max(0, line - AROUND - 1) : line + AROUND] if line else []
    excerpt = [(number, text, number == line) for number, text in around]
    return render_template("studio/document_fault.html", refused=refused, line=line, excerpt=excerpt)
