"""Differences of texts by language: translations, messages, printed documents, scenarios, and the changelog."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from app.domain.languages import LANGUAGES, Language, Text
from app.procedures.comparison.difference import Difference, Subject, Value, compare_items
from app.procedures.comparison.vocabulary import form_title, texts_of
from app.procedures.flows import FLOW_FORMS, FLOWS
from app.procedures.package import ProcedurePackage


def compare_texts(before: ProcedurePackage, after: ProcedurePackage) -> Iterator[Difference]:
    """Compare every text of the procedure and of its forms, language by language, with what its flows say."""
    for language in LANGUAGES:
        old, new = (_texts(package, language) for package in (before, after))
        shared = new.keys() - flatten(after.translations.get(language, {})).keys()
        place = _Place(language=language, own=f"processes/{after.key}", flows=FLOWS, shared=frozenset(shared))
        yield from _compare(old, new, place)
    titles = {name: form_title(after, name) for name in after.forms}
    own = set(after.manifest["forms"])
    for language in LANGUAGES:
        old, new = (flatten(_texts_of_forms(package, language)) for package in (before, after))
        shared = {key for key in new if key.partition(".")[0] not in own}
        place = _Place(language=language, own=f"forms/{after.key}", flows=FLOW_FORMS, shared=frozenset(shared))
        yield from _compare(old, new, replace(place, forms=titles))


@dataclass(frozen=True, kw_only=True)
class _Place:
    """Where compared texts stand: in a folder of the procedure's own, those at `shared` in that of the flows.

    `forms` are the titles of the forms by name, where the texts are those of forms.
    """

    language: Language
    own: str
    flows: str
    shared: frozenset[str]
    forms: Mapping[str, Text] = field(default_factory=dict)

    def file(self, key: str) -> str:
        """Return the path of the file that says a text."""
        folder = self.flows.rstrip("/") if key in self.shared else self.own
        return f"{folder}/translations/{self.language}.yaml"


def _texts(package: ProcedurePackage, language: Language) -> dict[str, Value]:
    """Return what the procedure says, over what is said in the flows that it calls."""
    owners = package.flows.text_owners
    of_flows = flatten(package.flows.texts.get(language, {})) if owners else {}
    called = {path: text for path, text in of_flows.items() if ".".join(path.split(".")[:2]) in owners}
    return called | flatten(package.translations.get(language, {}))


def _texts_of_forms(package: ProcedurePackage, language: Language) -> Mapping[str, Any]:
    """Return the texts of the procedure's forms and of those of the flows that it calls: all that its people see."""
    texts = package.form_translations.get(language, {})
    return {name: said for name, said in texts.items() if name in package.forms}


def _compare(old: Mapping[str, Value], new: Mapping[str, Value], place: _Place) -> Iterator[Difference]:
    def subject(key: str, item: Value) -> Subject:
        form = key.partition(".")[0] if place.forms else ""
        return Subject(
            part="texts",
            thing="translation",
            key=key,
            file=place.file(key),
            within_key=place.language,
            within=place.forms.get(form, {}),
            hints={"form": form},
        )

    yield from compare_items(old, new, subject=subject, aspects=lambda text: {"text": text}, whole=lambda text: text)


def flatten(texts: Any, path: str = "") -> dict[str, Value]:
    """Return nested texts as dotted paths; a text that is a list or a number stays as it is."""
    if not isinstance(texts, Mapping):
        return {path: texts}
    found: dict[str, Value] = {}
    for key, value in texts.items():
        found |= flatten(value, f"{path}.{key}" if path else str(key))
    return found


def compare_messages(before: ProcedurePackage, after: ProcedurePackage) -> Iterator[Difference]:
    """Compare the package's own messages by key, then each language."""
    old, new = (_languages_of_messages(package) for package in (before, after))

    def subject(key: str, item: Mapping[str, str]) -> Subject:
        first = sorted(item)[0] if item else "fr"
        file = f"processes/{after.key}/messages/{key}.{first}.txt"
        return Subject(part="messages", thing="message", key=key, file=file, names=_subjects(item))

    yield from compare_items(old, new, subject=subject, aspects=lambda item: {}, whole=dict)
    for key, item in new.items():
        for language in dict.fromkeys((*item, *old.get(key, ()))):
            left, right = old.get(key, item).get(language), item.get(language)
            if left != right:
                yield Subject(
                    part="messages",
                    thing="message",
                    key=key,
                    file=f"processes/{after.key}/messages/{key}.{language}.txt",
                    names=_subjects(item),
                    within_key=language,
                ).differs("changed", aspect="text", before=left, after=right)


def _languages_of_messages(package: ProcedurePackage) -> dict[str, Mapping[str, str]]:
    own = package.manifest["messages"]
    return {key: {str(code): text for code, text in package.messages.get(key, {}).items()} for key in own}


def _subjects(texts: Mapping[str, str]) -> Text:
    """Return the subject line of a message by language."""
    found: dict[str, str] = {}
    for language, text in texts.items():
        first = text.partition("\n")[0]
        if first.startswith("subject:"):
            found[language] = first.removeprefix("subject:").strip()
    return found


def compare_documents(before: ProcedurePackage, after: ProcedurePackage) -> Iterator[Difference]:
    """Compare what is printed, by key; documents that came or went are told with the sheet."""
    files = {one["key"]: f"processes/{after.key}/{one['file']}" for one in after.manifest["documents"]}
    for key, text in after.documents.items():
        if key in before.documents and before.documents[key] != text:
            names = texts_of(after, f"documents.{key}.title")
            subject = Subject(part="documents", thing="template", key=key, file=files.get(key, ""), names=names)
            yield subject.differs("changed", aspect="text", before=before.documents[key], after=text)


def compare_scenarios(before: ProcedurePackage, after: ProcedurePackage) -> Iterator[Difference]:
    """Compare the analyst's scenarios by file."""

    def subject(key: str, item: Mapping[str, Any]) -> Subject:
        names = {"fr": str(item.get("name") or key)}
        return Subject(part="scenarios", thing="scenario", key=key, file=f"processes/{after.key}/{key}", names=names)

    def aspects(item: Mapping[str, Any]) -> Mapping[str, Value]:
        return dict(item)

    def whole(item: Mapping[str, Any]) -> Value:
        return item.get("name")

    yield from compare_items(before.scenarios, after.scenarios, subject=subject, aspects=aspects, whole=whole)
