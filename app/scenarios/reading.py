"""Reads one scenario: the words of its YAML become typed steps; whatever is misspelt is said at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, ClassVar, Literal

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from app.domain.clock import CASABLANCA
from app.domain.errors import MastaraError
from app.procedures.bpmn.timers import IsoDuration, TimerRefused, parse_duration
from app.procedures.manifest import flatten_errors
from app.procedures.showing import SHOWN

ACTIONS = ("complete", "job", "message", "signal", "advance", "check")
DEFAULT_CLOCK = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
COMMUNE = {
    "code": "99.999.99.99",
    "slug": "commune-modele",
    "ar": "الجماعة النموذجية",
    "fr": "Commune modèle",
    "kind": "urban",
}
"""The invented commune of scenarios; a scenario replaces what it needs."""


Fault = tuple[tuple[str | int, ...], str]
"""Where a scenario is faulty, as a path of its YAML, and what was expected there."""


class ScenarioRefused(MastaraError):
    """The file is not a scenario; the message lists what to correct, `faults` says it place by place."""

    code: ClassVar[str] = "scenario-refused"

    def __init__(self, message: str, *, file: str, faults: Sequence[Fault] = ()) -> None:
        super().__init__(message, file=file)
        self.faults = tuple(faults)


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing that happens: `kind` is complete, job, message, signal, advance or check; `name` what it happens to.

    A check compares the legal period (`name` is "period") or the last days of what waits (`timers`) with its data.
    `refused` are the fields whose answers the form must refuse, each with the sentence that it must say, or None;
    `ignored` tells why a message must have no effect: it comes again, or when nobody waits for it.
    """

    kind: str
    name: str
    data: Mapping[str, Any] = field(default_factory=dict)
    error: str | None = None
    index: int | None = None
    refused: Mapping[str, str | None] | None = None
    ignored: Literal["again", "late"] | None = None

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"

    @property
    def duration(self) -> IsoDuration:
        """How long an `advance` lasts."""
        return parse_duration(self.name)


@dataclass(frozen=True, kw_only=True)
class Expectation:
    """What must hold at the end; None means that the scenario does not care."""

    ends: tuple[str, ...] | None = None
    outcome: str | None = None
    status: str | None = None
    waiting: tuple[str, ...] | None = None
    data: Mapping[str, Any] | None = None
    period: Mapping[str, Any] | None = None


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """One scenario of an analyst."""

    file: str
    name: str
    clock: datetime
    commune: Mapping[str, str]
    language: str
    channel: str
    start: Mapping[str, Any]
    steps: tuple[Step, ...]
    expect: Expectation
    registers: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    """What shared registers hold before the case begins, by register: the values of each entry."""
    mistakes: tuple[Step, ...] = ()
    """What the first form must refuse before the request is filed: each is `start` with other answers."""
    shows: tuple[str, ...] = ()
    """What goes wrong in it on purpose: words of `SHOWN`."""


class _Strict(Schema):
    class Meta:
        unknown = RAISE


