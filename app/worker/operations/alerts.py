"""`clock.alert`: tells those in charge, by e-mail and in their language, that a legal period runs out."""

from datetime import date

from app.commands.clocks.alerting import FinishAlert, list_in_charge
from app.commands.services import Services
from app.connectors.email.port import EmailMessage
from app.domain.languages import Language, choose, read_language
from app.languages import format_day, isolate, translate
from app.store import cases, territory
from app.store.models import Case
from app.worker.held import HeldJob

WHOLE = 100


def alert(job: HeldJob, services: Services) -> FinishAlert:
    """Write once to each person in charge whose address is known. Raises ConnectorFailed."""
    case = cases.get_case(job.commune_id, job.case_id)
    share = int(job.text("share"))
    in_charge = list_in_charge(case, share)
    mailed = []
    for agent in in_charge:
        if not agent.email:
            continue
        message = _message(case, share, job.text("last_day"), agent.email, read_language(agent.language), services)
        services.connectors.email.send(message, idempotency_key=f"{job.id}-{agent.id}")
        mailed.append(agent.name_fr)
    return FinishAlert(
        job_id=job.id,
        lease_token=job.lease_token,
        share=share,
        told=tuple(agent.name_fr for agent in in_charge),
        mailed=tuple(mailed),
    )


def _message(
    case: Case, share: int, last_day: str, address: str, language: Language, services: Services
) -> EmailMessage:
    commune = territory.get_commune_by_id(case.commune_id)
    titles = services.deployments.get(case.deployment_id).package
    words = {
        "reference": isolate(case.reference) if language == "ar" else case.reference,
        "procedure": titles.text("fiche.title", language),
        "share": isolate(f"{share}%") if language == "ar" else f"{share} %",
        "day": format_day(date.fromisoformat(last_day), language) if last_day else "—",
        "commune": choose({"ar": commune.name_ar, "fr": commune.name_fr}, language),
        "link": f"{services.settings.public_url}/desk/c/{commune.slug}/cases/{case.id}",
    }
    over = share >= WHOLE
    subject = OVER_SUBJECT if over else SHARE_SUBJECT
    lines = (OVER_LINE if over else SHARE_LINE, OVER_DUTY if over else SHARE_DUTY, LINK_LINE, COMMUNE_LINE)
    return EmailMessage(
        to=address,
        subject=translate(language, subject, **words),
        body="\n\n".join(translate(language, line, **words) for line in lines),
        language=language,
    )


SHARE_SUBJECT = "Délai légal à %(share)s : dossier %(reference)s"
SHARE_LINE = (
    "Le délai légal du dossier %(reference)s (%(procedure)s) est écoulé à %(share)s ; il prend fin le %(day)s au soir."
)
SHARE_DUTY = "Aucune décision n’est encore prise : veillez à ce qu’elle le soit avant cette date."
OVER_SUBJECT = "Délai légal passé : dossier %(reference)s"
OVER_LINE = "Le délai légal du dossier %(reference)s (%(procedure)s) a pris fin le %(day)s sans décision."
OVER_DUTY = "L’usager en est averti et peut faire valoir ce silence. La décision reste due : prenez-la sans attendre."
LINK_LINE = "Ouvrir le dossier : %(link)s"
COMMUNE_LINE = "Commune de %(commune)s"
