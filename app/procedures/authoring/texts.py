"""Where a text of a procedure stands, and how another one is put there: translations, forms, titles of values."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any, Literal

from app.domain.languages import Language
from app.procedures.layout import manifest_path
from app.procedures.yaml_editing import edited, put_at
from app.procedures.yaml_source import kept_mapping

Home = Literal["procedure", "forms", "parameters", "messages"]
"""Files that hold texts: processes/…/translations, forms/…/translations, the manifest's parameters, messages/."""


@dataclass(frozen=True, kw_only=True)
class TextPlace:
    """The place of one text in every language: a path of keys in the files of its home.

    Of a parameter the path is its key; of a form its name, then `title`, or `components`, the id, and `label`,
    `description`, `text`, `options` with a value, or `errors` with a rule.
    """

    home: Home
    path: tuple[str, ...]

    @property
    def id(self) -> str:
        """A short name of the place that a page may post."""
        return hashlib.sha256("\0".join((self.home, *self.path)).encode()).hexdigest()[:16]


@dataclass(frozen=True, kw_only=True)
class NewText:
    """What is to stand at a place in a language; "" takes the text away."""

    place: TextPlace
    language: Language
    text: str


def text_changes(slug: str, files: Mapping[str, bytes], texts: Iterable[NewText]) -> dict[str, bytes]:
    """Return the files that new texts change. Raises SourceRefused when one of them cannot be edited."""
    french = _french_of_forms(slug, files)
    by_file: dict[str, list[NewText]] = {}
    for new in texts:
        by_file.setdefault(_file_of(slug, files, new, french), []).append(new)
    changes = {path: _rewritten(path, files.get(path, b""), news) for path, news in by_file.items()}
    return {path: content for path, content in changes.items() if content != files.get(path)}


def files_of_texts(slug: str, files: Iterable[str]) -> list[str]:
    """Return the files of a package in which texts may stand."""
    homes = (f"processes/{slug}/translations/", f"forms/{slug}/")
    return sorted(path for path in files if path.startswith(homes) or path == manifest_path(slug))


def _file_of(slug: str, files: Mapping[str, bytes], new: NewText, french: Mapping[str, Any]) -> str:
    if new.place.home == "parameters":
        return manifest_path(slug)
    form = f"forms/{slug}/{new.place.path[0]}.json"
    if new.place.home == "forms" and new.language == "fr" and _is_in_json(new.place.path, french) and form in files:
        return form
    folder = "processes" if new.place.home == "procedure" else "forms"
    return f"{folder}/{slug}/translations/{new.language}.yaml"


def _is_in_json(path: tuple[str, ...], french: Mapping[str, Any]) -> bool:
    """Tell whether the French of a form's text stands in the form itself: not a title, an error, or one laid over."""
    return path[1] == "components" and path[3] != "errors" and not _stands(french, path)


def _french_of_forms(slug: str, files: Mapping[str, bytes]) -> Mapping[str, Any]:
    path = f"forms/{slug}/translations/fr.yaml"
    content = files.get(path, b"")
    found: Mapping[str, Any] = kept_mapping(content, path) if content.strip() else {}
    return found


def _rewritten(path: str, source: bytes, news: list[NewText]) -> bytes:
    def change(data: MutableMapping[str, Any]) -> None:
        for new in news:
            if new.place.home == "parameters":
                _put_title(data, new)
            else:
                put_text(data, new.place.path, new.text or None)

    return _with_french(source, news) if path.endswith(".json") else edited(source, path, change)


def put_text(texts: MutableMapping[str, Any], path: tuple[str, ...], text: str | None) -> None:
    """Set a text under keys that may be written as other scalars (`true`, 12), or beside a note."""
    written: list[Any] = []
    node: Any = texts
    for name in path:
        mapping = node if isinstance(node, Mapping) else {}
        key = next((one for one in mapping if _as_text(one) == name), name)
        written.append(key)
        node = mapping.get(key)
    if isinstance(node, Mapping) and text is not None:
        written.append("name")
    put_at(texts, written, text)


def _as_text(key: object) -> str:
    return str(key).lower() if isinstance(key, bool) else str(key)


def _stands(texts: Mapping[str, Any], keys: tuple[str, ...]) -> bool:
    node: Any = texts
    for name in keys:
        if not isinstance(node, Mapping):
            return False
        node = next((value for key, value in node.items() if _as_text(key) == name), None)
    return isinstance(node, str)


def _put_title(manifest: MutableMapping[str, Any], new: NewText) -> None:
    for parameter in manifest.get("parameters") or ():
        if parameter.get("key") == new.place.path[0]:
            put_at(parameter, ("title", new.language), new.text or None)


def _with_french(source: bytes, news: list[NewText]) -> bytes:
    """Return a form whose JSON holds other French texts; its layout is the one that editors write."""
    form = json.loads(source)
    by_component: dict[str, list[NewText]] = {}
    for new in news:
        by_component.setdefault(new.place.path[2], []).append(new)
    for component in _components(form):
        for new in by_component.get(str(component.get("id")), ()):
            _put_french(component, new)
    end = "\n" if source.endswith(b"\n") else ""
    return f"{json.dumps(form, ensure_ascii=False, indent=2)}{end}".encode()


def _put_french(component: dict[str, Any], new: NewText) -> None:
    part, *rest = new.place.path[3:]
    if part == "options":
        for option in component.get("values") or ():
            if _as_text(option.get("value")) == rest[0]:
                option["label"] = new.text
    elif new.text:
        component[part] = new.text
    else:
        component.pop(part, None)


def _components(node: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for component in node.get("components") or ():
        if isinstance(component, dict):
            yield component
            yield from _components(component)


def component_ids(form: Mapping[str, Any]) -> frozenset[str]:
    """Return the ids of the components that stand in a form's own JSON, those of shared blocks left out."""
    return frozenset(str(component.get("id")) for component in _components(form))
