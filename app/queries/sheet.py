"""The sheet of a procedure as citizens read it (law 55-19, article 6): what it needs, costs, takes and opens."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.deadlines import Period
from app.deadlines.explanation import period_in_words
from app.domain.languages import Language, choose
from app.languages import format_money, format_number, translate
from app.procedures import ProcedurePackage
from app.procedures.beginning import may_begin_online
from app.procedures.bpmn import BpmnModel, Element
from app.procedures.parameters import DatedValue


@dataclass(frozen=True, kw_only=True)
class PieceRow:
    """A piece to prepare. `always` is false when it depends on the situation; `by_user` when the citizen brings it."""

    title: str
    note: str
    always: bool
    optional: bool
    by_user: bool


@dataclass(frozen=True, kw_only=True)
class FeeRow:
    """An amount in words with the text that fixes it; `assumed` when no text was found for the value."""

    title: str
    note: str
    amount: str
    assumed: bool
    conditional: bool
    legal_reference: str


@dataclass(frozen=True, kw_only=True)
class AppealRow:
    """A way of appeal: before whom, within how long, and how long the answer may take ("" where no text says)."""

    title: str
    file_within: str
    reply_within: str
    legal_reference: str


@dataclass(frozen=True, kw_only=True)
class StepRow:
    """A step that a person takes, with the role that takes it."""

    title: str
    role: str
    by_citizen: bool


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """Everything on the sheet, in one language, with the values in force on one day."""

    slug: str
    version: str
    origin: str
    """The commune in which the procedure was born, "" for one that the country made."""
    may_be_filed: bool
    online: bool
    """Whether users file it themselves, on this site."""
    title: str
    summary: str
    audience: str
    responsible: str
    steps_note: str
    pieces: tuple[PieceRow, ...]
    fees: tuple[FeeRow, ...]
    period: str
    period_assumed: bool
    period_starts_complete: bool
    period_reference: str
    silence: str
    silence_is_consent: bool
    silence_reference: str
    appeals: tuple[AppealRow, ...]
    legal_basis: tuple[str, ...]
    channels: tuple[str, ...]
    steps: tuple[StepRow, ...]


def read_sheet(package: ProcedurePackage, *, day: date, language: Language) -> Sheet:
    """Return the sheet with the parameters in force on `day`. Raises ParameterMissing, DeadlineError."""
    return _Reading(package, day, language).sheet()


@dataclass(frozen=True)
class _Reading:
    package: ProcedurePackage
    day: date
    language: Language

    def sheet(self) -> Sheet:
        manifest = self.package.manifest
        deadline = self._value(manifest["deadline"]["parameter"])
        return Sheet(
            slug=self.package.key,
            version=self.package.version,
            origin=choose((manifest.get("origin") or {}).get("names", {}), self.language),
            may_be_filed=self.package.bpmn.may_be_filed,
            online=may_begin_online(manifest),
            title=self._text("title"),
            summary=self._text("summary"),
            audience=self._text("audience"),
            responsible=self._text("responsible"),
            steps_note=self._text("steps_note"),
            pieces=tuple(self._piece(piece) for piece in manifest["pieces"]),
            fees=tuple(self._fee(fee) for fee in manifest["fees"]),
            period=self._period(manifest["deadline"]["parameter"]),
            period_assumed=deadline.assumed,
            period_starts_complete=manifest["deadline"]["starts"] == "complete",
            period_reference=deadline.legal_ref,
            silence=self._text("silence"),
            silence_is_consent=manifest["silence"]["effect"] == "consent",
            silence_reference=self._reference(manifest["silence"]["legal_ref"]),
            appeals=tuple(self._appeal(appeal) for appeal in manifest["appeals"]),
            legal_basis=tuple(
                self._text(f"legal_basis.{basis['key']}") or basis["number"] for basis in manifest["legal_basis"]
            ),
            channels=tuple(manifest["channels"]),
            steps=tuple(self._step(element) for element in _in_flow_order(self.package)),
        )

    def _text(self, path: str) -> str:
        """Return a text of the sheet; a text with parts (`name`, `note`) is asked part by part."""
        return self.package.text(f"fiche.{path}", self.language)

    def _named(self, path: str) -> tuple[str, str]:
        """Return (name, note) of an item written as one text or as {name, note}."""
        return self._text(path) or self._text(f"{path}.name"), self._text(f"{path}.note")

    def _piece(self, piece: Mapping[str, Any]) -> PieceRow:
        title, note = self._named(f"pieces.{piece['key']}")
        return PieceRow(
            title=title or piece["key"],
            note=note,
            always=piece["required"] is True,
            optional=piece["required"] is False,
            by_user=piece["provided_by"] == "user",
        )

    def _fee(self, fee: Mapping[str, Any]) -> FeeRow:
        title, note = self._named(f"fees.{fee['key']}")
        value = self._value(fee["parameter"])
        return FeeRow(
            title=title or choose(self.package.parameters[fee["parameter"]].title, self.language),
            note=note,
            amount=self._amount(fee["parameter"], value),
            assumed=value.assumed,
            conditional=fee["when"] is not None,
            legal_reference=self._reference(fee["legal_ref"]),
        )

    def _amount(self, key: str, dated: DatedValue) -> str:
        unit = self.package.parameters[key].unit
        if unit == "centime":
            return format_money(int(dated.value), self.language)
        if isinstance(dated.value, str):
            return dated.value
        number = format_number(dated.value, self.language)
        return f"{number} %" if unit == "percent" else number

    def _appeal(self, appeal: Mapping[str, Any]) -> AppealRow:
        title, _ = self._named(f"appeals.{appeal['key']}")
        return AppealRow(
            title=title or appeal["key"],
            file_within=self._period(appeal["file_within"]) if appeal["file_within"] else "",
            reply_within=self._period(appeal["reply_within"]) if appeal["reply_within"] else "",
            legal_reference=self._reference(appeal["legal_ref"]),
        )

    def _value(self, key: str) -> DatedValue:
        return self.package.parameters[key].value_on(self.day)

    def _period(self, key: str) -> str:
        parameter = self.package.parameters[key]
        period = Period.from_parameter(self._value(key).value, parameter.unit, parameter.kind)
        return period_in_words(period, self.language)

    def _reference(self, written: str) -> str:
        """Return "law-36-21 a.43" in words: the text's name and its article; anything else as it was written."""
        law, _, articles = written.partition(" a.")
        name = self._text(f"legal_basis.{law}")
        if not name or not articles:
            return name or written
        return translate(self.language, "%(law)s, article %(articles)s", law=name, articles=articles)

    def _step(self, element: Element) -> StepRow:
        role = element.role or ""
        names = self.package.roles.get(role, {})
        title = self.package.text(f"tasks.{element.id}.title", self.language)
        return StepRow(
            title=title or choose(element.names, self.language),
            role=choose(names, self.language) or role,
            by_citizen=role in ("citizen", "company"),
        )