class _Refused(fields.Field[Mapping[str, str | None]]):
    """Names of fields, or for each name the sentence that the form must say."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> Mapping[str, str | None]:
        found = read_refusals(value)
        if not found:
            raise ValidationError("expected the fields that the form refuses: [birth_date], or each with its sentence")
        return found


class _StepSchema(_Strict):
    complete = fields.String()
    job = fields.String()
    message = fields.String()
    signal = fields.String()
    advance = fields.String()
    check = fields.String(validate=validate.OneOf(["period", "timers"]))
    answers = fields.Dict(load_default=None, allow_none=True)
    result = fields.Raw(load_default=None, allow_none=True)
    data = fields.Dict(load_default=None, allow_none=True)
    error = fields.String(load_default=None, allow_none=True)
    item = fields.Integer(load_default=None, allow_none=True, strict=True)
    refused = _Refused(load_default=None)
    ignored = fields.String(load_default=None, validate=validate.OneOf(["again", "late"]))


class _MistakeSchema(_Strict):
    answers = fields.Dict(required=True)
    refused = _Refused(required=True)


class _ExpectSchema(_Strict):
    ends = fields.List(fields.String())
    outcome = fields.String(allow_none=True)
    status = fields.String()
    waiting = fields.List(fields.String())
    data = fields.Dict()
    period = fields.Dict(keys=fields.String())


class _ScenarioSchema(_Strict):
    name = fields.String(required=True, validate=validate.Length(min=3))
    description = fields.String()
    clock = fields.Raw(load_default=None)
    commune = fields.Dict(keys=fields.String(), values=fields.String(), load_default=dict)
    language = fields.String(load_default="fr", validate=validate.OneOf(["ar", "fr"]))
    channel = fields.String(load_default="portal")
    start = fields.Dict(required=True)
    registers = fields.Dict(keys=fields.String(), values=fields.List(fields.Dict()), load_default=dict)
    steps = fields.List(fields.Nested(_StepSchema), load_default=list)
    mistakes = fields.List(fields.Nested(_MistakeSchema), load_default=list)
    shows = fields.List(fields.String(validate=validate.OneOf(SHOWN)), load_default=list)
    expect = fields.Nested(_ExpectSchema, required=True)


def read_refusals(value: object) -> dict[str, str | None]:
    """Return the fields that `refused` names, each with the sentence that the form must say, or None."""
    if isinstance(value, Mapping):
        return {str(key): None if text is None else str(text) for key, text in value.items()}
    return {str(key): None for key in value} if isinstance(value, list) else {}


def read_scenario(raw: Mapping[str, Any], *, file: str) -> Scenario:
    """Read a parsed YAML file. Raises ScenarioRefused with every fault."""
    try:
        loaded = _ScenarioSchema().load(dict(raw))
    except ValidationError as error:
        faults = list(flatten_errors(error.messages))
        listed = "; ".join(f"{_path(path)}: {message}" for path, message in faults)
        raise ScenarioRefused(f"{file}: {listed}", file=file, faults=faults) from error
    expected = loaded["expect"]
    return Scenario(
        file=file,
        name=loaded["name"],
        clock=_moment(loaded["clock"], file),
        commune={**COMMUNE, **loaded["commune"]},
        language=loaded["language"],
        channel=loaded["channel"],
        start=loaded["start"],
        steps=tuple(_step(entry, number, file) for number, entry in enumerate(loaded["steps"], start=1)),
        expect=Expectation(
            ends=tuple(expected["ends"]) if "ends" in expected else None,
            outcome=expected.get("outcome"),
            status=expected.get("status"),
            waiting=tuple(sorted(expected["waiting"])) if "waiting" in expected else None,
            data=expected.get("data"),
            period=expected.get("period"),
        ),
        registers=loaded["registers"],
        mistakes=tuple(
            Step(kind="start", name="request", data=entry["answers"], refused=entry["refused"])
            for entry in loaded["mistakes"]
        ),
        shows=tuple(loaded["shows"]),
    )


def _step(entry: Mapping[str, Any], number: int, file: str) -> Step:
    named = [action for action in ACTIONS if entry.get(action)]
    if len(named) != 1:
        found = " and ".join(named) or "none"
        message = f"expected one of {', '.join(ACTIONS)}, found {found}."
        faults = [(("steps", number - 1), message)]
        raise ScenarioRefused(f"{file}: step {number}: {message}", file=file, faults=faults)
    kind = named[0]
    step = Step(
        kind=kind,
        name=entry[kind],
        data=_data(entry, kind),
        error=entry["error"],
        index=entry["item"],
        refused=entry["refused"],
        ignored=entry["ignored"],
    )
    for word, fits in (("refused", "complete"), ("ignored", "message")):
        if entry[word] is not None and kind != fits:
            message = f"expected “{word}” at {fits}, found it at {kind}."
            misplaced: Fault = (("steps", number - 1, word), message)
            raise ScenarioRefused(f"{file}: step {number}: {message}", file=file, faults=[misplaced])
    if kind == "advance":
        try:
            parse_duration(step.name)
        except TimerRefused as refused:
            fault: Fault = (("steps", number - 1, "advance"), refused.message)
            raise ScenarioRefused(f"{file}: step {number}: {refused.message}", file=file, faults=[fault]) from refused
    return step


def _data(entry: Mapping[str, Any], kind: str) -> Mapping[str, Any]:
    given = entry[{"complete": "answers", "job": "result"}.get(kind, "data")]
    return given if isinstance(given, Mapping) else {}


def _moment(written: object, file: str) -> datetime:
    if written is None:
        return DEFAULT_CLOCK
    try:
        moment = written if isinstance(written, datetime) else datetime.fromisoformat(str(written))
    except ValueError as error:
        message = f"expected 2026-03-02T09:00:00+01:00, found {written!r}."
        raise ScenarioRefused(f"{file}: clock: {message}", file=file, faults=[(("clock",), message)]) from error
    return (moment if moment.tzinfo else moment.replace(tzinfo=CASABLANCA)).astimezone(UTC)


def _path(path: tuple[str | int, ...]) -> str:
    return ".".join(str(part) for part in path)
