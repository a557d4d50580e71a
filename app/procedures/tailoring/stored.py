"""Operations of overlays as a database and a machine's interface keep them: the file's words, days as ISO texts."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from marshmallow import ValidationError

from app.domain.findings import Finding
from app.procedures.manifest import flatten_errors
from app.procedures.tailoring.kinds import KINDS
from app.procedures.tailoring.operation import Operation
from app.procedures.tailoring.overlay import written_operation
from app.procedures.tailoring.overlay_file import OVERLAY_RULE, OverlayRefused

PLACE = "overlay"
"""The file that findings about kept operations name."""


def operations_to_data(operations: Iterable[Operation]) -> list[dict[str, Any]]:
    """Return operations as JSON can hold them; reading them gives equal ones."""
    return [_iso(written_operation(one)) for one in operations]


def operations_from_data(data: Sequence[Mapping[str, Any]]) -> tuple[Operation, ...]:
    """Return the operations that were kept. Raises OverlayRefused with every error, each at `operations.<index>`."""
    found: list[Finding] = []
    operations: list[Operation] = []
    for index, written in enumerate(data):
        try:
            operations.append(operation_from_data(written))
        except ValidationError as error:
            found += [_finding((index, *path), message) for path, message in flatten_errors(error.messages)]
    if found:
        raise OverlayRefused(found)
    return tuple(operations)


def operation_from_data(written: Mapping[str, Any]) -> Operation:
    """Return one operation. Raises ValidationError of marshmallow, by part of the operation."""
    do = written.get("do")
    if not isinstance(do, str) or do not in KINDS:
        raise ValidationError(f"Expected an operation ({', '.join(KINDS)}), found something else: correct do.", "do")
    operation: Operation = KINDS[do]().load({key: part for key, part in written.items() if key != "do"})
    return operation


def _iso(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _iso(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_iso(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


def _finding(path: tuple[str | int, ...], message: str) -> Finding:
    element = ".".join(str(part) for part in ("operations", *path))
    return Finding(rule=OVERLAY_RULE, severity="error", file=PLACE, element=element, message=message)
