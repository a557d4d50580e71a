"""The data of a document, as app/documents/README.md describes it, gathered from the case."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from app.commands.services import Services
from app.deadlines.explanation import period_in_words
from app.deployments import period_of
from app.documents.qr import qr_svg
from app.documents.verification import verification_url, write_verification_code
from app.domain.clock import local_day
from app.domain.languages import Language
from app.languages import format_day, translate
from app.procedures.package import ProcedurePackage
from app.store import cases, people
from app.store.models import Case, Commune, UserTask

FILE_WITHIN, REPLY_WITHIN = "à former en %(period)s", "réponse en %(period)s"
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


def appeals_of(package: ProcedurePackage, filed_at: datetime) -> list[dict[str, str]]:
    """Return the ways of appeal in both languages, each with its periods."""
    return [
        {language: _appeal(package, appeal, filed_at, language) for language in BOTH}
        for appeal in package.manifest["appeals"]
    ]


def _appeal(package: ProcedurePackage, appeal: Mapping[str, Any], filed_at: datetime, language: Language) -> str:
    words = [package.text(f"fiche.appeals.{appeal['key']}", language)]
    for name, sentence in (("file_within", FILE_WITHIN), ("reply_within", REPLY_WITHIN)):
        if appeal[name]:
            period = period_of(package.parameters[appeal[name]], filed_at)
            words.append(translate(language, sentence, period=period_in_words(period, language)))
    return ("، " if language == "ar" else ", ").join(words)


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
        "appeals": appeals_of(package, case.filed_at),
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
