"""An exemption names a rule of law, a reason, who gave it and when.

Why: what is lawful only in this case must be defended before a judge in ten years: the reason stays with the procedure.
Wrong: exemptions: [{rule: drawn, …}]; a reason such as “ok”; an exemption whose finding is gone.
Right: exemptions: [{rule: piece-already-held, element: birth-certificate, reason: “Acte étranger, inconnu du registre
national”, by: A. Alaoui, on: 2026-03-02, legal_ref: law-36-21 a.24}]
Source: law 55-19 art. 3 and 7; law 03-01 (reasons).
"""

from collections.abc import Iterator

from app.linting.exemptions import exemptions_of, problem_of
from app.linting.places import manifest_remark
from app.linting.registry import Remark, rule
from app.procedures import ProcedurePackage


@rule("exemptions", severity="error", family="data")
def check(package: ProcedurePackage) -> Iterator[Remark]:
    for exemption in exemptions_of(package):
        problem = problem_of(exemption)
        if problem:
            place = f"exemptions.{exemption.index}"
            yield manifest_remark(package, place, "exemptions", exemption.index, message=problem)
