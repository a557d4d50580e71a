"""The forms of what a commune adds: a question in a place that the procedure keeps for it, a piece."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from app.procedures.tailoring.kinds import AddField, AddPiece
from app.procedures.tailoring.kinds.added_field import TYPES, field_taken
from app.procedures.tailoring.operation import LOCAL, LOCAL_FIELD
from app.queries.tailoring_words.names import list_slots
from app.web.commune.changing.form import NEW, Data, NotTyped, OpenThing, Typed, required
from app.web.interface import gettext, language

WITH_OPTIONS = ("radio", "select")
LONGEST_KEY = 32


class AddedFieldForm:
    """A question more: kind, label and help in both languages, choices one a line."""

    template = "commune/_change_field.html"

    def names(self, thing: OpenThing) -> tuple[str, ...]:
        """Texts in both languages, the kind, whether an answer is wanted."""
        texts = (f"{part}.{code}" for part in ("label", "hint", "options") for code in ("fr", "ar"))
        return ("type", *texts, "required")

    def shown(self, thing: OpenThing) -> Typed:
        """The question as it stands."""
        standing = thing.standing
        typed = {name: "" for name in self.names(thing)} | {"type": "textfield"}
        if not isinstance(standing, AddField):
            return typed
        for code in ("fr", "ar"):
            typed[f"label.{code}"] = standing.label.by_language.get(code, "")
            typed[f"hint.{code}"] = standing.hint.by_language.get(code, "") if standing.hint else ""
            typed[f"options.{code}"] = "\n".join(one.label.by_language.get(code, "") for one in standing.options)
        return typed | {"type": standing.type, "required": "yes" if standing.required else ""}

    def data(self, thing: OpenThing, typed: Typed) -> Data | None:
        """The question; its technical name comes from the French label and stays when the label changes."""
        kind = typed.get("type", "")
        errors = required(typed, ("label.fr", "label.ar"))
        options = [_lines(typed.get(f"options.{code}", "")) for code in ("fr", "ar")]
        if kind in WITH_OPTIONS and (not options[0] or len(options[0]) != len(options[1])):
            errors["options.fr"] = gettext("Écrivez les choix un par ligne, autant en arabe qu’en français.")
        if bool(typed.get("hint.fr", "").strip()) != bool(typed.get("hint.ar", "").strip()):
            errors["hint.fr"] = gettext("Écrivez l’aide dans les deux langues, ou dans aucune.")
        if errors:
            raise NotTyped(errors)
        form, _, slot = thing.thing.name.partition(".")
        data: dict[str, Any] = {
            "do": "add-field",
            "form": form,
            "slot": slot,
            "field": self._key(thing, typed),
            "type": kind,
        }
        data |= {"label": _texts(typed, "label"), "required": typed.get("required") == "yes"}
        if typed.get("hint.fr", "").strip():
            data["hint"] = _texts(typed, "hint")
        if kind in WITH_OPTIONS:
            data["options"] = _options(options[0], options[1])
        return data

    def extras(self, thing: OpenThing) -> Data:
        """The kinds of questions that a commune may ask."""
        words = {
            "textfield": gettext("Une ligne de texte"),
            "textarea": gettext("Un texte plus long"),
            "number": gettext("Un nombre"),
            "checkbox": gettext("Une case à cocher"),
            "radio": gettext("Un choix, tous visibles"),
            "select": gettext("Un choix dans une liste"),
            "datetime": gettext("Un jour"),
        }
        return {"types": [(kind, words[kind]) for kind in TYPES]}

    def _key(self, thing: OpenThing, typed: Typed) -> str:
        if thing.item and thing.item != NEW:
            return thing.item
        taken = {one.field for one in thing.workshop.operations if isinstance(one, AddField)}
        return _free(
            f"{LOCAL_FIELD}{key_of(typed['label.fr'], '_') or 'question'}",
            "_",
            lambda key: key in taken or field_taken(thing.national.base, key) is not None,
        )


class PieceForm:
    """A piece more: what it is, a note, the text of law that allows to ask for it, where it is sent."""

    template = "commune/_change_piece.html"

    def names(self, thing: OpenThing) -> tuple[str, ...]:
        """Texts in both languages, the place, the text of law, whether it is wanted from everybody."""
        texts = (f"{part}.{code}" for part in ("title", "note") for code in ("fr", "ar"))
        return (*texts, "slot", "legal_ref", "required")

    def shown(self, thing: OpenThing) -> Typed:
        """The piece as it stands."""
        standing = thing.standing
        typed = {name: "" for name in self.names(thing)}
        if not isinstance(standing, AddPiece):
            return typed
        for code in ("fr", "ar"):
            typed[f"title.{code}"] = standing.title.by_language.get(code, "")
            typed[f"note.{code}"] = standing.note.by_language.get(code, "")
        required_ = "yes" if standing.required else ""
        return typed | {"slot": standing.slot, "legal_ref": standing.legal_ref, "required": required_}

    def data(self, thing: OpenThing, typed: Typed) -> Data | None:
        """The piece; its technical name comes from the French title and stays when the title changes."""
        errors = required(typed, ("title.fr", "title.ar", "note.fr", "note.ar", "slot"))
        if len(typed.get("legal_ref", "").strip()) < 3:
            errors["legal_ref"] = gettext("Citez le texte de loi qui permet de demander cette pièce, avec l’article.")
        if errors:
            raise NotTyped(errors)
        return {
            "do": "add-piece",
            "piece": self._key(thing, typed),
            "slot": typed["slot"],
            "title": _texts(typed, "title"),
            "note": _texts(typed, "note"),
            "legal_ref": typed["legal_ref"].strip(),
            "required": typed.get("required") == "yes",
        }

    def extras(self, thing: OpenThing) -> Data:
        """The places of the start form."""
        start = str(thing.national.base.manifest["start_form"])
        return {"slots": list_slots(thing.national, start, language())}

    def _key(self, thing: OpenThing, typed: Typed) -> str:
        if thing.item and thing.item != NEW:
            return thing.item
        taken = {one.piece for one in thing.workshop.operations if isinstance(one, AddPiece)}
        national = {str(row["key"]) for row in thing.national.base.manifest.get("pieces") or ()}
        key = f"{LOCAL}{key_of(typed['title.fr'], '-') or 'piece'}"
        return _free(key, "-", lambda one: one in taken or one in national)


def key_of(text: str, join: str) -> str:
    """Return the technical name of a text: small Latin letters and figures, beginning with a letter; "" of none."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)
    while words and not words[0][0].isalpha():
        words.pop(0)
    return join.join(words)[:LONGEST_KEY].rstrip(join)


def _free(key: str, join: str, is_taken: Callable[[str], bool]) -> str:
    numbered = (key if number == 1 else f"{key}{join}{number}" for number in range(1, 100))
    return next(one for one in numbered if not is_taken(one))


def _texts(typed: Typed, part: str) -> dict[str, str]:
    return {code: " ".join(typed[f"{part}.{code}"].split()) for code in ("fr", "ar")}


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _options(french: Sequence[str], arabic: Iterable[str]) -> list[dict[str, object]]:
    values: list[str] = []
    for label in french:
        values.append(_free(key_of(label, "_") or "choix", "_", lambda key: key in values))
    return [
        {"value": value, "label": {"fr": one, "ar": other}}
        for value, one, other in zip(values, french, arabic, strict=True)
    ]
