"""Each public status has a title and an explanation, in Arabic and in French.

Why: the citizen follows the case by its statuses; a bare key says nothing.
Wrong: mastara:status="awaiting-payment" without statuses.awaiting-payment in translations/ar.yaml.
Right: statuses: {awaiting-payment: {title: …, explanation: …}} in ar.yaml and fr.yaml.
Source: law 55-19 art. 3 (clear information of the user).
"""

from collections.abc import Iterator

from app.domain.languages import INTERFACE_LANGUAGES
from app.linting.places import element_remark
from app.linting.registry import Remark, rule
from app.procedures import ProcedurePackage


@rule("statuses-translated", severity="error", family="translation")
def check(package: ProcedurePackage) -> Iterator[Remark]:
    seen: set[str] = set()
    for element in package.bpmn.elements.values():
        status = element.status
        if status is None or status in seen:
            continue
        seen.add(status)
        for language in INTERFACE_LANGUAGES:
            for part in ("title", "explanation"):
                path = f"statuses.{status}.{part}"
                if not package.has_text(path, language):
                    yield element_remark(
                        package,
                        element,
                        f"Expected the text {path} in translations/{language}.yaml, found none: write it.",
                    )
