"""Reads and writes the YAML file of an overlay, one schema for shipped files, screens and the API."""

from collections.abc import Mapping, MutableMapping
from datetime import date
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from app.domain.findings import Finding
from app.procedures.manifest import SLUG, flatten_errors
from app.procedures.tailoring.kinds import KINDS
from app.procedures.tailoring.operation import Operation
from app.procedures.tailoring.overlay import BaseReference, CouncilDecision, Overlay
from app.procedures.yaml_editing import edited, written_text
from app.procedures.yaml_source import SourceRefused, YamlSource, read_mapping

OVERLAY_RULE = "tailoring-overlay"
"""The name of the lint rule under which findings about overlays are told."""
MOST_OPERATIONS = 200
MOST_SCENARIOS = 40


class OverlayRefused(Exception):
    """The file is no overlay; `findings` says why, with lines."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("\n".join(str(finding) for finding in findings))
        self.findings = findings


class _Strict(Schema):
    class Meta:
        unknown = RAISE


class _BaseSchema(_Strict):
    version = fields.String(required=True, validate=validate.Regexp(r"^\d+\.\d+\.\d+$"))
    digest = fields.String(load_default=None, validate=validate.Regexp(r"^[0-9a-f]{64}$"))


class _DecisionSchema(_Strict):
    reference = fields.String(required=True, validate=validate.Length(min=3))
    taken = fields.Date(required=True, data_key="date")


class _EffectSchema(_Strict):
    since = fields.Date(required=True, data_key="from")
    until = fields.Date(load_default=None)


class _OperationField(fields.Field[Operation]):
    """One operation, read by the schema that its word `do` names."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Operation:
        do = value.get("do") if isinstance(value, Mapping) else None
        if not isinstance(do, str) or do not in KINDS:
            raise ValidationError(f"Expected an operation ({', '.join(KINDS)}), found something else: correct do.")
        schema = KINDS[do]()
        operation: Operation = schema.load({key: part for key, part in value.items() if key != "do"})
        return operation


class _OverlaySchema(_Strict):
    procedure = fields.String(required=True, validate=SLUG)
    base = fields.Nested(_BaseSchema, required=True)
    commune = fields.String(required=True, validate=SLUG)
    reason = fields.String(required=True, validate=validate.Length(min=10, max=2_000))
    author = fields.String(required=True, validate=validate.Length(min=2, max=200))
    decision = fields.Nested(_DecisionSchema, load_default=None)
    effect = fields.Nested(_EffectSchema, required=True)
    operations = fields.List(_OperationField(), required=True, validate=validate.Length(max=MOST_OPERATIONS))
    scenarios = fields.List(
        fields.Dict(keys=fields.String()), load_default=list, validate=validate.Length(max=MOST_SCENARIOS)
    )


def read_overlay(content: bytes, *, file: str) -> Overlay:
    """Return the overlay of a file. Raises OverlayRefused with every error found, each at its line."""
    try:
        source = read_mapping(content, file=file)
        loaded: Mapping[str, Any] = _OverlaySchema().load(source.data)
    except SourceRefused as refused:
        raise OverlayRefused([refused.finding]) from refused
    except ValidationError as error:
        found = [_finding(source, path, message) for path, message in flatten_errors(error.messages)]
        raise OverlayRefused(found) from error
    effect, decision = loaded["effect"], loaded["decision"]
    if effect["until"] is not None and effect["until"] < effect["since"]:
        message = f"Expected an end of effect after {effect['since']}, found {effect['until']}: correct until."
        raise OverlayRefused([_finding(source, ("effect",), message)])
    return Overlay(
        procedure=loaded["procedure"],
        base=BaseReference(**loaded["base"]),
        commune=loaded["commune"],
        reason=loaded["reason"],
        author=loaded["author"],
        decision=CouncilDecision(**decision) if decision is not None else None,
        since=effect["since"],
        until=effect["until"],
        operations=tuple(loaded["operations"]),
        scenarios=tuple(loaded["scenarios"]),
    )


def write_overlay(overlay: Overlay, *, file: str, source: bytes = b"") -> bytes:
    """Return the file of an overlay; reading it gives an equal one.

    `source` is how the file stood before: the layout and the comments of what did not change stay.
    """

    def change(written: MutableMapping[str, Any]) -> None:
        data = _laid_out(overlay.to_data())
        for key in [key for key in written if key not in data]:
            del written[key]
        for key, value in data.items():
            if key not in written or written[key] != value:
                written[key] = value

    return edited(source, file, change)


def _laid_out(value: Any) -> Any:
    """Return the data with texts of several lines laid out as lines, and each day an object of its own.

    A day that stands in two places would be written as an alias, which the reader takes for an attack.
    """
    if isinstance(value, Mapping):
        return {key: _laid_out(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_laid_out(inner) for inner in value]
    if isinstance(value, date):
        return value.replace()
    return written_text(value) if isinstance(value, str) else value


def _finding(source: YamlSource, path: tuple[str | int, ...], message: str) -> Finding:
    return Finding(
        rule=OVERLAY_RULE,
        severity="error",
        file=source.file,
        element=".".join(str(part) for part in path),
        line=source.line(path),
        message=message,
    )