def _in_flow_order(package: ProcedurePackage) -> Iterator[Element]:
    """Give the user tasks as the arrows reach them, those of a flow where it is called, each once."""
    given: set[str] = set()
    for element in _reached(package.bpmn):
        flow = package.flows.models.get(element.called.process) if element.called else None
        for step in (element,) if flow is None else _reached(flow):
            if step.kind == "userTask" and step.id not in given:
                given.add(step.id)
                yield step


def _reached(model: BpmnModel) -> Iterator[Element]:
    """Give the elements as the arrows reach them, breadth first; those no arrow reaches follow."""
    following: dict[str, list[str]] = {}
    for flow in model.flows.values():
        following.setdefault(flow.source, []).append(flow.target)
    for element in model.elements.values():
        if element.attached_to:
            following.setdefault(element.attached_to, []).append(element.id)
        if element.parent:
            following.setdefault(element.parent, []).append(element.id)
    queue = [element.id for element in model.children(None) if element.kind == "startEvent"]
    seen = dict.fromkeys(queue)
    while queue:
        for target in following.get(queue.pop(0), ()):
            if target not in seen:
                seen[target] = None
                queue.append(target)
    ordered = [*seen, *(key for key in model.elements if key not in seen)]
    return (model.elements[key] for key in ordered if key in model.elements)
