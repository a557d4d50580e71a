"""A document as a trial would print it: marked as a project, with an invented commune, and kept nowhere.

Its template may still be being written: it is typeset apart, within seconds or not at all.
"""

from typing import Any

from app.commands.printing.facts import act_from_answers, case_facts, document_facts, refusal_facts
from app.commands.services import Services
from app.documents.previewing import preview_document
from app.scenarios.records import PrintedDocument
from app.scenarios.run import CaseRun
from app.scenarios.services import REFERENCE
from app.store.models import Case, Commune


class TemplateUnknown(LookupError):
    """The package has no template for the document."""


def print_trial_document(paper: PrintedDocument, run: CaseRun, services: Services) -> bytes:
    """Return the PDF of a document of a trial.

    Raises:
        TemplateUnknown: a service task names a document that the package does not have.
        DocumentError: the template cannot be printed with what the case knows, or not within its time.
    """
    package, commune = run.deployed.package, run.scenario.commune
    source = package.documents.get(paper.key)
    if source is None:
        raise TemplateUnknown(paper.key)
    names = [str(paper.document.get(field) or "") for field in package.manifest["applicant"]["name"]]
    case = Case(
        reference=REFERENCE,
        applicant=" ".join(name for name in names if name) or "—",
        filed_at=run.scenario.clock,
        document=dict(paper.document),
    )
    place = Commune(name_ar=commune["ar"], name_fr=commune["fr"])
    facts = document_facts(
        key=paper.key, code="", services=services, now=paper.moment, number=paper.number or None, draft=True
    )
    data: dict[str, Any] = {
        "language": run.scenario.language,
        "commune": {
            "name_ar": commune["ar"],
            "name_fr": commune["fr"],
            "region_ar": "نموذجية",
            "region_fr": "Modèle",
            "province_ar": "نموذجية",
            "province_fr": "Modèle",
            "kind": commune["kind"],
        },
        "case": case_facts(case),
        "document": facts,
        "answers": dict(paper.document),
        "act": act_from_answers(paper.document, place),
        "refusal": refusal_facts(case, package),
    }
    [pdf] = preview_document(
        source,
        data,
        libraries=package.document_libraries,
        moment=paper.moment,
        name=f"{paper.key}.typ",
        form="pdf",
    )
    return pdf
