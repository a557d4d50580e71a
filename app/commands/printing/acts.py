"""Documents that a procedure makes: a draft for the signatory, then the numbered, sealed and verifiable act."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.commands.bus import Unit
from app.commands.jobs import OnLease, finish_held_job
from app.commands.printing.facts import (
    act_from_answers,
    case_facts,
    commune_facts,
    document_facts,
    refusal_facts,
    signatory_of,
)
from app.commands.printing.keeping import keep_document
from app.deployments import Deployed
from app.documents.sealing import demonstration_seal, seal_pdf
from app.documents.typesetting import render_pdf
from app.documents.verification import new_verification_code, read_verification_code
from app.domain.clock import local_day
from app.domain.errors import MastaraError
from app.domain.register_numbers import register_number
from app.store import cases, numbering, territory
from app.store.models import Case, Commune


class DocumentNotDeclared(MastaraError):
    """The manifest has no document of that key."""

    code = "document-not-declared"


@dataclass(frozen=True, kw_only=True)
class _PrintDocument(OnLease):
    """Print a document of the package for the case of a held job; `act` is the register's entry, if one was chosen."""

    key: str
    act: Mapping[str, Any] = field(default_factory=dict)

    def _declared(self, deployed: Deployed) -> Mapping[str, Any]:
        for declared in deployed.package.manifest["documents"]:
            if declared["key"] == self.key:
                return dict(declared)
        raise DocumentNotDeclared(f"Expected a document of procedure.yaml, found “{self.key}”: declare it there.")

    def _print(
        self, case: Case, commune: Commune, deployed: Deployed, unit: Unit, *, code: str, number: str | None
    ) -> tuple[bytes, dict[str, Any] | None]:
        signatory = signatory_of(case, self._declared(deployed)["signatory"]) if number else None
        facts = document_facts(
            key=self.key, code=code, services=unit.services, now=unit.now, number=number, draft=number is None
        )
        if signatory:
            facts["signatory"] = signatory
        data = {
            "language": case.language,
            "commune": commune_facts(commune),
            "case": case_facts(case),
            "document": facts,
            "answers": case.document,
            "act": dict(self.act) or act_from_answers(case.document, commune),
            "refusal": refusal_facts(case, deployed.package),
        }
        package = deployed.package
        pdf = render_pdf(
            package.documents[self.key],
            data,
            libraries=package.document_libraries,
            moment=unit.now,
            name=f"{self.key}.typ",
        )
        return pdf, signatory

    def _titles(self, deployed: Deployed) -> dict[str, str]:
        path = f"documents.{self.key}.title"
        return {language: deployed.package.text(path, language) for language in ("ar", "fr")}


def _fresh_code() -> str:
    code = read_verification_code(new_verification_code())
    assert code is not None, "a fresh code is well formed"
    return code


def _discard_drafts(case: Case, key: str) -> None:
    for known in cases.list_documents(case):
        if known.key == key and known.state == "draft":
            known.state = "discarded"


@dataclass(frozen=True, kw_only=True)
class DraftDocument(_PrintDocument):
    """Print the project of a document, for the signatory's eyes only."""

    def handle(self, unit: Unit) -> None:
        job = self.held()
        case = cases.lock_case(job.commune_id, job.case_id)
        deployed = unit.services.deployments.get(case.deployment_id)
        commune = territory.get_commune_by_id(case.commune_id)
        code = _fresh_code()
        pdf, _ = self._print(case, commune, deployed, unit, code=code, number=None)
        _discard_drafts(case, self.key)
        document = keep_document(
            case,
            key=self.key,
            pdf=pdf,
            code=code,
            titles=self._titles(deployed),
            unit=unit,
            state="draft",
            public=False,
        )
        finish_held_job(job, {"id": document.id}, unit)


@dataclass(frozen=True, kw_only=True)
class IssueDocument(_PrintDocument):
    """Number, print and seal a document; it can be verified from now on."""

    def handle(self, unit: Unit) -> None:
        job = self.held()
        case = cases.lock_case(job.commune_id, job.case_id)
        deployed = unit.services.deployments.get(case.deployment_id)
        commune = territory.get_commune_by_id(case.commune_id)
        register = self._declared(deployed)["register"] or self.key
        year = local_day(unit.now).year
        sequence = numbering.next_number(case.commune_id, register, year)
        number = register_number(register, case.commune_id, year, sequence)
        code = _fresh_code()
        pdf, signatory = self._print(case, commune, deployed, unit, code=code, number=number)
        seal = demonstration_seal(
            unit.services.settings.keys_folder, commune_code=commune.id, holder=f"Commune de {commune.name_fr}"
        )
        sealed = seal_pdf(pdf, seal, reason=self._titles(deployed)["fr"], location=commune.name_fr, moment=unit.now)
        _discard_drafts(case, self.key)
        document = keep_document(
            case,
            key=self.key,
            pdf=sealed,
            code=code,
            titles=self._titles(deployed),
            unit=unit,
            number=number,
            signatory=signatory,
        )
        cases.record_event(
            case,
            "DocumentIssued",
            at=unit.now,
            actor_kind="system",
            actor_name=unit.actor.name,
            public=True,
            data={"document": document.id, "key": self.key, "number": number},
        )
        finish_held_job(job, {"id": document.id, "number": number, "code": code}, unit)
