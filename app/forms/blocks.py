"""Shared blocks: groups of `forms/_shared/<name>.json` that forms take in by name, with their translations.

A form writes `{"type": "group", "id": "mother", "properties": {"block": "identity", "prefix": "mother_"}}`;
the keys of the block get the prefix, in its expressions too. Without one they stay as they are.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import yaml

from app.domain.findings import Finding
from app.feel import FeelError, names_used
from app.forms.author_expressions import list_expressions

SHARED = "forms/_shared/"
MOST_BLOCKS = 40
DEEPEST = 12
BLOCK_KINDS = {"person": "identity", **{name: name for name in ("names", "address", "company", "declaration")}}
"""Kinds of answers that have several fields: `properties.kind` of a group stands for a block."""

_PREFIX = re.compile(r"[a-z][a-z0-9_]{0,29}")
Json = Mapping[str, object]


@dataclass(frozen=True, kw_only=True)
class Blocks:
    """Blocks by name: the JSON of each, and {language: {name: texts}} as translations of a form have it."""

    definitions: Mapping[str, Json] = field(default_factory=dict)
    translations: Mapping[str, Mapping[str, object]] = field(default_factory=dict)


def read_blocks(files: Mapping[str, bytes]) -> Blocks:
    """Read the blocks among files by path (`forms/_shared/…`), as a package holds them.

    Raises json.JSONDecodeError, yaml.YAMLError: packages are checked before.
    """
    definitions: dict[str, Json] = {}
    translations: dict[str, Mapping[str, object]] = {}
    for path, content in files.items():
        if not path.startswith(SHARED):
            continue
        name = path.removeprefix(SHARED)
        if name.endswith(".json") and "/" not in name:
            read = json.loads(content)
            definitions[name.removesuffix(".json")] = read if isinstance(read, Mapping) else {}
        elif name.startswith("translations/") and name.endswith(".yaml"):
            found = yaml.safe_load(content)
            language = name.removeprefix("translations/").removesuffix(".yaml")
            translations[language] = found if isinstance(found, Mapping) else {}
    return Blocks(definitions=definitions, translations=translations)


class BlockResolver:
    """Puts blocks in the place of the groups that name them; `findings` tells what could not be resolved."""

    def __init__(self, blocks: Blocks, *, file: str) -> None:
        self.findings: list[Finding] = []
        self._blocks, self._file, self._count = blocks, file, 0
        self._texts: dict[str, dict[str, object]] = {}

    def resolve(self, raw: Json) -> dict[str, object]:
        """Return the form with the components of its blocks in it."""
        components = raw.get("components")
        resolved = [self._resolve(entry, 0, ()) for entry in components] if isinstance(components, list) else components
        return {**raw, "components": resolved}

    def texts(self, language: str) -> dict[str, object]:
        """Return the translated texts of the block's components under the ids that they have in the form."""
        return self._texts.get(language, {})

    @property
    def languages(self) -> Iterator[str]:
        """The languages in which blocks have texts."""
        yield from self._texts

    def _resolve(self, entry: object, depth: int, inside: tuple[str, ...]) -> object:
        if not isinstance(entry, Mapping) or depth > DEEPEST:
            return entry
        properties = entry.get("properties")
        named = _block_name(entry, properties if isinstance(properties, Mapping) else {})
        if named is not None:
            return self._insert(entry, named, depth, inside)
        children = entry.get("components")
        if not isinstance(children, list):
            return entry
        return {**entry, "components": [self._resolve(child, depth + 1, inside) for child in children]}

    def _insert(self, entry: Json, name: str, depth: int, inside: tuple[str, ...]) -> object:
        block = self._blocks.definitions.get(name)
        self._count += 1
        if block is None or not isinstance(block.get("components"), list):
            known = ", ".join(sorted(self._blocks.definitions)) or "none"
            return self._refuse(entry, "form-unknown-block", f"Expected a block among {known}, found {name!r}.")
        if name in inside or self._count > MOST_BLOCKS:
            return self._refuse(
                entry, "form-block-cycle", f"The block {name!r} contains itself, or there are too many."
            )
        prefix = _prefix(entry)
        if prefix and not _PREFIX.fullmatch(prefix):
            return self._refuse(entry, "form-block-prefix", f"Expected a prefix like mother_, found {prefix!r}.")
        keys = frozenset(_keys(block))
        components = [_renamed(child, prefix, keys) for child in _list(block.get("components"))]
        self._take_texts(name, str(entry.get("id") or ""), prefix)
        shown = {"label": block.get("label"), **{key: value for key, value in entry.items() if key != "components"}}
        resolved = [self._resolve(child, depth + 1, (*inside, name)) for child in components]
        return {**shown, "components": [*resolved, *_list(entry.get("components"))]}

    def _take_texts(self, name: str, group: str, prefix: str) -> None:
        for language, file in self._blocks.translations.items():
            own = file.get(name)
            texts = own.get("components") if isinstance(own, Mapping) else None
            target = self._texts.setdefault(language, {})
            for identifier, text in (texts if isinstance(texts, Mapping) else {}).items():
                target[f"{prefix}{identifier}"] = text
            if isinstance(own, Mapping) and own.get("title"):
                target[group] = {"label": own["title"]}

    def _refuse(self, entry: Json, rule: str, message: str) -> object:
        element = str(entry.get("id") or "")
        self.findings.append(Finding(rule=rule, severity="error", file=self._file, element=element, message=message))
        return {key: value for key, value in entry.items() if key != "components"} | {"components": []}


def _block_name(entry: Json, properties: Json) -> str | None:
    if entry.get("type") != "group":
        return None
    name = properties.get("block") or BLOCK_KINDS.get(str(properties.get("kind")))
    return str(name) if name else None


def _prefix(entry: Json) -> str:
    properties = entry.get("properties")
    return str(properties.get("prefix") or "") if isinstance(properties, Mapping) else ""


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _keys(block: Json) -> Iterator[str]:
    for child in _list(block.get("components")):
        if isinstance(child, Mapping):
            if isinstance(child.get("key"), str):
                yield str(child["key"])
            yield from _keys(child)


def _renamed(component: object, prefix: str, keys: frozenset[str]) -> object:
    """Return a component with the prefix before its id, its key and the names of the block in its expressions."""
    if not isinstance(component, Mapping) or not prefix:
        return component
    expressions = {expression: _rename_names(expression, prefix, keys) for _, expression in list_expressions(component)}
    renamed = {name: _replace(value, expressions) for name, value in component.items() if name != "components"}
    for name in ("id", "key"):
        if isinstance(component.get(name), str):
            renamed[name] = f"{prefix}{component[name]}"
    if isinstance(component.get("components"), list):
        renamed["components"] = [_renamed(child, prefix, keys) for child in _list(component["components"])]
    return renamed


def _replace(value: object, expressions: Mapping[str, str]) -> object:
    if isinstance(value, str):
        return expressions.get(value, value)
    if isinstance(value, Mapping):
        return {name: _replace(part, expressions) for name, part in value.items()}
    return value


def _rename_names(expression: str, prefix: str, keys: frozenset[str]) -> str:
    try:
        used = {name.partition(".")[0] for name in names_used(expression)} & keys
    except FeelError:
        return expression  # reported where expressions are checked
    if not used:
        return expression
    names = "|".join(sorted(map(re.escape, used), key=len, reverse=True))
    outside_texts = re.compile(rf'"(?:[^"\\]|\\.)*"|(?<![\w.])({names})(?!\w)')
    return outside_texts.sub(lambda found: f"{prefix}{found[1]}" if found[1] else found[0], expression)
