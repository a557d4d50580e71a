"""Writes the files of a composed procedure: index, diagram, forms, texts, scenarios."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import yaml

from app.domain.languages import INTERFACE_LANGUAGES
from app.procedures.composing.choices import COMPLETENESS, PAYMENT, SILENCE, Composition
from app.procedures.composing.course import draw
from app.procedures.composing.graph import Graph
from app.procedures.composing.scenarios import scenarios
from app.procedures.composing.texts import form_texts, package_texts

FIRST_VERSION = "0.1.0"
_LAW_DATE, _SINCE = date(2020, 3, 6), date(2020, 1, 1)
_FEE_CENTIMES = 2000
_ASSUMED = "Hypothèse, à confirmer avant toute publication"
_CHANGES = f"# {{title}}\n\n## {FIRST_VERSION}\n- Première version.\n"
_HEAD = "# Fiche de la loi 55-19 (article 6), valeurs datées, index des fichiers. Les textes sont dans translations/.\n"


def compose(chosen: Composition) -> dict[str, bytes]:
    """Return the files of a package that loads, has no error and runs, by path."""
    graph = draw(chosen)
    home, forms = f"processes/{chosen.slug}", f"forms/{chosen.slug}"
    played = scenarios(chosen)
    files: dict[str, bytes] = {
        f"{home}/procedure.yaml": _index(chosen, list(played)),
        f"{home}/{chosen.slug}.bpmn": graph.xml(),
        f"{home}/CHANGELOG.md": _CHANGES.format(title=chosen.titles.get("fr") or chosen.slug).encode(),
        f"{forms}/request.json": _json(_REQUEST),
        f"{forms}/examine-request.json": _json(_EXAMINE),
    }
    files |= {f"{home}/{name}": _yaml(content) for name, content in played.items()}
    for language in INTERFACE_LANGUAGES:
        texts = package_texts(
            language,
            chosen.titles.get(language, ""),
            chosen.summaries.get(language, ""),
            audience=chosen.audience,
            effect=_effect(chosen),
            paid=PAYMENT in chosen.steps,
            outcomes=_outcomes(graph),
        )
        files[f"{home}/translations/{language}.yaml"] = _yaml(texts)
        files[f"{forms}/translations/{language}.yaml"] = _yaml(form_texts(language))
    files[f"{home}/translations/zgh.yaml"] = _yaml({"fiche": {"title": chosen.titles.get("zgh", "")}})
    files[f"{forms}/translations/zgh.yaml"] = b"{}\n"
    return files


def _effect(chosen: Composition) -> str:
    return "consent" if SILENCE in chosen.steps else "refusal_appealable"


def _outcomes(graph: Graph) -> list[str]:
    found = (box.attributes.get("mastara:outcome") for box in graph.boxes.values())
    return [outcome for outcome in found if outcome]


def _index(chosen: Composition, played: list[str]) -> bytes:
    """Return `procedure.yaml`: the sheet of law 55-19 article 6, dated values, index of the files."""
    paid = PAYMENT in chosen.steps
    law = {
        "key": "law-55-19",
        "type": "law",
        "number": "55-19",
        "date": _LAW_DATE,
        "articles": ["10", "16", "19", "21"],
    }
    president = {"file_within": "l5519.appeal_file", "reply_within": "l5519.appeal_president_reply"}
    content: dict[str, Any] = {
        "key": chosen.slug,
        "version": FIRST_VERSION,
        "system": chosen.system,
        "domain": chosen.domain,
        "audience": chosen.audience,
        "process": f"{chosen.slug}.bpmn",
        "start_form": "request",
        "forms": ["request", "examine-request"],
        "translations": ["ar", "fr", "zgh"],
        "scenarios": played,
        "channels": ["portal", "counter"],
        "legal_basis": [law],
        **(
            {"fees": [{"key": "fee", "parameter": f"{chosen.namespace}.fee", "legal_ref": "law-55-19 a.16"}]}
            if paid
            else {}
        ),
        "deadline": _deadline(chosen),
        "silence": {"effect": _effect(chosen), "legal_ref": "law-55-19 a.19", "message": "period-over"},
        "appeals": [{"key": "president", **president, "legal_ref": "law-55-19 a.21"}],
        "retention": {"parameter": "retention.request_file"},
        "parameters": _parameters(chosen),
        "policy": {"default": "locked"},
    }
    return _HEAD.encode() + _yaml(content)


def _deadline(chosen: Composition) -> dict[str, Any]:
    paying = {"waiting_at": ["payment-paid"], "reason": "payment", "any_time": True, "legal_ref": "law-55-19 a.16"}
    return {
        "parameter": f"{chosen.namespace}.answer",
        "starts": "complete",
        **({"restarts_after": ["supply-pieces"]} if COMPLETENESS in chosen.steps else {}),
        **({"suspended_while": [paying]} if PAYMENT in chosen.steps else {}),
        "half_window": True,
        "ends_after": ["take-decision"],
    }


def _parameters(chosen: Composition) -> list[dict[str, Any]]:
    answer = {
        "key": f"{chosen.namespace}.answer",
        "unit": "day",
        "kind": "franc",
        "title": {"fr": "Délai légal de réponse", "ar": "الأجل القانوني للجواب"},
        "values": [_assumed(chosen.answer_days, " ; loi 55-19, art. 16")],
    }
    fee = {
        "key": f"{chosen.namespace}.fee",
        "unit": "centime",
        "kind": "amount",
        "title": {"fr": "Droit à payer", "ar": "الواجب المستحق"},
        "values": [_assumed(_FEE_CENTIMES)],
    }
    return [answer, fee] if PAYMENT in chosen.steps else [answer]


def _assumed(value: int, more: str = "") -> dict[str, Any]:
    return {"from": _SINCE, "value": value, "legal_ref": f"{_ASSUMED}{more}", "source": "assumed"}


def _field(kind: str, key: str, **rest: Any) -> dict[str, Any]:
    return {"type": kind, "id": key, "key": key, **rest}


def _step(identity: str, label: str, *components: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "group", "id": identity, "label": label, "showOutline": False, "components": list(components)}


def _form(identity: str, *components: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "default", "id": identity, "schemaVersion": 19, "components": list(components)}


_REQUEST = _form(
    "request",
    _step(
        "applicant-step",
        "Vous",
        _field("textfield", "requester_first", label="Prénom", validate={"required": True, "maxLength": 80}),
        _field("textfield", "requester_last", label="Nom", validate={"required": True, "maxLength": 80}),
        _field("textfield", "requester_phone", label="Téléphone", properties={"kind": "phone"}),
        _field("textfield", "requester_email", label="Adresse électronique", validate={"validationType": "email"}),
    ),
    _step(
        "request-step",
        "Votre demande",
        _field(
            "textarea", "request_subject", label="Que demandez-vous ?", validate={"required": True, "maxLength": 2000}
        ),
    ),
)
_EXAMINE = _form(
    "examine-request",
    _field("textarea", "examination_note", label="Ce que l’examen a montré", validate={"maxLength": 4000}),
)


def _json(content: object) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


class _Plain(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        """Write each value where it stands: packages accept no aliases."""
        return True


def _yaml(content: object) -> bytes:
    return yaml.dump(content, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=120).encode()
