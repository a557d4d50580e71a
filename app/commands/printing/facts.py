"""The data of a document, as app/documents/README.md describes it, gathered from the case."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from app.commands.clocks.reading import clock_from
from app.commands.services import Services
from app.deadlines import list_clock_sentences
from app.deadlines.explanation import period_in_words
from app.deployments import Deployed, period_of
from app.documents.qr import qr_svg
from app.documents.verification import verification_url, write_verification_code
from app.domain.clock import local_day
from app.domain.languages import Language
from app.languages import format_day, format_moment
from app.procedures.package import ProcedurePackage
from app.store import cases, deadlines, people
from app.store.models import Case, Commune, Deadline, UserTask

AT_FILING = ("filed", "completed")
"""What a receipt knows of the period; what came later is read on the page of the case."""
BOTH: tuple[Language, Language] = ("ar", "fr")


def in_both(name: str, write: Any) -> dict[str, str]:
    """Return {name_ar, name_fr} of something that is written per language."""
    return {f"{name}_{language}": write(language) for language in BOTH}


def text_in_both(package: ProcedurePackage, path: str) -> dict[str, str]:
    """Return {ar, fr} of a text of the package."""
    return {language: package.text(path, language) for language in BOTH}


def commune_facts(commune: Commune) -> dict[str, str]:
    """Return `commune` of a document."""
    facts = {
        "name_ar": commune.name_ar,
        "name_fr": commune.name_fr,
        "region_ar": commune.region.name_ar,
        "region_fr": commune.region.name_fr,
        "province_ar": commune.province.name_ar,
        "province_fr": commune.province.name_fr,
        "province_kind": "province" if commune.province.kind == "province" else "prefecture",
        "kind": commune.kind,
    }
    return facts | ({"name_zgh": commune.name_zgh} if commune.name_zgh else {})


def case_facts(case: Case) -> dict[str, str]:
    """Return `case` of a document."""
    day = local_day(case.filed_at)
    return {
        "reference": case.reference,
        "applicant": case.applicant,
        **in_both("filed_on", lambda language: format_day(day, language)),
    }


def document_facts(
    *, key: str, code: str, services: Services, now: datetime, number: str | None, draft: bool
) -> dict[str, Any]:
    """Return `document` of a document: its number, its code and the QR that opens its verification page."""
    url = verification_url(services.settings.public_url, code)
    facts: dict[str, Any] = {
        "key": key,
        "draft": draft,
        **in_both("issued_on", lambda language: format_day(local_day(now), language)),
    }
    if number:
        facts["number"] = number
    if not draft:
        facts |= {"code": write_verification_code(code), "verify_url": url, "qr": qr_svg(url)}
    return facts


def signatory_of(case: Case, role: str | None) -> dict[str, Any] | None:
    """Return who signs: the agent who completed the last task of the signatory's role."""
    if role is None:
        return None
    signed: UserTask | None = cases.find_last_completed_task(case, role)
    agent = people.find_agent(signed.assignee_id) if signed and signed.assignee_id else None
    if agent is None:
        return None
    return {
        "name_ar": agent.name_ar,
        "name_fr": agent.name_fr,
        "title_ar": agent.title_ar,
        "title_fr": agent.title_fr,
        "by_delegation": role not in ("president", "gouverneur"),
    }


def appeals_of(package: ProcedurePackage) -> list[dict[str, str]]:
    """Return the ways of appeal in both languages."""
    return [text_in_both(package, f"fiche.appeals.{appeal['key']}") for appeal in package.manifest["appeals"]]


def receipt_facts(case: Case, deployed: Deployed, services: Services, code: str) -> dict[str, Any]:
    """Return `receipt` (law 55-19 art. 10 to 12)."""
    package = deployed.package
    parameter = package.parameters[package.manifest["deadline"]["parameter"]]
    period = period_of(parameter, case.filed_at)
    received, missing = _pieces(case, deployed, services)
    first = next(iter(cases.list_deadlines(case)), None)
    facts: dict[str, Any] = {
        "status": "in_deposit" if missing else "deposited",
        "act_ar": package.text("fiche.title", "ar"),
        "act_fr": package.text("fiche.title", "fr"),
        "applicant": {"name_lat": case.applicant, "name_ar": case.applicant},
        **in_both("filed_at", lambda language: format_moment(case.filed_at, language)),
        "channel": case.channel,
        "tracking_code": code,
        "pieces_received": received,
        "pieces_missing": missing,
        **in_both("period", lambda language: period_in_words(period, language)),
        **in_both("silence", lambda language: package.text("fiche.silence", language)),
        "appeals": appeals_of(package),
    }
    if first is not None and not missing:
        facts |= _computation(case, services, first)
    return facts


