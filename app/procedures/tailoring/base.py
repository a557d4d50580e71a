"""A national procedure as an overlay sees it: its parts by the names that a policy and an overlay use."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from copy import copy
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Any, Literal

from app.domain.actors import CITIZEN_ROLE
from app.procedures.bpmn import BpmnModel, Element
from app.procedures.diagrams import read_diagram
from app.procedures.flows import FLOWS, CalledFlows, read_flows
from app.procedures.layout import SHARED, manifest_path
from app.procedures.parameters import ParameterValue
from app.procedures.shared_parameters import SHARED_PARAMETERS
from app.procedures.tailoring.dotted import leaves, owner_of, text_at
from app.procedures.tailoring.form_wording import (
    FRENCH,
    find_french,
    form_of,
    is_form_text,
    path_in_translations,
    paths_of,
    text_identity,
)
from app.procedures.tailoring.message_parts import parts_of
from app.procedures.yaml_source import read_mapping

Group = Literal["parameters", "texts", "messages", "fields", "pieces", "roles", "documents", "steps", "elements"]
GROUPS: tuple[Group, ...] = (
    "parameters",
    "texts",
    "messages",
    "fields",
    "pieces",
    "roles",
    "documents",
    "steps",
    "elements",
)
"""What a policy speaks of, in the order in which screens show it; `elements` are extension points of the diagram."""

WHOLE_FORM = "form"
"""The slot that is the form itself: what is added stands at its end."""
NEW_PIECE = "new"
"""The one name of the group `pieces`: pieces that a commune adds."""

_BLOCK = re.compile(r'^#let (?P<name>[a-z][a-z0-9-]*)-(?P<language>fr|ar) = "(?P<text>(?:[^"\\]|\\.)*)"$', re.MULTILINE)

_MESSAGE = re.compile(r"processes/(?P<place>[^/]+)/messages/(?P<name>[^/.]+)\.(?P<language>[a-z]+)\.txt")

FOREIGN_ROLES = frozenset(
    {
        *(CITIZEN_ROLE, "company", "architect", "bet", "topographer", "adouls", "system", "gouverneur", "caid_pacha"),
        *("autorite_centrale", "dgct", "analyst", "operator", "tresorier", "tgr", "aue", "ancfcc", "sdis", "barid"),
        *("dgsn", "cmr", "cdai", "wassit", "tribunal_admin", "famille_juge"),
    }
)
"""Roles that are no office of the commune: it gives their work to nobody, and asks none of them for more."""

Component = Mapping[str, Any]


class Base:
    """The files of a package by path, read on demand and only once; nothing here is ever changed.

    The files are those of a package that loads: reading others raises what its readers raise. `decided` are values
    of parameters decided for the country after the version, by key and day: bounds are checked against them too.
    `as_read` is the same version without them.
    """

    def __init__(
        self,
        slug: str,
        files: Mapping[str, bytes],
        *,
        decided: Mapping[str, Mapping[date, ParameterValue]] = MappingProxyType({}),
    ) -> None:
        self.slug = slug
        self.files = files
        self.decided = decided
        self.as_read = self
        self._forms: dict[str, Component] = {}
        self._names: dict[Group, frozenset[str]] = {}

    def with_decided(self, decided: Mapping[str, Mapping[date, ParameterValue]]) -> "Base":
        """Return the same version with the values decided since; what was read of its files stays with `as_read`."""
        beside = copy(self)
        beside.decided = decided
        return beside

    @cached_property
    def manifest(self) -> Mapping[str, Any]:
        """The manifest as it is written, without the defaults of its schema."""
        path = manifest_path(self.slug)
        return self._mapping(path)

    @property
    def version(self) -> str:
        """The version that the manifest names."""
        return str(self.manifest["version"])

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the files but the shipped overlays, which name what they stand on."""
        total = hashlib.sha256()
        for path in sorted(self.files):
            if not self.is_overlay(path):
                total.update(path.encode() + b"\0" + hashlib.sha256(self.files[path]).digest())
        return total.hexdigest()

    def is_overlay(self, path: str) -> bool:
        """Tell whether a file is an overlay that is shipped with the procedure."""
        return path.startswith(f"processes/{self.slug}/overlays/")

    @cached_property
    def model(self) -> BpmnModel:
        """The process of the diagram."""
        return read_diagram(self.files[self.diagram_path], file=self.diagram_path)

    @cached_property
    def flows(self) -> CalledFlows:
        """The flows that the diagram calls."""
        return self.flows_of(self.model)

    def flows_of(self, model: BpmnModel) -> CalledFlows:
        """Return the flows that a diagram calls, done by the roles of its calls."""
        return read_flows(model, self.files, lambda *_: None)

    def worked_by(self, role: str) -> list[Element]:
        """Return the user tasks of a role, and the calls of flows that leave it to the call who does their tasks."""
        return [one for one in self.model.elements.values() if one.role == role and self._is_worked(one)]

    def _is_worked(self, element: Element) -> bool:
        if element.called is None:
            return element.kind == "userTask"
        path = f"{FLOWS}{element.called.process}.bpmn"
        if path not in self.files:
            return False
        return any(task.role is None for task in read_diagram(self.files[path], file=path).user_tasks())

    @property
    def diagram_path(self) -> str:
        """The path of the diagram."""
        return f"processes/{self.slug}/{self.manifest['process']}"

    @cached_property
    def roles(self) -> Mapping[str, Any]:
        """The roles of the country by key."""
        return self._mapping(f"processes/{SHARED}/roles.yaml")

    def texts_path(self, language: str) -> str:
        """Return the path of the procedure's texts in a language."""
        return f"processes/{self.slug}/translations/{language}.yaml"

    def form_texts_path(self, language: str) -> str:
        """Return the path of the forms' texts in a language."""
        return f"forms/{self.slug}/translations/{language}.yaml"

    def form_path(self, name: str) -> str:
        """Return the path of a form of the procedure's own."""
        return f"forms/{self.slug}/{name}.json"

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """The forms in the order of the index, then those of the flows that it calls and does not replace."""
        own = tuple(self.manifest.get("forms") or ())
        return (*own, *(name for name in self.flows.forms if name not in own))

    def is_of_flow(self, form: str) -> bool:
        """Tell whether a form is one of a flow that the procedure calls, and not one of its own."""
        return form not in (self.manifest.get("forms") or ()) and form in self.forms

    def find_parameter(self, key: str) -> Mapping[str, Any] | None:
        """Return a parameter that the procedure itself declares, else one of the whole country."""
        rows = self.manifest.get("parameters") or ()
        return next((row for row in rows if row["key"] == key), self._of_country.get(key))

    def is_of_country(self, key: str) -> bool:
        """Tell whether a parameter is one of the whole country, which a policy opens by its full name only."""
        return all(row["key"] != key for row in self.manifest.get("parameters") or ()) and key in self._of_country

    @cached_property
    def _of_country(self) -> Mapping[str, Mapping[str, Any]]:
        rows = self._mapping(SHARED_PARAMETERS).get("parameters") or ()
        return {row["key"]: row for row in rows}

    def find_text(self, language: str, path: str) -> str | None:
        """Return the text at a dotted path of the translations or of a form, None where there is none."""
        if path in self.texts_of_flows:
            return text_at(self._texts_of_flows.get(language, {}), path)
        if not is_form_text(path):
            return text_at(self._mapping(self.texts_path(language)), path)
        translated = self.find_form_translation(language, path)
        return find_french(self.form(form_of(path)), path) if translated is None and language == FRENCH else translated

    @cached_property
    def texts_of_flows(self) -> frozenset[str]:
        """The paths of what the called flows say outside of their forms, and the procedure does not say otherwise."""
        owners = self.flows.text_owners
        said = {path for texts in self._texts_of_flows.values() for path in leaves(texts) if owner_of(path) in owners}
        return frozenset(said.difference(self._own_text_names()))

    @property
    def _texts_of_flows(self) -> Mapping[str, Mapping[str, Any]]:
        return {str(language): texts for language, texts in self.flows.texts.items()}

    def _own_text_names(self) -> Iterator[str]:
        for language in self.languages():
            yield from leaves(self._mapping(self.texts_path(language)))

    def find_form_translation(self, language: str, path: str) -> str | None:
        """Return the text of a form that stands in the translations, None where they do not say it."""
        form = form_of(path)
        _, _, place = path_in_translations(self.form(form), path).partition(".")
        return text_at(self.form_words(language, form), place)

    def form_words(self, language: str, form: str) -> Mapping[str, Any]:
        """Return what the translations say of a form; the procedure's own stand in the place of a flow's."""
        identity = text_identity(form, self.form(form))
        found = self._mapping(self.form_texts_path(language)).get(identity)
        if found is None:
            found = self._form_texts_of_flows.get(language, {}).get(identity)
        return found if isinstance(found, Mapping) else {}

    @cached_property
    def _form_texts_of_flows(self) -> Mapping[str, Mapping[str, Any]]:
        return {str(language): texts for language, texts in self.flows.form_texts.items()}

    def message_file(self, message: str, language: str) -> str | None:
        """Return the path of a message of the procedure, else of one that any procedure may send."""
        places = (f"processes/{place}/messages/{message}.{language}.txt" for place in (self.slug, SHARED))
        return next((path for path in places if path in self.files), None)

    def message_parts(self, message: str, language: str) -> Mapping[str, str]:
        """Return the parts of a message in a language: subject, SMS, body; none where it does not exist."""
        path = self.message_file(message, language)
        return parts_of(self.files[path].decode(), file=path) if path else {}

    def form(self, name: str) -> Component:
        """Return a form of the procedure or of a flow that it calls; an empty one where there is none."""
        if name not in self._forms:
            own = name in (self.manifest.get("forms") or ())
            self._forms[name] = json.loads(self.files[self.form_path(name)]) if own else self.flows.forms.get(name, {})
        return self._forms[name]

    def find_field(self, form: str, key: str) -> Component | None:
        """Return the component of a form that asks for `key`."""
        return next((one for one in components_of(self.form(form)) if one.get("key") == key), None)

    def find_slot(self, form: str, slot: str) -> Component | None:
        """Return the form, or the group of it, that `slot` names."""
        found = self.form(form)
        if slot == WHOLE_FORM:
            return found or None
        groups = (one for one in components_of(found) if one.get("type") == "group")
        return next((one for one in groups if one.get("id") == slot), None)

    def document_path(self, document: str) -> str | None:
        """Return the path of a document of the procedure, else of a shared one such as `letterhead`."""
        own = {row["key"]: row["file"] for row in self.manifest.get("documents") or ()}
        path = f"processes/{self.slug}/{own[document]}" if document in own else f"processes/{SHARED}/{_typst(document)}"
        return path if path in self.files else None

    def blocks(self, document: str) -> dict[tuple[str, str], str]:
        """Return the text blocks of a document: (name, language) to the text as the file writes it.

        A block is a line `#let <name>-<language> = "…"`, language `fr` or `ar`.
        """
        path = self.document_path(document)
        source = self.files[path].decode() if path else ""
        return {(found["name"], found["language"]): found["text"] for found in _BLOCK.finditer(source)}

    def names(self, group: Group) -> frozenset[str]:
        """Return every name of a group: what a rule of the policy may be about."""
        if group not in self._names:
            self._names[group] = frozenset(_NAMES[group](self))
        return self._names[group]

    def languages(self) -> tuple[str, ...]:
        """Return the languages of the procedure's texts."""
        return tuple(self.manifest.get("translations") or ())

    def _mapping(self, path: str) -> Mapping[str, Any]:
        content = self.files.get(path)
        found: Mapping[str, Any] = read_mapping(content, file=path).data if content else {}
        return found


