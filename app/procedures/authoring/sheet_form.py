"""The sheet as a form of plain texts: read from the files or from a request, its rows added, moved and taken away."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from app.domain.languages import LANGUAGES, Language
from app.procedures.authoring.sheet_fields import PARTS, ROWS, Field, Part
from app.procedures.layout import manifest_path
from app.procedures.yaml_source import kept_mapping

Answer = str | tuple[str, ...]
Answers = Mapping[str, Answer]
MOST_ROWS = 60
_WAS = "was"
"""The key that a row had when the page was opened: its texts follow it to another key."""


class Posted(Protocol):
    """What a request brings: the values under each name."""

    def getlist(self, key: str) -> list[str]:
        """Return the values under a name, none when it is absent."""


@dataclass(frozen=True, kw_only=True)
class SheetForm:
    """Everything that was typed: `answers` by field (`title.fr`, `deadline.parameter`), `rows` by part."""

    languages: tuple[Language, ...]
    answers: Answers = field(default_factory=dict)
    rows: Mapping[str, tuple[Answers, ...]] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Return an answer that is one text."""
        answer = self.answers.get(name, "")
        return answer if isinstance(answer, str) else " ".join(answer)

    def flat(self) -> dict[str, Answer]:
        """Return every answer under the name that it has on the page."""
        found = dict(self.answers)
        for part, rows in self.rows.items():
            for index, row in enumerate(rows):
                found |= {f"{part}.{index}.{name}": answer for name, answer in row.items()}
        return found


def inputs_of(one: Field, languages: Sequence[Language]) -> list[str]:
    """Return the names of the inputs of a field, within its part or row."""
    if one.texts:
        return [f"{one.name}.{language}" for language in languages if language != "zgh" or one.national]
    if one.kind == "requirement":
        return [one.name, f"{one.name}.condition"]
    return [one.name]


def read_sheet_form(slug: str, files: Mapping[str, bytes]) -> SheetForm:
    """Read the sheet of a package's files, however incomplete it is. Raises SourceRefused when one is no YAML."""
    path = manifest_path(slug)
    manifest = kept_mapping(files[path], path) if path in files else {}
    languages = languages_of(manifest)
    texts = {language: _texts(slug, files, language) for language in LANGUAGES}
    answers: dict[str, Answer] = {}
    rows: dict[str, tuple[Answers, ...]] = {}
    for part in PARTS:
        if part.rows:
            found = value_at(manifest, part.rows)
            listed = [row for row in found if isinstance(row, Mapping)] if isinstance(found, list) else []
            rows[part.name] = tuple(_row(part, row, texts, languages) for row in listed[:MOST_ROWS])
        else:
            answers |= _answers(part, manifest, texts, languages, key="")
    return SheetForm(languages=languages, answers=answers, rows=rows)


def posted_sheet_form(posted: Posted, languages: tuple[Language, ...]) -> SheetForm:
    """Read the sheet that a page sends; a row exists when its hidden `was` came with it."""
    answers: dict[str, Answer] = {}
    rows: dict[str, tuple[Answers, ...]] = {}
    for part in PARTS:
        if not part.rows:
            answers |= _posted(part, posted, "", languages)
            continue
        found = []
        for index in range(MOST_ROWS):
            was = posted.getlist(f"{part.name}.{index}.{_WAS}")
            if was:
                row = _posted(part, posted, f"{part.name}.{index}.", languages)
                found.append({**row, _WAS: was[0][:120]})
        rows[part.name] = tuple(found)
    return SheetForm(languages=languages, answers=answers, rows=rows)


def with_action(form: SheetForm, action: str) -> SheetForm:
    """Return the form after a button: `pieces.add`, `pieces.2.up`, `pieces.2.down`, `pieces.2.remove`."""
    name, _, rest = action.partition(".")
    part = ROWS.get(name)
    if part is None:
        return form
    rows = list(form.rows.get(name, ()))
    index_text, _, move = rest.partition(".")
    if rest == "add" and len(rows) < MOST_ROWS:
        rows.append({_WAS: "", **{one: "" for kept in part.fields for one in inputs_of(kept, form.languages)}})
    elif index_text.isascii() and index_text.isdigit() and int(index_text) < len(rows):
        _move(rows, int(index_text), move)
    return replace(form, rows={**form.rows, name: tuple(rows)})


