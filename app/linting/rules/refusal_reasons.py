"""A refusal gives its reasons.

Why: an unfavourable decision without its reasons in fact and in law is unlawful, and cannot be appealed usefully.
Wrong: an end with mastara:outcome="rejected" before which nobody writes reasons.
Right: a task whose form has a text field such as refusal_reasons, the shared flow “decision”, or a notification with
an input “reason”, on a way to that end.
Source: law 55-19 art. 18; law 03-01 art. 1 and 2.
"""

import re
from collections.abc import Iterator

from app.domain.actors import CITIZEN_ROLE
from app.forms import FormDefinition
from app.forms.packages import read_forms
from app.linting.places import element_remark, title
from app.linting.registry import Remark, rule
from app.procedures import ProcedurePackage
from app.procedures.bpmn import Element
from app.procedures.bpmn.paths import reached_from, ways_through

REFUSALS = re.compile(r"(?:^|-)(?:refus\w*|reject\w*|denied|unfavourable|dismissed)(?:-|$)")
REASONS = re.compile(r"reason|grounds|motif")
_WRITTEN = frozenset({"textfield", "textarea"})


@rule("refusal-reasons", severity="error", family="legal")
def check(package: ProcedurePackage) -> Iterator[Remark]:
    model = package.bpmn
    ends = [each for each in model.elements.values() if each.kind == "endEvent" and _refuses(each)]
    if not ends:
        return
    ways, forms = ways_through(model), read_forms(package)
    reasoned = {
        reached
        for each in model.elements.values()
        if _gives_reasons(each, forms)
        for reached in reached_from(ways, each.id)
    }
    for end in ends:
        if end.id not in reasoned:
            message = (
                f"Expected reasons before the refusal {title(end)} (law 55-19 art. 18), found nobody who writes them: "
                "add a field for reasons to the form of the decision, or notify with an input “reason”."
            )
            yield element_remark(package, end, message)


def _refuses(end: Element) -> bool:
    return bool(end.outcome and REFUSALS.search(end.outcome))


def _gives_reasons(element: Element, forms: dict[str, FormDefinition]) -> bool:
    named = [*element.inputs, *(element.called.outputs if element.called else ())]
    if any(REASONS.search(name) for name in named):
        return True
    form = forms.get(element.form or "") if element.kind == "userTask" and element.role != CITIZEN_ROLE else None
    return form is not None and any(field.type in _WRITTEN and REASONS.search(field.field_key) for field in form.fields)
