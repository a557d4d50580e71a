"""Differences of forms, field by field: label, help, rules, condition, choices, order."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.languages import Text
from app.procedures.comparison.difference import Difference, Subject, Value, compare_items
from app.procedures.comparison.vocabulary import form_text, form_title
from app.procedures.package import ProcedurePackage

ENVELOPE = frozenset({"components", "exporter", "executionPlatform", "executionPlatformVersion", "schemaVersion"})
APART = frozenset({"id", "components", "values", "validate", "conditional", "layout"})
THINGS = ("field", "group", "text")
CHOICES = frozenset({"radio", "checklist", "select", "taglist"})


@dataclass(frozen=True, kw_only=True)
class Component:
    """One component of a form-js form: `raw` as written, `group` the id of what holds it ("" for the form)."""

    id: str
    group: str
    raw: Mapping[str, Any]

    @property
    def label(self) -> str:
        """Its French label, or the beginning of its text."""
        label = self.raw.get("label") or self.raw.get("text") or ""
        return str(label)[:120]

    @property
    def type(self) -> str:
        """Its form-js type as a text, whatever stands there."""
        return str(self.raw.get("type"))

    @property
    def thing(self) -> str:
        """What it is for whoever reads the form: a field that holds an answer, a group, or a text."""
        return "field" if isinstance(self.raw.get("key"), str) else "group" if "components" in self.raw else "text"


def components_of(form: Mapping[str, Any]) -> dict[str, Component]:
    """Return the components of a form by id, in reading order; a second one of the same id gets `id#2`."""
    found: dict[str, Component] = {}
    for component in _walk(form.get("components"), ""):
        key, number = component.id, 1
        while key in found:
            number += 1
            key = f"{component.id}#{number}"
        found[key] = component
    return found


def _walk(listed: Any, group: str) -> Iterator[Component]:
    for raw in listed if isinstance(listed, list) else ():
        if isinstance(raw, Mapping):
            identity = str(raw.get("id") or raw.get("key") or raw.get("type") or "component")
            yield Component(id=identity, group=group, raw=raw)
            yield from _walk(raw.get("components"), identity)


def compare_forms(before: ProcedurePackage, after: ProcedurePackage) -> Iterator[Difference]:
    """Compare the forms by name, then what each of them asks."""

    def subject(key: str, form: Mapping[str, Any]) -> Subject:
        package = after if after.forms.get(key) is form else before
        return Subject(
            part="forms", thing="form", key=key, file=form_file(package, key), names=form_title(package, key)
        )

    def aspects(form: Mapping[str, Any]) -> Mapping[str, Value]:
        return {f"setting:{name}": value for name, value in form.items() if name not in ENVELOPE}

    yield from compare_items(before.forms, after.forms, subject=subject, aspects=aspects)
    for name in after.forms:
        if name in before.forms:
            yield from _compare_form(before, after, name)


def form_file(package: ProcedurePackage, name: str) -> str:
    """Return the path of a form: the package's own, else the one of a flow that it calls."""
    own = f"forms/{package.key}/{name}.json"
    return own if own in package.files else f"forms/_shared/flows/{name}.json"


def _compare_form(before: ProcedurePackage, after: ProcedurePackage, name: str) -> Iterator[Difference]:
    old, new = components_of(before.forms[name]), components_of(after.forms[name])
    place: dict[str, Any] = {"file": form_file(after, name), "within_key": name, "within": form_title(after, name)}

    def subject(key: str, item: Component) -> Subject:
        package = after if new.get(key) is item else before
        names = _label(package, name, item)
        return Subject(part="forms", thing=item.thing, key=key, names=names, hints={"type": item.type}, **place)

    def whole(item: Component) -> Value:
        return item.type

    for thing in THINGS:
        sides = [{key: item for key, item in side.items() if item.thing == thing} for side in (old, new)]
        yield from compare_items(sides[0], sides[1], subject=subject, aspects=component_aspects, whole=whole)
    for key in new:
        if key in old and old[key].thing == new[key].thing:
            yield from _compare_choices(subject(key, new[key]), before, after, old[key], new[key])
    yield from _compare_order(old, new, subject, place)


def _label(package: ProcedurePackage, form: str, item: Component) -> Text:
    attribute = "label" if item.raw.get("label") else "text"
    return form_text(package, form, "components", item.id, attribute, source=item.label)


def component_aspects(component: Component) -> Mapping[str, Value]:
    """Return everything that a component says but its choices, by aspect."""
    raw = component.raw
    said: dict[str, Value] = {name: value for name, value in raw.items() if name not in APART}
    said["group"] = component.group
    said |= _rules(raw.get("validate"))
    condition = raw.get("conditional")
    said["hidden_when"] = condition.get("hide") if isinstance(condition, Mapping) else condition
    if component.type not in CHOICES:
        said["values"] = raw.get("values")
    said["properties"] = raw.get("properties")
    return {name: value for name, value in said.items() if value not in (None, "", {}, [])}


def _rules(validate: Any) -> dict[str, Value]:
    rules = dict(validate) if isinstance(validate, Mapping) else {}
    required = bool(rules.pop("required", False))
    return {**{f"rule:{name}": value for name, value in rules.items()}, "required": required}


def _compare_choices(
    subject: Subject, before: ProcedurePackage, after: ProcedurePackage, old: Component, new: Component
) -> Iterator[Difference]:
    if CHOICES.isdisjoint({old.type, new.type}):
        return

    def choice(key: str, label: str) -> Subject:
        package = after if key in after_choices else before
        names = form_text(package, subject.within_key, "components", subject.key, "options", key, source=label)
        return Subject(
            part="forms",
            thing="choice",
            key=f"{subject.key}.{key}",
            file=subject.file,
            names=names,
            within_key=subject.within_key,
            within=subject.within,
            hints={"field": subject.names},
        )

    before_choices, after_choices = _choices(old.raw.get("values")), _choices(new.raw.get("values"))
    yield from compare_items(before_choices, after_choices, subject=choice, aspects=lambda label: {"label": label})
    yield from _reordered(list(before_choices), list(after_choices), subject, "choice_order")


def _choices(values: Any) -> dict[str, str]:
    listed = values if isinstance(values, list) else []
    return {str(one.get("value")): str(one.get("label", "")) for one in listed if isinstance(one, Mapping)}


def _compare_order(
    old: Mapping[str, Component], new: Mapping[str, Component], subject: Any, place: Mapping[str, Any]
) -> Iterator[Difference]:
    """Tell each group in which those that stayed stand in another order."""
    for group in dict.fromkeys(("", *(key for key, item in new.items() if "components" in item.raw))):
        inside = [[key for key, item in side.items() if item.group == group] for side in (old, new)]
        form = Subject(part="forms", thing="form", key=place["within_key"], file=place["file"], names=place["within"])
        yield from _reordered(inside[0], inside[1], subject(group, new[group]) if group else form, "order")


def _reordered(old: Sequence[str], new: Sequence[str], subject: Subject, aspect: str) -> Iterator[Difference]:
    stayed = set(old) & set(new)
    left, right = ([key for key in side if key in stayed] for side in (old, new))
    if left != right:
        yield subject.differs("moved", aspect=aspect, before=left, after=right)
