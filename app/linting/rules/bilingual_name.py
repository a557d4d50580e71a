"""Tasks, events, sub-processes, lanes, asking gateways and the process itself carry a French and an Arabic name.

Why: the diagram is shown to citizens and clerks in their language.
Wrong: name="Sign"; no name at all.
Right: name="Signer&#10;التوقيع": the French line, then the Arabic one. A gateway that only joins needs none.
Source: Constitution art. 5; layout of packages.
"""

from collections.abc import Iterator, Mapping

from app.domain.languages import INTERFACE_LANGUAGES
from app.linting.places import element_remark
from app.linting.registry import Remark, rule
from app.procedures import ProcedurePackage
from app.procedures.bpmn import Element


@rule("bilingual-name", severity="error", family="translation")
def check(package: ProcedurePackage) -> Iterator[Remark]:
    model = package.bpmn
    missing = _missing(model.process.names)
    if missing:
        yield Remark(
            file=model.file, element=model.process.id, line=model.process.line, message=_message("the process", missing)
        )
    for lane in model.lanes.values():
        if missing := _missing(lane.names):
            yield element_remark(package, lane, _message(f"the lane “{lane.id}”", missing))
    for element in model.elements.values():
        if _is_read(element) and (missing := _missing(element.names)):
            yield element_remark(package, element, _message(f"“{element.id}”", missing))


def _is_read(element: Element) -> bool:
    """Tell whether people read the element's name: gateways that ask, and everything that is not a gateway."""
    if element.is_gateway:
        return len(element.outgoing) > 1 and element.kind in ("exclusiveGateway", "inclusiveGateway")
    return True


def _missing(names: Mapping[str, str]) -> list[str]:
    return [language for language in INTERFACE_LANGUAGES if not names.get(language)]


def _message(place: str, missing: list[str]) -> str:
    return f"Expected a French and an Arabic name for {place}, found none in {', '.join(missing)}: write both lines."
