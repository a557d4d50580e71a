"""Compares how a case stands at the end with what the analyst expects."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.scenarios.attachments import to_plain
from app.scenarios.reading import Expectation
from app.scenarios.report import Difference
from app.scenarios.run import CaseRun


def compare(run: CaseRun, expect: Expectation) -> Iterator[Difference]:
    """Yield each difference; what the scenario does not name may be as it is."""
    if expect.ends is not None and sorted(expect.ends) != sorted(run.ends):
        found = ", ".join(run.ends) or run.waits_in_words()
        message = f"ends: expected {', '.join(expect.ends) or 'none'}, found {found}."
        yield Difference(kind="ends", message=message, expected=list(expect.ends), found=list(run.ends))
    if expect.outcome is not None and expect.outcome != run.outcome:
        message = f"outcome: expected {expect.outcome}, found {run.outcome or 'none'}."
        yield Difference(kind="outcome", message=message, expected=expect.outcome, found=run.outcome)
    if expect.status is not None and expect.status != run.status:
        message = f"status: expected {expect.status}, found {run.status or 'none'}."
        yield Difference(kind="status", message=message, expected=expect.status, found=run.status)
    if expect.waiting is not None and expect.waiting != run.waiting:
        wanted, found = (", ".join(ids) or "nothing" for ids in (expect.waiting, run.waiting))
        message = f"waiting: expected {wanted}, found {found}."
        yield Difference(kind="waiting", message=message, expected=list(expect.waiting), found=list(run.waiting))
    if expect.data is not None:
        yield from _compare_data(to_plain(expect.data), run.document, "data")
    if expect.period is not None:
        for fault in run.period.faults(to_plain(expect.period), run.clock.now()):
            yield Difference(
                kind="period", message=f"{fault}.", place=fault.name, expected=fault.expected, found=fault.found
            )


def _compare_data(expected: Any, found: Any, path: str) -> Iterator[Difference]:
    """Compare what the scenario names; the document may hold more."""
    if isinstance(expected, Mapping) and isinstance(found, Mapping):
        for key, value in expected.items():
            if key not in found and value is not None:
                message = f"{path}.{key}: expected {value!r}, found nothing."
                yield Difference(kind="data", message=message, place=f"{path}.{key}", expected=value)
            else:
                yield from _compare_data(value, found.get(key), f"{path}.{key}")
    elif expected != found:
        message = f"{path}: expected {expected!r}, found {found!r}."
        yield Difference(kind="data", message=message, place=path, expected=expected, found=found)
