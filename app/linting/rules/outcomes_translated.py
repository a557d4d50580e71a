"""Each outcome has a title and an explanation, in Arabic and in French.

Why: the outcome is the last thing a citizen reads about the case.
Wrong: mastara:outcome="returned" without outcomes.returned in translations/fr.yaml.
Right: outcomes: {returned: {title: …, explanation: …}} in ar.yaml and fr.yaml.
Source: law 03-01 (reasons of administrative decisions); law 55-19 art. 3.
"""

from collections.abc import Iterator

from app.domain.languages import INTERFACE_LANGUAGES
from app.linting.places import element_remark
from app.linting.registry import Remark, rule
from app.procedures import ProcedurePackage


@rule("outcomes-translated", severity="error", family="translation")
def check(package: ProcedurePackage) -> Iterator[Remark]:
    seen: set[str] = set()
    for element in package.bpmn.elements.values():
        outcome = element.outcome
        if outcome is None or outcome in seen:
            continue
        seen.add(outcome)
        for language in INTERFACE_LANGUAGES:
            for part in ("title", "explanation"):
                path = f"outcomes.{outcome}.{part}"
                if not package.has_text(path, language):
                    yield element_remark(
                        package,
                        element,
                        f"Expected the text {path} in translations/{language}.yaml, found none: write it.",
                    )
