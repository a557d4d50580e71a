"""Every element, flow and lane is drawn.

Why: the picture is the explanation; what runs and is not drawn is hidden from the people it concerns.
Wrong: a task in the process without a BPMNShape in the diagram, or with one that has no place and size (Bounds).
Right: save the file from a modelling tool, which draws everything.
Source: BPMN 2.0 §12 (diagram interchange).
"""

from collections.abc import Iterator

from app.linting.places import element_remark
from app.linting.registry import Remark, rule
from app.procedures import ProcedurePackage


@rule("drawn", severity="error", family="bpmn")
def check(package: ProcedurePackage) -> Iterator[Remark]:
    model = package.bpmn
    for kind, places in (("element", model.elements), ("flow", model.flows), ("lane", model.lanes)):
        for place in places.values():
            if not place.drawn:
                message = f"Expected the {kind} “{place.id}” in the drawing, found no shape that can be seen: draw it."
                yield element_remark(package, place, message)
