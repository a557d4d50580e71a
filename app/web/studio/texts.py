"""Every text of a procedure in its languages, many on one page: written, translated, taken away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.languages import INTERFACE_LANGUAGES, Language
from app.domain.permissions import MODEL
from app.procedures.authoring.sheet_form import cleaned, languages_of
from app.procedures.authoring.texts import NewText, text_changes
from app.procedures.layout import manifest_path
from app.procedures.yaml_source import SourceRefused, kept_mapping
from app.queries.package_texts import PARTS, TextRow, count_missing, list_texts, list_written_texts
from app.queries.studio import OpenDraft, read_draft
from app.web.access import permission
from app.web.interface import gettext, ngettext
from app.web.studio import studio, text_words
from app.web.studio.frame import opened, show
from app.web.studio.keeping import fingerprint, keep, looked_at_again

ROWS_A_PAGE = 40
LONGEST_SEARCH = 80
LONGEST_TEXT = 4_000
VIEWS = ("missing", "all", "unread")


@dataclass(frozen=True, kw_only=True)
class Filter:
    """Which texts a page shows."""

    part: str
    search: str
    view: str
    page: int

    @classmethod
    def of(cls, values: Mapping[str, str]) -> "Filter":
        """Read a filter from an address or from hidden fields; what makes no sense is left out."""
        part, view, page = values.get("part", ""), values.get("view", "all"), values.get("page", "1")
        return cls(
            part=part if part in PARTS else "",
            search=values.get("q", "").strip()[:LONGEST_SEARCH],
            view=view if view in VIEWS else "all",
            page=int(page) if page.isascii() and page.isdigit() and 0 < int(page) < 1_000 else 1,
        )

    def address(self, draft: OpenDraft, **other: Any) -> str:
        """Return the address of the page with this filter, or with a part of it changed."""
        chosen = {"part": self.part, "q": self.search, "view": self.view, "page": self.page, **other}
        return url_for(".texts", draft_id=draft.id, **{name: value for name, value in chosen.items() if value})


@studio.get("/<draft_id>/texts")
@permission(MODEL)
def texts(draft_id: str) -> ResponseReturnValue:
    """The texts that the address asks for, those that are missing first."""
    draft = opened(draft_id)
    try:
        return _show(draft, _rows(draft), Filter.of(request.args))
    except SourceRefused as refused:
        return show("studio/unreadable.html", draft, "texts", finding=refused.finding)


@studio.post("/<draft_id>/texts")
@permission(MODEL)
@looked_at_again
def save_texts(draft_id: str) -> ResponseReturnValue:
    """Save every text of the page that was changed; one that somebody else changed meanwhile is shown with theirs."""
    draft = opened(draft_id)
    try:
        return _save(draft, _rows(draft), Filter.of(request.form))
    except SourceRefused as refused:
        return show("studio/unreadable.html", draft, "texts", finding=refused.finding), 422


def _rows(draft: OpenDraft) -> list[TextRow]:
    package = read_draft(draft).package
    return list_texts(package) if package else list_written_texts(draft.slug, draft.files)


def _languages(draft: OpenDraft) -> tuple[Language, ...]:
    path = manifest_path(draft.slug)
    return languages_of(kept_mapping(draft.files[path], path) if path in draft.files else {})


def _save(draft: OpenDraft, rows: Sequence[TextRow], chosen: Filter) -> ResponseReturnValue:
    typed = {row.place.id: _typed(row, _languages(draft)) for row in rows if f"old.{row.place.id}" in request.form}
    changed = [row for row in rows if row.place.id in typed and _differs(row, typed[row.place.id])]
    moved = {row.place.id for row in changed if request.form[f"old.{row.place.id}"] != _sign(row)}
    long = {row.place.id for row in changed if any(len(text) > LONGEST_TEXT for text in typed[row.place.id].values())}
    if moved or long:
        return _show(draft, rows, chosen, typed=typed, moved=moved, long=long), 409 if moved else 422
    new = [
        NewText(place=row.place, language=language, text=text)
        for row in changed
        for language, text in typed[row.place.id].items()
        if text != row.texts.get(language, "")
    ]
    refused = keep(draft, text_changes(draft.slug, draft.files, new))
    if refused:
        flash(refused, "danger")
        return _show(draft, rows, chosen, typed=typed), 422
    flash(ngettext("%(num)s texte est enregistré.", "%(num)s textes sont enregistrés.", len(new)), "success")
    return redirect(chosen.address(draft))


def _typed(row: TextRow, languages: Sequence[Language]) -> dict[Language, str]:
    if row.place.id in request.form.getlist("remove"):
        return {language: "" for language in languages if row.texts.get(language)}
    names = {language: f"text.{row.place.id}.{language}" for language in languages}
    return {language: cleaned(request.form[name]) for language, name in names.items() if name in request.form}


def _differs(row: TextRow, typed: Mapping[Language, str]) -> bool:
    return any(text != row.texts.get(language, "").strip() for language, text in typed.items())


def _sign(row: TextRow) -> str:
    return fingerprint(dict(row.texts))


def _show(
    draft: OpenDraft,
    rows: Sequence[TextRow],
    chosen: Filter,
    *,
    typed: Mapping[str, Mapping[Language, str]] | None = None,
    moved: set[str] | None = None,
    long: set[str] | None = None,
) -> str:
    languages = _languages(draft)
    found = [row for row in rows if _matches(row, chosen)]
    if typed is not None:
        found = [row for row in rows if row.place.id in typed]
    pages = max(1, -(-len(found) // ROWS_A_PAGE))
    page = 1 if typed is not None else min(chosen.page, pages)
    found.sort(key=lambda row: not any(row.misses(language) for language in INTERFACE_LANGUAGES))
    start = (page - 1) * ROWS_A_PAGE
    return show(
        "studio/texts.html",
        draft,
        "texts",
        rows=found if typed is not None else found[start : start + ROWS_A_PAGE],
        typed=typed or {},
        moved=moved or set(),
        errors={f"text.{key}.fr": gettext("Ce texte est trop long.") for key in long or ()},
        found=len(found),
        languages=languages,
        missing=count_missing(rows, languages),
        unread=sum(not row.read for row in rows),
        parts_of=_parts(rows),
        chosen=chosen,
        pages=pages,
        page=page,
        sign=_sign,
        partial=read_draft(draft).package is None,
        words=text_words,
    )


def _matches(row: TextRow, chosen: Filter) -> bool:
    if chosen.part and row.part != chosen.part:
        return False
    if chosen.view == "missing" and not any(row.misses(one) for one in INTERFACE_LANGUAGES):
        return False
    if chosen.view == "unread" and row.read:
        return False
    text = " ".join([row.name, *row.texts.values()]).casefold()
    return all(word in text for word in chosen.search.casefold().split())


def _parts(rows: Sequence[TextRow]) -> list[tuple[str, int, int]]:
    """Return (part, how many texts, how many of them lack French or Arabic)."""
    counted = []
    for part in dict.fromkeys(row.part for row in rows):
        own = [row for row in rows if row.part == part]
        lacking = sum(any(row.misses(language) for language in INTERFACE_LANGUAGES) for row in own)
        counted.append((part, len(own), lacking))
    return counted
