"""Differences of the manifest: what the sheet of law 55-19 says, item by item."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from app.domain.languages import Text
from app.procedures.comparison.difference import Difference, Subject, Value, compare_items
from app.procedures.comparison.vocabulary import Vocabulary, texts_of
from app.procedures.layout import manifest_path
from app.procedures.package import ProcedurePackage

LISTS: Mapping[str, str] = {
    "pieces": "piece",
    "fees": "fee",
    "appeals": "appeal",
    "legal_basis": "legal_basis",
    "documents": "document",
}
"""Lists of items with a key, and what one of them is called."""

INDEXES = frozenset({"forms", "decisions", "messages", "translations", "scenarios", "overlays", "process"})
"""Lists of files: each file tells its own differences."""

NESTED = frozenset({"deadline", "silence", "retention", "applicant"})


def compare_sheets(before: ProcedurePackage, after: ProcedurePackage) -> Iterator[Difference]:
    """Compare the manifests but for parameters and lists of files."""
    file = manifest_path(after.key)
    sides = Vocabulary(before), Vocabulary(after)

    def named(aspect: str, value: Value, new: bool) -> Text:
        return sides[new].name(aspect, value)

    for part, thing in LISTS.items():
        old, new = _by_key(before.manifest[part]), _by_key(after.manifest[part])
        subject = _subject_of(part, thing, file, before=before, after=after, new=new)
        yield from compare_items(old, new, subject=subject, aspects=_aspects, whole=_told, named=named)
    yield from _compare_settings(before, after, file, named)


def _subject_of(
    part: str, thing: str, file: str, *, before: ProcedurePackage, after: ProcedurePackage, new: Mapping[str, Any]
) -> Callable[[str, Mapping[str, Any]], Subject]:
    def subject(key: str, item: Mapping[str, Any]) -> Subject:
        package = after if new.get(key) is item else before
        names = texts_of(package, f"fiche.{part}.{key}", f"fiche.{part}.{key}.name", f"documents.{key}.title")
        return Subject(part="sheet", thing=thing, key=key, file=file, names=names)

    return subject


def _compare_settings(
    before: ProcedurePackage, after: ProcedurePackage, file: str, named: Callable[[str, Value, bool], Text]
) -> Iterator[Difference]:
    old, new = _settings(before.manifest), _settings(after.manifest)
    for section in dict.fromkeys((*new, *old)):
        subject = Subject(part="sheet", thing=section, key=section, file=file)
        yield from compare_items(
            {section: old.get(section, {})},
            {section: new.get(section, {})},
            subject=lambda key, item, subject=subject: subject,  # type: ignore[misc]
            aspects=lambda item: item,
            named=named,
        )


def _settings(manifest: Mapping[str, Any]) -> dict[str, Mapping[str, Value]]:
    """Return the other values of a manifest: single ones under `procedure`, the nested ones under their own name."""
    single: dict[str, Value] = {}
    found: dict[str, Mapping[str, Value]] = {"procedure": single}
    for name, value in manifest.items():
        if name in LISTS or name in INDEXES or name == "parameters":
            continue
        if name in NESTED and isinstance(value, Mapping):
            found[name] = {key: _told(one) for key, one in value.items()}
        else:
            single[name] = _told(value)
    return found


def _by_key(items: list[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    found: dict[str, Mapping[str, Any]] = {}
    for number, item in enumerate(items, start=1):
        key = str(item["key"])
        found[key if key not in found else f"{key}#{number}"] = item
    return found


def _aspects(item: Mapping[str, Any]) -> Mapping[str, Value]:
    return {name: _told(value) for name, value in item.items() if name != "key"}


def _told(value: Any) -> Value:
    """Return a value of the manifest with days as ISO texts."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _told(one) for key, one in value.items()}
    return [_told(one) for one in value] if isinstance(value, list | tuple) else value