def _computation(case: Case, services: Services, row: Deadline) -> dict[str, Any]:
    """Return the expected day as it stood at filing, whenever the receipt is printed, and how it is computed.

    What silence means stands on the receipt in words of its own, and what may be asked concerns the administration.
    """
    calendar = services.calendar_in(case.commune_id)
    known = [event for event in deadlines.list_clock_events(row) if event.kind in AT_FILING]
    clock = clock_from(
        known,
        case_deployment=case.deployment_id,
        opened_under=row.deployment_id,
        filed_at=case.filed_at,
        deployments=services.deployments.get,
    )
    state = clock.read(calendar)
    told = replace(state, rule=replace(state.rule, silence="none"), half_window_until=None)
    facts: dict[str, Any] = {
        f"computation_{language}": list(list_clock_sentences(told, calendar, language)) for language in BOTH
    }
    last = state.last_day
    return facts if last is None else facts | in_both("expected", lambda language: format_day(last, language))


def _pieces(case: Case, deployed: Deployed, services: Services) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Return the pieces received and those missing, as the form at filing required them."""
    from app.feel import evaluate

    supplied = {row.piece for row in cases.list_attachments(case.commune_id, case_id=case.id)}
    received, missing = [], []
    for piece in deployed.package.manifest["pieces"]:
        if piece["provided_by"] != "user":
            continue
        required = piece["required"]
        if isinstance(required, str):
            required = evaluate(required, case.document, now=case.filed_at)
        name = text_in_both(deployed.package, f"fiche.pieces.{piece['key']}.name")
        if piece["key"] in supplied:
            received.append(name)
        elif required:
            missing.append(name)
    return received, missing


def refusal_facts(case: Case, package: ProcedurePackage) -> dict[str, Any]:
    """Return `refusal` (law 03-01 art. 1): the reasons that the refusal form chose, the comment, the appeals."""
    document = case.document
    codes: Sequence[str] = document.get("refusal_reasons") or document.get("finding_reasons") or []
    return {
        "subject_ar": package.text("fiche.title", "ar"),
        "subject_fr": package.text("fiche.title", "fr"),
        "applicant_ar": case.applicant,
        "applicant_fr": case.applicant,
        "reasons": [text_in_both(package, f"reasons.{code}") for code in codes],
        "comment": str(document.get("refusal_note") or document.get("finding_note") or ""),
        "appeals": appeals_of(package),
    }


def act_from_answers(document: Mapping[str, Any], commune: Commune) -> dict[str, Any]:
    """Return `act` from the request and what the clerk read in the paper register, when no entry was chosen."""
    place = {"ar": commune.name_ar, "fr": commune.name_fr}
    person = {
        "first_name": _name(document, "subject_first"),
        "last_name": _name(document, "subject_last"),
        "born_at": str(document.get("birth_date") or document.get("birth_year") or ""),
        "birth_place": place,
    }
    act: dict[str, Any] = {
        "kind": document.get("act_type", "birth"),
        "bureau": place,
        "register": str(document.get("found_register_no") or document.get("register_no") or "—"),
        "year": document.get("found_act_year") or document.get("act_year"),
        "number": document.get("found_act_no") or document.get("act_no"),
        "mentions": [],
    }
    if act["kind"] == "marriage":
        spouse = {"first_name": {"ar": document.get("spouse_name_ar"), "lat": ""}, "last_name": {"ar": "", "lat": ""}}
        sides = (person, {**spouse, "born_at": "", "birth_place": place})
        marriage = {"on": str(document.get("marriage_year") or ""), "court": place, "reference": "—"}
        return act | {"husband": sides[0], "wife": sides[1], "marriage": marriage}
    act |= {
        "person": person,
        "father": {"first_name": {"ar": document.get("father_first_ar"), "lat": ""}, "last_name": person["last_name"]},
        "mother": {"first_name": {"ar": document.get("mother_name_ar"), "lat": ""}, "last_name": {"ar": "", "lat": ""}},
    }
    if act["kind"] == "death":
        act["death"] = {"died_at": str(document.get("death_date") or ""), "place": place}
    return act


def _name(document: Mapping[str, Any], field: str) -> dict[str, str]:
    return {script: str(document.get(f"{field}_{script}") or "") for script in ("ar", "lat")}
