"""Invented values for the previews of a draft: what its scenarios type in, and what its forms would take."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from app.domain.clock import local_day
from app.domain.errors import MastaraError
from app.domain.languages import Language
from app.forms.filling import Filling
from app.forms.packages import read_forms
from app.forms.samples import sample_answers
from app.languages import format_day
from app.procedures import ProcedurePackage
from app.scenarios.attachments import to_plain
from app.scenarios.mail import message_values
from app.scenarios.reading import COMMUNE, DEFAULT_CLOCK, Scenario, read_scenario

REFERENCE = "M-2026-000123"
APPLICANT = "Nora Bennani"
BOTH: tuple[Language, Language] = ("ar", "fr")
LONGEST_VALUE = 60


def read_scenarios(package: ProcedurePackage) -> dict[str, Scenario]:
    """Return the scenarios that can be read, by file."""
    found: dict[str, Scenario] = {}
    for file, raw in package.scenarios.items():
        try:
            found[file] = read_scenario(raw, file=file)
        except MastaraError:
            continue  # The page of scenarios says what is wrong with it.
    return found


def sample_document(package: ProcedurePackage, scenario: Scenario | None) -> dict[str, Any]:
    """Return the data of an invented case: samples of every form, and over them all that the scenario types in."""
    filling = Filling(context={}, language="fr", now=scenario.clock if scenario else DEFAULT_CLOCK, files={})
    document: dict[str, Any] = {}
    for form in read_forms(package).values():
        document |= {key: value for key, value in sample_answers(form.fields, filling).items() if key not in document}
    if scenario is not None:
        document |= dict(scenario.start)
        for step in scenario.steps:
            document |= dict(step.data) if step.kind in ("complete", "job", "message") else {}
    plain: dict[str, Any] = to_plain(document)
    return plain


def sample_message(package: ProcedurePackage, language: Language) -> dict[str, object]:
    """Return what a message may name, of an invented case in a language."""
    scenario = next(iter(read_scenarios(package).values()), None)
    document = sample_document(package, scenario)
    shown = replace(scenario or _no_scenario(), language=language)
    return message_values(shown, document, package.text("reasons.other", language), REFERENCE)


def sample_print(
    package: ProcedurePackage, key: str, scenario: Scenario | None, language: Language, *, signed: bool
) -> dict[str, Any]:
    """Return the data of an invented document, of the shape of app/documents/README.md."""
    document = sample_document(package, scenario)
    day = local_day(scenario.clock if scenario else DEFAULT_CLOCK)
    commune = dict(scenario.commune) if scenario else dict(COMMUNE)
    return {
        "language": language,
        "commune": _commune(commune),
        "case": {"reference": REFERENCE, "applicant": APPLICANT, **_in_both("filed_on", day)},
        "document": _facts(package, key, day, signed=signed),
        "answers": document,
        "act": _act(document, commune),
        "refusal": _refusal(package),
    }


def named_values(data: Mapping[str, Any], prefix: str = "data") -> list[tuple[str, str]]:
    """Return every value behind its dotted name with a short sample, in the order in which they are given."""
    rows: list[tuple[str, str]] = []
    for name, value in data.items():
        place = f"{prefix}.{name}" if prefix else name
        if isinstance(value, Mapping) and value:
            rows += named_values(value, place)
        else:
            rows.append((place, _short(value)))
    return rows


def _short(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    if isinstance(value, list | tuple):
        return f"[{', '.join(_short(item) for item in value[:3])}]"
    text = (
        {True: "true", False: "false", None: ""}.get(value, str(value)) if value in (True, False, None) else str(value)
    )
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…"


def _no_scenario() -> Scenario:
    return read_scenario({"name": "-", "start": {}, "expect": {}}, file="-")


def _in_both(name: str, day: Any) -> dict[str, str]:
    return {f"{name}_{language}": format_day(day, language) for language in BOTH}


def _commune(commune: Mapping[str, str]) -> dict[str, str]:
    return {
        "name_ar": commune["ar"],
        "name_fr": commune["fr"],
        "region_ar": "فاس-مكناس",
        "region_fr": "Fès-Meknès",
        "province_ar": "إفران",
        "province_fr": "Ifrane",
        "province_kind": "province",
        "kind": commune.get("kind", "urban"),
    }


def _facts(package: ProcedurePackage, key: str, day: Any, *, signed: bool) -> dict[str, Any]:
    declared: Mapping[str, Any] = next((one for one in package.manifest["documents"] if one["key"] == key), {})
    facts: dict[str, Any] = {"key": key, "draft": not signed, **_in_both("issued_on", day)}
    if signed:
        facts["number"] = f"{declared.get('register') or key}-99999999-{day.year}-00042"
    if signed and declared.get("signatory"):
        role = package.roles.get(declared["signatory"], {})
        facts["signatory"] = {
            "name_ar": "كريم العلوي",
            "name_fr": "Karim Alaoui",
            "title_ar": role.get("ar", ""),
            "title_fr": role.get("fr", ""),
            "by_delegation": False,
        }
    return facts


def _refusal(package: ProcedurePackage) -> dict[str, Any]:
    reasons = [key for key in package.translations.get("fr", {}).get("reasons", {})][-3:]
    return {
        "subject_ar": package.text("fiche.title", "ar"),
        "subject_fr": package.text("fiche.title", "fr"),
        "applicant_ar": APPLICANT,
        "applicant_fr": APPLICANT,
        "reasons": [{one: package.text(f"reasons.{key}", one) for one in BOTH} for key in reasons],
        "comment": "",
        "appeals": [
            {one: package.text(f"fiche.appeals.{appeal['key']}", one) for one in BOTH}
            for appeal in package.manifest["appeals"]
        ],
    }


def _act(document: Mapping[str, Any], commune: Mapping[str, str]) -> dict[str, Any]:
    """Return an invented act of civil status of the kind that was asked for, with the names that were typed."""
    place = {"ar": commune["ar"], "fr": commune["fr"]}

    def named(first: str, last: str, born: str, sex: str) -> dict[str, Any]:
        return {
            "sex": sex,
            "first_name": {"ar": first, "lat": "Yousra" if sex == "F" else "Ilyas"},
            "last_name": {"ar": last, "lat": "AMZIANE"},
            "born_at": born,
            "birth_place": place,
        }

    person = named(
        str(document.get("subject_first_ar") or "يسرى"),
        str(document.get("subject_last_ar") or "أمزيان"),
        str(document.get("birth_date") or "1994-06-21"),
        "F",
    )
    kind = document.get("act_type") if document.get("act_type") in ("birth", "death", "marriage") else "birth"
    return {
        "kind": kind,
        "bureau": place,
        "register": "12",
        "year": 1994,
        "number": 318,
        "drawn_up_on": "1994-06-27",
        "mentions": [],
        "person": person,
        "father": named("عبد الإله", "أمزيان", "1960-03-02", "M"),
        "mother": named("فاطمة الزهراء", "بناني", "1965-11-19", "F"),
        "death": {"died_at": "2025-10-04T22:10", "place": place},
        "husband": named("إلياس", "التازي", "1990-01-05", "M"),
        "wife": person,
        "marriage": {"on": "2020-09-12", "court": place, "reference": "214/38"},
    }


MOMENT = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
"""The date of preview files: equal templates and data give equal bytes."""
