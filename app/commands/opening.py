"""Opens cases: filed by somebody, or begun by a message, a signal or a timer of an offered procedure."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from app.commands.applying import Application
from app.commands.bus import Unit, require
from app.commands.clocks.keeping import start_period
from app.commands.environment import case_context
from app.deployments import Deployed
from app.domain.clock import local_day
from app.domain.codes import ALPHABET, fingerprint, new_id, normalise_code
from app.domain.languages import Language
from app.engine import StepResult, following_start
from app.languages import collation_key
from app.store import cases, numbering, publication, territory, triggers
from app.store.database import flush
from app.store.models import Case, Commune, StartTrigger

FILING_REGISTER = "filing"
CODE_SIGNS = 28
CODE_GROUP = 4
BY_PROCESS = "process"
"""Channel of a case that no person filed."""


@dataclass(frozen=True, kw_only=True)
class Opening:
    """A request about to become a case. `entry` is the start event that happened, None for the plain start."""

    slug: str
    deployment_id: str
    deployed: Deployed
    commune: Commune
    answers: Mapping[str, Any]
    language: Language
    channel: str
    entry: str | None = None

    def open(self, unit: Unit) -> tuple[Case, StepResult, str]:
        """Number the case, run its process to where it first waits, add its row.

        Returns the case, the step still to be written (`Application`) and the tracking code.
        """
        services, now, commune = unit.services, unit.now, self.commune
        year = local_day(now).year
        reference = case_reference(commune, year, numbering.next_number(commune.id, FILING_REGISTER, year))
        case_id = new_id()
        code = tracking_code(services.settings.secret_key, case_id)
        context = case_context(
            reference=reference, language=self.language, channel=self.channel, commune=commune, filed_at=now
        )
        environment = self.deployed.environment(
            context, calendar=partial(services.calendar_in, commune.id), filed_at=now, now=now
        )
        result = services.engine.start(self.deployed.definition, self.answers, environment, entry=self.entry)
        case = self._row(case_id, reference, code, unit)
        cases.add(case)
        return case, result, code

    def _row(self, case_id: str, reference: str, code: str, unit: Unit) -> Case:
        offering = publication.find_offering(self.commune.id, self.slug)
        applicant = self.deployed.package.manifest["applicant"]
        name = applicant_name(self.answers, applicant)
        return Case(
            id=case_id,
            commune_id=self.commune.id,
            reference=reference,
            tracking_fingerprint=fingerprint(normalise_code(code)),
            slug=self.slug,
            deployment_id=self.deployment_id,
            service_id=offering.service_id if offering else None,
            version=0,
            state="open",
            status="",
            language=self.language,
            channel=self.channel,
            applicant=name,
            applicant_key=collation_key(f"{name} {reference}"),
            email=self.answers.get(applicant["email"]) or None,
            phone=self.answers.get(applicant["phone"]) or None,
            document=dict(self.answers),
            engine_state=b"",
            filed_at=unit.now,
            updated_at=unit.now,
        )


def open_triggered_case(trigger: StartTrigger, payload: Mapping[str, Any], unit: Unit) -> Case:
    """Open the case that a start event of an offered procedure begins; what the event carries is its first data."""
    deployed = unit.services.deployments.get(trigger.deployment_id)
    opening = Opening(
        slug=trigger.slug,
        deployment_id=trigger.deployment_id,
        deployed=deployed,
        commune=territory.get_commune_by_id(trigger.commune_id),
        answers=payload,
        language="ar",
        channel=BY_PROCESS,
        entry=trigger.element,
    )
    case, result, _code = opening.open(unit)
    flush()
    cases.record_event(
        case,
        "CaseBegun",
        at=unit.now,
        actor_kind="system",
        actor_name=unit.actor.name,
        data={"element": trigger.element, "kind": trigger.kind, "name": trigger.name},
    )
    start_period(case, deployed, unit)
    Application(case=case, deployed=deployed, result=result, unit=unit).write(expected_version=0)
    return case


@dataclass(frozen=True, kw_only=True)
class StartDueCase:
    """Open the case whose start timer has been due longest, and set the timer again; tells whether there was one."""

    def authorise(self, unit: Unit) -> None:
        """The platform itself."""
        require(unit.actor.kind == "system", "Expected the worker.")

    def handle(self, unit: Unit) -> bool:
        trigger = triggers.lock_due_trigger(unit.now)
        if trigger is None or trigger.due_at is None:
            return False
        following = following_start(trigger.due_at, trigger.repeats, trigger.left)
        trigger.due_at, trigger.left = following or (None, 0)
        open_triggered_case(trigger, {}, unit)
        return True


def tracking_code(secret_key: str, case_id: str) -> str:
    """Return the tracking code of a case: 28 signs, 140 bits, the same each time it is asked for."""
    digest = hmac.new(secret_key.encode(), f"tracking:{case_id}".encode(), hashlib.sha256).digest()
    number = int.from_bytes(digest, "big")
    signs = "".join(ALPHABET[(number >> (5 * position)) & 31] for position in range(CODE_SIGNS))
    return "-".join(signs[start : start + CODE_GROUP] for start in range(0, CODE_SIGNS, CODE_GROUP))


def case_reference(commune: Commune, year: int, number: int) -> str:
    """Return the reference of a case: year, digits of the commune's code, number in the commune's register."""
    return f"{year}-{commune.id.replace('.', '')}-{number:06d}"


def applicant_name(answers: Mapping[str, Any], applicant: Mapping[str, Any]) -> str:
    """Return the applicant's name from the fields that the manifest names."""
    parts = [str(answers[field]).strip() for field in applicant["name"] if answers.get(field)]
    return " ".join(parts) or "—"
