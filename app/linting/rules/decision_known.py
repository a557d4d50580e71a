"""A business rule task names a decision that one of the package's DMN files holds.

Why: the case stops at the task otherwise.
Wrong: mastara:decision="fees" while decisions/fee.dmn holds the decision “fee”.
Right: mastara:decision="fee", and the decision's id in the file is “fee”.
Source: BPMN 2.0 §10.3.3 (business rule task); DMN 1.5 §6.3.
"""

from collections.abc import Iterator

from app.decisions import DecisionError, read_package_decision
from app.domain.errors import MastaraError
from app.linting.places import element_remark, title
from app.linting.registry import Remark, rule
from app.procedures import ProcedurePackage


@rule("decision-known", severity="error", family="data")
def check(package: ProcedurePackage) -> Iterator[Remark]:
    known: set[str] = set()
    for name in package.decisions:
        try:
            model = read_package_decision(package, name)
        except (DecisionError, MastaraError) as error:
            yield Remark(file=f"processes/{package.key}/{name}", line=1, message=str(error))
            continue
        known |= set(model.ids)
    for element in package.bpmn.elements.values():
        if element.kind != "businessRuleTask":
            continue
        if element.decision not in known:
            found = f"“{element.decision}”" if element.decision else "none"
            yield element_remark(
                package,
                element,
                f"Expected a decision among {', '.join(sorted(known)) or '(none is listed)'} at {title(element)}, "
                f"found {found}: correct mastara:decision or list the DMN file.",
            )
        elif not element.result:
            message = f"Expected mastara:result at {title(element)}, found none: name the variable for the result."
            yield element_remark(package, element, message)
