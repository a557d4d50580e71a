"""The form of a text that citizens read, of a message or of a block of a document: the languages side by side."""

from app.procedures.tailoring.kinds import ChangeMessage, ChangeText, ReplaceBlock
from app.queries.tailoring_words.values import national_texts
from app.web.commune.changing.form import Data, NotTyped, OpenThing, Typed, required

BILINGUAL = ("fr", "ar")


class WordsForm:
    """`to.fr`, `to.ar` and, where the procedure has it, `to.zgh`; both national texts typed again change nothing."""

    template = "commune/_change_words.html"

    def names(self, thing: OpenThing) -> tuple[str, ...]:
        """One input a language."""
        return tuple(f"to.{code}" for code in self._languages(thing))

    def shown(self, thing: OpenThing) -> Typed:
        """The texts of the commune, over the national ones."""
        national = national_texts(thing.national, thing.thing.group, thing.thing.name)
        standing = thing.standing
        own = dict(standing.to.by_language) if isinstance(standing, ChangeText | ChangeMessage | ReplaceBlock) else {}
        return {f"to.{code}": own.get(code, national.get(code, "")) for code in self._languages(thing)}

    def data(self, thing: OpenThing, typed: Typed) -> Data | None:
        """The texts that differ from the national ones, in every language that has one of them."""
        missing = required(typed, tuple(f"to.{code}" for code in BILINGUAL if f"to.{code}" in self.names(thing)))
        if missing:
            raise NotTyped(missing)
        national = national_texts(thing.national, thing.thing.group, thing.thing.name)
        texts = {code: _lines(typed[f"to.{code}"]) for code in self._languages(thing) if typed[f"to.{code}"].strip()}
        if all(_lines(national.get(code, "")) == text for code, text in texts.items()):
            return None
        if thing.thing.group == "texts":
            return {"do": "change-text", "text": thing.thing.name, "to": texts}
        owner, _, part = thing.thing.name.partition(".")
        if thing.thing.group == "messages":
            return {"do": "change-message", "message": owner, "part": part, "to": texts}
        return {"do": "replace-block", "document": owner, "block": part, "to": texts}

    def extras(self, thing: OpenThing) -> Data:
        """The languages, the national texts, and how many signs a text may have."""
        most = thing.thing.rule.maximum
        return {
            "codes": self._languages(thing),
            "national_texts": national_texts(thing.national, thing.thing.group, thing.thing.name),
            "most": int(most) if most is not None else None,
            "rows": 3 if thing.thing.group == "documents" else 5,
            "names_values": thing.thing.group == "messages",
        }

    def _languages(self, thing: OpenThing) -> tuple[str, ...]:
        found = national_texts(thing.national, thing.thing.group, thing.thing.name)
        return tuple(code for code in ("fr", "ar", "zgh") if code in found)


def _lines(text: str) -> str:
    return "\n".join(line.strip() for line in text.replace("\r", "").strip().split("\n"))