def key_from(text: str) -> str:
    """Return a key made of a French title: "Copie de la carte" becomes `copie-de-la-carte`."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)
    return re.sub(r"^[^a-z]+", "", "-".join(words))[:48].strip("-")


def languages_of(manifest: Mapping[str, Any]) -> tuple[Language, ...]:
    """Return the languages of the procedure: French and Arabic always."""
    listed = manifest.get("translations")
    chosen = {"fr", "ar", *(listed if isinstance(listed, list) else ())}
    return tuple(language for language in ("fr", "ar", "zgh") if language in chosen)


def value_at(node: Any, path: Sequence[str]) -> Any:
    """Return what stands behind several keys, None where nothing does."""
    for name in path:
        node = node.get(name) if isinstance(node, Mapping) else None
    return node


def text_at(texts: Any, path: Sequence[str], key: str) -> str:
    """Return a text; what stands as {name, note} gives its name."""
    found = value_at(texts, [part.replace("{key}", key) for part in path])
    if isinstance(found, Mapping):
        found = found.get("name")
    if found is None and path[-1] == "name":
        found = value_at(texts, [part.replace("{key}", key) for part in path[:-1]])
    return found if isinstance(found, str) else ""


def _move(rows: list[Answers], index: int, move: str) -> None:
    if move == "remove":
        del rows[index]
        return
    target = index + {"up": -1, "down": 1}.get(move, 0)
    if 0 <= target < len(rows):
        rows[index], rows[target] = rows[target], rows[index]


def _texts(slug: str, files: Mapping[str, bytes], language: Language) -> Mapping[str, Any]:
    path = f"processes/{slug}/translations/{language}.yaml"
    content = files.get(path, b"")
    found: Mapping[str, Any] = kept_mapping(content, path) if content.strip() else {}
    return found


def _row(part: Part, row: Mapping[str, Any], texts: Mapping[Language, Any], languages: tuple[Language, ...]) -> Answers:
    key = str(row.get(part.identity) or "")
    return {_WAS: key, **_answers(part, row, texts, languages, key=key)}


def _answers(
    part: Part, node: Mapping[str, Any], texts: Mapping[Language, Any], languages: tuple[Language, ...], *, key: str
) -> dict[str, Answer]:
    answers: dict[str, Answer] = {}
    for one in part.fields:
        if one.texts:
            for name in inputs_of(one, languages):
                answers[name] = text_at(texts[_language(name)], one.texts, key)
        else:
            answers |= _shown(one, value_at(node, one.path))
    return answers


def _shown(one: Field, value: Any) -> dict[str, Answer]:
    if one.kind == "requirement":
        if isinstance(value, str):
            return {one.name: "condition", f"{one.name}.condition": value}
        return {one.name: "never" if value is False else "always", f"{one.name}.condition": ""}
    if one.kind in ("words", "picks"):
        return {one.name: tuple(str(item) for item in value) if isinstance(value, list) else ()}
    if one.kind == "tick":
        return {one.name: "yes" if value is True else ""}
    return {one.name: one.default if value is None else str(value)}


def _posted(part: Part, posted: Posted, prefix: str, languages: tuple[Language, ...]) -> dict[str, Answer]:
    answers: dict[str, Answer] = {}
    for one in part.fields:
        for name in inputs_of(one, languages):
            values = [cleaned(value) for value in posted.getlist(prefix + name)]
            if one.kind == "words":
                values = [word for value in values for word in re.split(r"[,;\n]", value)]
            if one.kind in ("words", "picks"):
                answers[name] = tuple(dict.fromkeys(value.strip() for value in values if value.strip()))
            else:
                answers[name] = values[0] if values else ""
    return answers


def cleaned(value: str) -> str:
    """Return a typed text with plain line ends and without signs that no file may hold."""
    plain = value.replace("\r\n", "\n").replace("\t", " ")
    return "".join(sign for sign in plain if sign == "\n" or unicodedata.category(sign) not in ("Cc", "Cs")).strip()


def _language(name: str) -> Language:
    return next(language for language in LANGUAGES if name.endswith(f".{language}"))
