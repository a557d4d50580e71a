"""Files a request: the draft becomes a case with a reference, a tracking code and a running process."""

from dataclasses import dataclass
from typing import Any

from app.commands.applying import Application
from app.commands.bus import Unit
from app.commands.clocks.keeping import start_period
from app.commands.drafts import (
    DraftExpired,
    DraftUnknown,
    attachment_refs,
    form_context,
    require_channel,
    require_in_use,
)
from app.commands.environment import case_context
from app.commands.opening import Opening, tracking_code
from app.deployments import Deployed
from app.domain.codes import new_id
from app.domain.errors import MastaraError
from app.domain.languages import Language
from app.procedures.beginning import ONLINE
from app.store import cases, drafts, publication, territory
from app.store.database import flush
from app.store.models import Case, Commune, Draft, Submission


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


@dataclass(frozen=True, kw_only=True)
class FileCase:
    """File the request of a draft. Filing twice gives the same case."""

    token: str
    language: Language
    channel: str = ONLINE

    def authorise(self, unit: Unit) -> None:
        """Whoever holds the link may file online; at the desk the roles of the agent decide (`require_channel`)."""

    def handle(self, unit: Unit) -> Filed:
        draft = drafts.find_by_token(self.token, lock=True)
        if draft is None:
            raise DraftUnknown("Expected the link of a draft, found one that no draft has.")
        if draft.case_id is not None:
            return self._filed_before(draft, unit)
        if draft.expires_at <= unit.now:
            raise DraftExpired(f"The draft was kept until {draft.expires_at:%Y-%m-%d}.", slug=draft.slug)
        require_in_use(draft.slug)
        deployed = unit.services.deployments.get(draft.deployment_id)
        commune = territory.get_commune_by_id(draft.commune_id)
        offering = publication.find_offering(draft.commune_id, draft.slug)
        require_channel(deployed, self.channel, commune.id, offering.service_id if offering else None, unit)
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
            reference="", language=self.language, channel=self.channel, commune=commune, filed_at=unit.now
        )
        validation = deployed.start_form.validate(
            draft.answers,
            context={**form_context(deployed, unit, context["commune"], channel=self.channel), "case": context},
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
        opening = Opening(
            slug=draft.slug,
            deployment_id=draft.deployment_id,
            deployed=deployed,
            commune=commune,
            answers=answers,
            language=self.language,
            channel=self.channel,
        )
        case, result, code = opening.open(unit)
        draft.case_id = case.id
        self._write_filing(case, draft, deployed, answers, unit)
        start_period(case, deployed, unit)
        Application(case=case, deployed=deployed, result=result, unit=unit).write(expected_version=0)
        return Filed(
            case_id=case.id, commune_id=case.commune_id, reference=case.reference, tracking_code=code, again=False
        )

    def _write_filing(self, case: Case, draft: Draft, deployed: Deployed, answers: dict[str, Any], unit: Unit) -> None:
        flush()
        kind, name = ("citizen", case.applicant) if self.channel == ONLINE else ("agent", unit.actor.name)
        cases.add(
            Submission(
                id=new_id(),
                commune_id=case.commune_id,
                case_id=case.id,
                form=deployed.package.manifest["start_form"],
                answers=answers,
                actor_kind=kind,
                actor_name=name,
                submitted_at=unit.now,
            )
        )
        for attachment in cases.list_attachments(draft.commune_id, draft_id=draft.id):
            attachment.case_id = case.id
        cases.record_event(
            case,
            "CaseFiled",
            at=unit.now,
            actor_kind=kind,
            actor_name=name,
            public=True,
            data={"channel": case.channel},
        )
