"""Looks after drafts: tells people three days before theirs ends, and erases those that ran out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog

from app.commands.bus import execute
from app.commands.draft_codes import draft_token, written_code
from app.commands.draft_keeping import EraseDraft, NoteDraftWarned, RemoveDraft
from app.commands.services import Services
from app.connectors.email.port import EmailMessage
from app.connectors.errors import ConnectorFailed
from app.connectors.sms.port import SmsMessage
from app.domain.actors import SYSTEM
from app.domain.codes import fingerprint
from app.domain.languages import Language, read_language
from app.languages import format_day, isolate, translate
from app.procedures.beginning import may_begin_online
from app.store import drafts
from app.store.database import transaction
from app.store.models import Draft

log = structlog.get_logger("mastara.drafts")
NOTICE = timedelta(days=3)
"""How long before the end people are told."""

REMEMBERED = timedelta(days=90)
"""How long the link of an erased draft still says that it was erased."""

SUBJECT = "Votre demande non déposée sera effacée le %(day)s"
BODY = (
    "Vous avez commencé la démarche « %(procedure)s » sans la déposer. Vos réponses et vos fichiers seront effacés le "
    "%(day)s. Pour la terminer avant ce jour, ouvrez ce lien : %(link)s – ou tapez ce code sur la page « Reprendre une "
    "demande » : %(code)s. Si vous n'en avez plus besoin, ne faites rien."
)
SMS = "Votre demande non déposée sera effacée le %(day)s. Pour la terminer : %(link)s"


@dataclass(frozen=True, kw_only=True)
class DraftRound:
    """What one round did, in numbers of drafts."""

    warned: int
    erased: int
    removed: int


@dataclass(frozen=True, kw_only=True)
class _Warning:
    """Where and what to write about one draft."""

    draft_id: str
    language: Language
    email: str | None
    phone: str | None
    values: Mapping[str, str]


def look_after_drafts(services: Services) -> DraftRound:
    """Do one round; a message that cannot be sent now is tried again in the next one."""
    now = services.clock.now()
    with transaction():
        ending = drafts.list_ending(now, before=now + NOTICE)
        over = drafts.list_to_erase(now)
        forgotten = drafts.list_to_remove(now - REMEMBERED)
    warned = sum(_warn(draft_id, services) for draft_id in ending)
    for draft_id in over:
        for key in execute(EraseDraft(draft_id=draft_id), actor=SYSTEM, services=services):
            services.files.remove(key)
    for draft_id in forgotten:
        execute(RemoveDraft(draft_id=draft_id), actor=SYSTEM, services=services)
    return DraftRound(warned=warned, erased=len(over), removed=len(forgotten))


def _warn(draft_id: str, services: Services) -> bool:
    with transaction():
        draft = drafts.get(draft_id)
        warning = _write(draft, services) if draft is not None else None
    try:
        told = warning is not None and _send(warning, services)
    except ConnectorFailed as problem:
        log.warning("draft-notice-failed", draft=draft_id, error=str(problem), retryable=problem.retryable)
        if problem.retryable:
            return False
        told = False
    execute(NoteDraftWarned(draft_id=draft_id), actor=SYSTEM, services=services)
    return told


def _write(draft: Draft, services: Services) -> _Warning | None:
    """Return the message, None when the draft has no address, no link that we could name, or is an agent's own."""
    package = services.deployments.get(draft.deployment_id).package
    if not may_begin_online(package.manifest):
        return None
    applicant: Mapping[str, Any] = package.manifest["applicant"]
    email, phone = (_text(draft.answers.get(applicant[name])) for name in ("email", "phone"))
    token = draft_token(services.settings.secret_key, draft.id)
    if not (email or phone) or fingerprint(token) != draft.token_fingerprint:
        return None
    language = read_language(draft.language)
    code = written_code(token)
    values = {
        "procedure": package.text("fiche.title", language),
        "day": format_day(draft.expires_at, language),
        "link": f"{services.settings.public_url}/{language}/drafts/{token}/",
        "code": isolate(code) if language == "ar" else code,
    }
    return _Warning(draft_id=draft.id, language=language, email=email, phone=phone, values=values)


def _send(warning: _Warning, services: Services) -> bool:
    language, values, key = warning.language, warning.values, f"draft-{warning.draft_id}-ends"
    if warning.email:
        message = EmailMessage(
            to=warning.email,
            subject=translate(language, SUBJECT, **values),
            body=translate(language, BODY, **values),
            language=language,
        )
        services.connectors.email.send(message, idempotency_key=f"{key}-email")
    elif warning.phone:
        message_text = translate(language, SMS, **values)
        services.connectors.sms.send(SmsMessage(to=warning.phone, text=message_text), idempotency_key=f"{key}-sms")
    return True


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