def components_of(node: Component) -> Iterator[Component]:
    """Yield the components of a form or a group at any depth, in the order of the file."""
    for one in node.get("components") or ():
        yield one
        yield from components_of(one)


def with_block(source: bytes, name: str, language: str, text: str) -> bytes:
    """Return a document whose text block says `text`; it is written as a string, so nothing in it is executed."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\r", "").replace("\n", "\\n")

    def written(found: re.Match[str]) -> str:
        if (found["name"], found["language"]) != (name, language):
            return found.group()
        return f'#let {name}-{language} = "{escaped}"'

    return _BLOCK.sub(written, source.decode()).encode()


def plain_text(written: str) -> str:
    """Return the text that a string of a document stands for."""
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], written)


def _typst(document: str) -> str:
    return f"documents/{document}.typ"


def _parameter_names(base: Base) -> Iterator[str]:
    yield from (row["key"] for row in base.manifest.get("parameters") or ())
    named = (base.manifest.get("policy") or {}).get("parameters")
    yield from (key for key in (named if isinstance(named, Mapping) else ()) if base.is_of_country(key))


def _text_names(base: Base) -> Iterator[str]:
    yield from base._own_text_names()
    yield from base.texts_of_flows
    for name in base.forms:
        yield from (path for path in paths_of(name, base.form(name)) if base.find_text(FRENCH, path))


def _message_names(base: Base) -> Iterator[str]:
    for path in base.files:
        found = _MESSAGE.fullmatch(path)
        if found and found["place"] in (base.slug, SHARED):
            parts = base.message_parts(found["name"], found["language"])
            yield from (f"{found['name']}.{part}" for part in parts)


def _field_names(base: Base) -> Iterator[str]:
    for name in base.forms:
        yield f"{name}.{WHOLE_FORM}"
        for one in components_of(base.form(name)):
            found = one.get("id") if one.get("type") == "group" else one.get("key")
            if found:
                yield f"{name}.{found}"


def _document_names(base: Base) -> Iterator[str]:
    own = [row["key"] for row in base.manifest.get("documents") or ()]
    folder = f"processes/{SHARED}/documents/"
    shared = [path.removeprefix(folder).removesuffix(".typ") for path in base.files if path.startswith(folder)]
    for document in (*own, *shared):
        yield from (f"{document}.{name}" for name, _ in base.blocks(document))


def _role_names(base: Base) -> Iterator[str]:
    named = {one.role for one in base.model.elements.values() if one.role} - FOREIGN_ROLES
    return (role for role in named if base.worked_by(role))


def _step_names(base: Base) -> Iterator[str]:
    return (one.optional for one in base.model.elements.values() if one.optional)


def _element_names(base: Base) -> Iterator[str]:
    return (one.id for one in base.model.elements.values() if one.extension_point)


_NAMES = {
    "parameters": _parameter_names,
    "texts": _text_names,
    "messages": _message_names,
    "fields": _field_names,
    "pieces": lambda _: iter((NEW_PIECE,)),
    "roles": _role_names,
    "documents": _document_names,
    "steps": _step_names,
    "elements": _element_names,
}
