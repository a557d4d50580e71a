"""Differences of decisions: tables rule by rule and cell by cell, other logic as its text."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from app.procedures.comparison.difference import Difference, Subject, Value, compare_items
from app.procedures.package import ProcedurePackage
from app.procedures.xml import XmlRefused, parse_xml


@dataclass(frozen=True, kw_only=True)
class Row:
    """A rule as written: its cells by column, `in:<column>` before `out:<column>`."""

    id: str
    cells: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Logic:
    """A decision as written: a table with its rows, or other logic as a text."""

    id: str
    name: str
    settings: Mapping[str, Value]
    rows: Mapping[str, Row]
    columns: Mapping[str, str]


def read_logic(source: bytes, *, file: str) -> dict[str, Logic]:
    """Return the decisions of a DMN file by id. Raises XmlRefused."""
    found: dict[str, Logic] = {}
    for number, element in enumerate(_named(parse_xml(source, file=file), "decision", deep=True), start=1):
        identity = element.get("id") or f"decision-{number}"
        found[identity] = _logic(identity, element)
    return found


def _logic(identity: str, element: etree._Element) -> Logic:
    table = next(_named(element, "decisionTable"), None)
    settings: dict[str, Value] = {"name": element.get("name")}
    if table is None:
        skipped = {"variable", "description", "informationRequirement", "authorityRequirement", "extensionElements"}
        boxes = [child for child in element if _tag(child) not in skipped]
        settings["logic"] = "\n".join(_plain(box) for box in boxes)
        return Logic(id=identity, name=element.get("name") or identity, settings=settings, rows={}, columns={})
    settings["hit_policy"] = " ".join(filter(None, (table.get("hitPolicy", "UNIQUE"), table.get("aggregation"))))
    columns = _columns(table)
    rows = dict(_rows(table, list(columns)))
    for key, label in _described(table).items():
        settings[f"column:{key}"] = label
    return Logic(id=identity, name=element.get("name") or identity, settings=settings, rows=rows, columns=columns)


def _columns(table: etree._Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for side, tag in (("in", "input"), ("out", "output")):
        for number, column in enumerate(_named(table, tag), start=1):
            label = column.get("label") or column.get("name") or _text(next(_named(column, "inputExpression"), None))
            found[f"{side}:{column.get('id') or number}"] = label
    return found


def _described(table: etree._Element) -> dict[str, Value]:
    """Return what each column says: label, expression, type, allowed values."""
    found: dict[str, Value] = {}
    for side, tag in (("in", "input"), ("out", "output")):
        for number, column in enumerate(_named(table, tag), start=1):
            inner = {_tag(child): {"text": _text(child), **_without_id(child)} for child in column}
            found[f"{side}:{column.get('id') or number}"] = {**_without_id(column), **inner}
    return found


def _without_id(element: etree._Element) -> dict[str, str]:
    return {str(name): str(value) for name, value in element.attrib.items() if name in ("label", "name", "typeRef")}


def _rows(table: etree._Element, columns: list[str]) -> Iterator[tuple[str, Row]]:
    seen: set[str] = set()
    for number, rule in enumerate(_named(table, "rule"), start=1):
        identity = rule.get("id") or f"#{number}"
        identity = identity if identity not in seen else f"{identity}#{number}"
        seen.add(identity)
        entries = [*_named(rule, "inputEntry"), *_named(rule, "outputEntry")]
        cells = dict(zip(columns, (_text(entry) for entry in entries), strict=False))
        yield identity, Row(id=identity, cells=cells)


def _named(element: etree._Element, tag: str, *, deep: bool = False) -> Iterator[etree._Element]:
    children = element.iter() if deep else iter(element)
    return (child for child in children if _tag(child) == tag)


def _tag(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _text(element: etree._Element | None) -> str:
    if element is None:
        return ""
    return " ".join("".join(str(part) for part in element.itertext()).split())


def _plain(element: etree._Element) -> str:
    """Return logic that is no table as text: tags as names, without ids and blanks."""
    inside = " ".join(filter(None, ((element.text or "").strip(), *(_plain(child) for child in element))))
    name = element.get("name") or ""
    return " ".join(filter(None, (f"{_tag(element)}:", name, inside))).replace("text: ", "")


def compare_decisions(before: ProcedurePackage, after: ProcedurePackage) -> Iterator[Difference]:
    """Compare the decisions of each file, then their rules."""
    for name in dict.fromkeys((*after.decisions, *before.decisions)):
        file = f"processes/{after.key}/{name}"
        yield from _compare_files(_read(before, name), _read(after, name), file)


def _read(package: ProcedurePackage, name: str) -> dict[str, Logic]:
    if name not in package.decisions:
        return {}
    try:
        return read_logic(package.decisions[name], file=name)
    except XmlRefused:
        return {}  # the linter tells of a file that cannot be read; here it holds no decision


def _compare_files(before: Mapping[str, Logic], after: Mapping[str, Logic], file: str) -> Iterator[Difference]:
    def subject(key: str, item: Logic) -> Subject:
        return Subject(part="decisions", thing="decision", key=key, file=file, names={"fr": item.name})

    def whole(item: Logic) -> Value:
        return len(item.rows)

    yield from compare_items(before, after, subject=subject, aspects=lambda one: one.settings, whole=whole)
    for key in after:
        if key in before:
            yield from _compare_rules(before[key], after[key], file)


def _compare_rules(before: Logic, after: Logic, file: str) -> Iterator[Difference]:
    labels = {**before.columns, **after.columns}
    numbers = {key: number for side in (before.rows, after.rows) for number, key in enumerate(side, start=1)}
    place: dict[str, Any] = {"file": file, "within_key": after.id, "within": {"fr": after.name}}

    def subject(key: str, item: Row) -> Subject:
        hints = {"number": numbers[key], "labels": labels}
        return Subject(part="decisions", thing="rule", key=key, hints=hints, **place)

    def aspects(item: Row) -> Mapping[str, Value]:
        return {f"cell:{column}": text for column, text in item.cells.items()}

    yield from compare_items(
        before.rows, after.rows, subject=subject, aspects=aspects, whole=lambda row: dict(row.cells)
    )
    stayed = before.rows.keys() & after.rows.keys()
    left, right = ([key for key in side if key in stayed] for side in (before.rows, after.rows))
    if left != right:
        decision = Subject(part="decisions", thing="decision", key=after.id, file=file, names={"fr": after.name})
        yield decision.differs("moved", aspect="order", before=left, after=right)
