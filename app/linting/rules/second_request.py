"""The user is asked to complete the file once, and for information once, in the first half of the period.

Why: requests one after the other are how a period of ten days becomes a year.
Wrong: a second task of deadline.restarts_after behind the first; a correction that a circle asks again and again;
suspended_while without once; half_window: false.
Right: one list of missing pieces; a request for information with once: true, half_window: true, and a condition with
case.may_ask on each way that leads back to it.
Source: law 55-19 art. 7, 10 and 14.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.actors import CITIZEN_ROLE
from app.feel import FeelError, names_used
from app.linting.places import element_remark, manifest_remark, title
from app.linting.registry import Remark, rule
from app.procedures import ProcedurePackage
from app.procedures.bpmn import BpmnModel, Element
from app.procedures.bpmn.paths import reached_from, ways_through

COMPLETENESS_FLOW, INFORMATION_FLOW = "completeness", "request-to-user"
MAY_ASK = "case.may_ask"


@dataclass(frozen=True, kw_only=True)
class _Requests:
    """Where the diagram asks the user for something, by the article of law that allows it."""

    complete: tuple[str, ...]
    inform: tuple[str, ...]


@rule("second-request", severity="error", family="legal")
def check(package: ProcedurePackage) -> Iterator[Remark]:
    requests = _requests(package)
    yield from _asked_again(package, requests.complete, closed=())
    yield from _asked_again(package, requests.inform, closed=_guarded(package.bpmn))
    yield from _declared(package)


def _requests(package: ProcedurePackage) -> _Requests:
    deadline = package.manifest["deadline"]
    stops = {
        element for entry in deadline["suspended_while"] if not entry["any_time"] for element in entry["waiting_at"]
    }
    elements = package.bpmn.elements.values()
    return _Requests(
        complete=tuple(each.id for each in elements if _asks(each, deadline["restarts_after"], COMPLETENESS_FLOW)),
        inform=tuple(each.id for each in elements if _asks(each, stops, INFORMATION_FLOW)),
    )


def _asks(element: Element, listed: set[str] | list[str], flow: str) -> bool:
    if element.called is not None:
        return element.called.process == flow
    return element.kind == "userTask" and element.role == CITIZEN_ROLE and element.id in listed


def _asked_again(package: ProcedurePackage, requests: tuple[str, ...], *, closed: tuple[str, ...]) -> Iterator[Remark]:
    model = package.bpmn
    ways = ways_through(model, closed=closed)
    for first in requests:
        again = sorted(reached_from(ways, first) & frozenset(requests))
        if again:
            message = (
                f"Expected one request of this kind to the user (law 55-19 art. 10, 14), found that “{again[0]}” may "
                f"follow {title(model.elements[first])}: ask once, or lead there only where case.may_ask holds."
            )
            yield element_remark(package, model.elements[first], message)


def _guarded(model: BpmnModel) -> tuple[str, ...]:
    """Return the flows that are taken only while the law lets the administration ask."""
    return tuple(flow.id for flow in model.flows.values() if flow.condition and MAY_ASK in _names(flow.condition))


def _names(condition: str) -> frozenset[str]:
    try:
        return names_used(condition)
    except FeelError:
        return frozenset()  # invalid-expression says so


def _declared(package: ProcedurePackage) -> Iterator[Remark]:
    deadline = package.manifest["deadline"]
    for index, entry in enumerate(deadline["suspended_while"]):
        path = ("deadline", "suspended_while", index)
        if not entry["any_time"] and not entry["once"]:
            message = (
                f"Expected once: true where the period stands still for “{entry['reason']}” (law 55-19 art. 14), found "
                "false: declare it."
            )
            yield manifest_remark(package, ".".join(map(str, path)), *path, message=message)
    if not deadline["half_window"] and any(not entry["any_time"] for entry in deadline["suspended_while"]):
        message = (
            "Expected half_window: true, since the user may be asked in the first half of the period only (law 55-19 "
            "art. 10, 14), found false: declare it."
        )
        yield manifest_remark(package, "deadline.half_window", "deadline", message=message)
