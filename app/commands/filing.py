"""Files a request: the draft becomes a case with a reference, a tracking code and a running process."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.commands.applying import Application
from app.commands.bus import Unit
from app.commands.clocks.keeping import start_period
from app.commands.drafts import DraftExpired, DraftUnknown, attachment_refs, form_context
from app.commands.environment import case_context
from app.deployments import Deployed
from app.domain.clock import local_day
from app.domain.codes import ALPHABET, fingerprint, new_id, normalise_code
from app.domain.errors import MastaraError
from app.domain.languages import Language
from app.languages import collation_key
from app.store import cases, drafts, numbering, publication, territory
from app.store.database import flush
from app.store.models import Case, Commune, Draft, Submission

FILING_REGISTER = "filing"
CODE_SIGNS = 28
CODE_GROUP = 4


class AnswersRefused(MastaraError):
    """The answers are not complete; `errors` holds a message for each field."""

    code = "answers-refused"

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__(f"Expected complete answers, found {len(errors)} to correct.", fields=sorted(errors))
        self.errors = errors


@dataclass(frozen=True, kw_only=True)
class Filed:
    """What the citizen keeps: the reference and the tracking code. `again` is true for a repeated filing."""

    case_id: str
    commune_id: str
    reference: str
    tracking_code: str
    again: bool


def tracking_code(secret_key: str, case_id: str) -> str:
    """Return the tracking code of a case: 28 signs, 140 bits, the same each time it is asked for."""
    digest = hmac.new(secret_key.encode(), f"tracking:{case_id}".encode(), hashlib.sha256).digest()
    number = int.from_bytes(digest, "big")
    signs = "".join(ALPHABET[(number >> (5 * position)) & 31] for position in range(CODE_SIGNS))
    return "-".join(signs[start : start + CODE_GROUP] for start in range(0, CODE_SIGNS, CODE_GROUP))


def case_reference(commune: Commune, year: int, number: int) -> str:
    """Return the reference of a case: year, digits of the commune's code, number in the commune's register."""
    return f"{year}-{commune.id.replace('.', '')}-{number:06d}"


@dataclass(frozen=True, kw_only=True)
class FileCase:
    """File the request of a draft. Filing twice gives the same case."""

    token: str
    language: Language

    def authorise(self, unit: Unit) -> None:
        """Whoever holds the link may file."""

    def handle(self, unit: Unit) -> Filed:
        draft = drafts.find_by_token(self.token, lock=True)
        if draft is None:
            raise DraftUnknown("Expected the link of a draft, found one that no draft has.")
        if draft.case_id is not None:
            return self._filed_before(draft, unit)
        if draft.expires_at <= unit.now:
            raise DraftExpired(f"The draft was kept until {draft.expires_at:%Y-%m-%d}.", slug=draft.slug)
        deployed = unit.services.deployments.get(draft.deployment_id)
        commune = territory.get_commune_by_id(draft.commune_id)
        answers = self._checked_answers(draft, deployed, commune, unit)
        return self._open_case(draft, deployed, commune, answers, unit)

    def _filed_before(self, draft: Draft, unit: Unit) -> Filed:
        assert draft.case_id is not None, "the caller saw it"
        case = cases.lock_case(draft.commune_id, draft.case_id)
        return Filed(
            case_id=case.id,
            commune_id=case.commune_id,
            reference=case.reference,
            tracking_code=tracking_code(unit.services.settings.secret_key, case.id),
            again=True,
        )

    def _checked_answers(self, draft: Draft, deployed: Deployed, commune: Commune, unit: Unit) -> dict[str, Any]:
        context = case_context(
            reference="", language=self.language, channel="portal", commune=commune, filed_at=unit.now
        )
        validation = deployed.start_form.validate(
            draft.answers,
            context={**form_context(deployed, unit, context["commune"]), "case": context},
            language=self.language,
            now=unit.now,
            files=attachment_refs(cases.list_attachments(draft.commune_id, draft_id=draft.id)),
        )
        if validation.errors:
            raise AnswersRefused(dict(validation.errors))
        return dict(validation.answers)

    def _open_case(
        self, draft: Draft, deployed: Deployed, commune: Commune, answers: dict[str, Any], unit: Unit
    ) -> Filed:
        services, now = unit.services, unit.now
        year = local_day(now).year
        reference = case_reference(commune, year, numbering.next_number(commune.id, FILING_REGISTER, year))
        case_id = new_id()
        code = tracking_code(services.settings.secret_key, case_id)
        context = case_context(
            reference=reference, language=self.language, channel="portal", commune=commune, filed_at=now
        )
        environment = deployed.environment(context, calendar=services.calendar_in(commune.id), filed_at=now, now=now)
        result = services.engine.start(deployed.definition, answers, environment)
        offering = publication.find_offering(commune.id, draft.slug)
        applicant = deployed.package.manifest["applicant"]
        name = applicant_name(answers, applicant)
        case = Case(
            id=case_id,
            commune_id=commune.id,
            reference=reference,
            tracking_fingerprint=fingerprint(normalise_code(code)),
            slug=draft.slug,
            deployment_id=draft.deployment_id,
            service_id=offering.service_id if offering else None,
            version=0,
            state="open",
            status="",
            language=self.language,
            channel="portal",
            applicant=name,
            applicant_key=collation_key(f"{name} {reference}"),
            email=answers.get(applicant["email"]) or None,
            phone=answers.get(applicant["phone"]) or None,
            document=answers,
            engine_state=b"",
            filed_at=now,
            updated_at=now,
        )
        cases.add(case)
        draft.case_id = case.id
        self._write_filing(case, draft, deployed, answers, unit)
        start_period(case, deployed, unit)
        Application(case=case, deployed=deployed, result=result, unit=unit).write(expected_version=0)
        return Filed(case_id=case.id, commune_id=case.commune_id, reference=reference, tracking_code=code, again=False)

    def _write_filing(self, case: Case, draft: Draft, deployed: Deployed, answers: dict[str, Any], unit: Unit) -> None:
        flush()
        cases.add(
            Submission(
                id=new_id(),
                commune_id=case.commune_id,
                case_id=case.id,
                form=deployed.package.manifest["start_form"],
                answers=answers,
                actor_kind="citizen",
                actor_name=case.applicant,
                submitted_at=unit.now,
            )
        )
        for attachment in cases.list_attachments(draft.commune_id, draft_id=draft.id):
            attachment.case_id = case.id
        cases.record_event(
            case,
            "CaseFiled",
            at=unit.now,
            actor_kind="citizen",
            actor_name=case.applicant,
            public=True,
            data={"channel": case.channel},
        )


def applicant_name(answers: Mapping[str, Any], applicant: Mapping[str, Any]) -> str:
    """Return the applicant's name from the fields that the manifest names."""
    parts = [str(answers[field]).strip() for field in applicant["name"] if answers.get(field)]
    return " ".join(parts) or "—"
