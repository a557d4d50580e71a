"""Builds a small valid package in memory and lets a test break one thing in it.

a_package().manifest(appeals=[]).build()
a_package().diagram('mastara:outcome="answered"', "").findings("end-outcome")
"""

import copy
import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Self

import yaml

from app.domain.findings import Finding
from app.linting import lint
from app.procedures import ProcedurePackage, package_from_files
from tests.builders.package_forms import FORMS

SLUG = "library-card"

MANIFEST: dict[str, Any] = {
    "key": SLUG,
    "version": "1.0.0",
    "system": "demo",
    "domain": "library",
    "audience": "citizen",
    "process": f"{SLUG}.bpmn",
    "start_form": "request",
    "forms": ["request", "review"],
    "decisions": [],
    "documents": [],
    "messages": ["received"],
    "translations": ["ar", "fr", "zgh"],
    "scenarios": ["scenarios/accepted.yaml"],
    "channels": ["portal"],
    "legal_basis": [
        {"key": "law-1-00", "type": "law", "number": "1-00", "date": date(2020, 1, 1), "articles": list("1234")}
    ],
    "pieces": [
        {
            "key": "identity-card",
            "provided_by": "user",
            "field": "identity_card",
            "required": "=age >= 18",
            "legal_ref": "law-1-00 a.1",
        }
    ],
    "fees": [{"key": "card", "parameter": "library.card_fee", "legal_ref": "law-1-00 a.2"}],
    "deadline": {"parameter": "library.answer", "starts": "filed"},
    "silence": {"effect": "consent", "legal_ref": "law-1-00 a.3"},
    "appeals": [{"key": "president", "file_within": "l5519.appeal_file", "legal_ref": "law-1-00 a.4"}],
    "retention": {"parameter": "library.retention"},
    "parameters": [
        {
            "key": "library.answer",
            "unit": "day",
            "kind": "franc",
            "values": [{"from": date(2020, 1, 1), "value": 10, "legal_ref": "invented", "source": "known"}],
        },
        {
            "key": "library.review_target",
            "unit": "working_day",
            "kind": "working",
            "values": [{"from": date(2020, 1, 1), "value": 2, "legal_ref": "invented", "source": "known"}],
        },
        {
            "key": "library.card_fee",
            "unit": "centime",
            "kind": "amount",
            "values": [{"from": date(2020, 1, 1), "value": 500, "legal_ref": "invented", "source": "known"}],
        },
        {
            "key": "library.retention",
            "unit": "year",
            "values": [{"from": date(2020, 1, 1), "value": 2, "legal_ref": "invented", "source": "known"}],
        },
    ],
    "extension_points": [],
    "policy": {"default": "locked"},
}

SHARED_PARAMETERS: dict[str, Any] = {
    "parameters": [
        {
            "key": key,
            "unit": "day",
            "kind": "franc",
            "values": [{"from": date(2020, 1, 1), "value": value, "legal_ref": "invented", "source": "known"}],
        }
        for key, value in (("l5519.max_days", 60), ("l5519.appeal_file", 30))
    ]
}
ROLES = {"librarian": {"fr": "Bibliothécaire", "ar": "أمين المكتبة"}, "system": {"fr": "Plateforme", "ar": "المنصة"}}

FORM_TEXTS: dict[str, Any] = {
    "fr": {"request": {"title": "Demande"}, "review": {"title": "Examen"}},
    "ar": {
        "request": {
            "title": "الطلب",
            "components": {
                "applicant_name": {"label": "الاسم"},
                "age": {"label": "السن"},
                "identity_card": {"label": "بطاقة التعريف"},
            },
        },
        "review": {
            "title": "الفحص",
            "components": {
                "verdict": {"label": "القرار", "options": {"accepted": "قبول", "refused": "رفض"}},
                "verdict_reasons": {"label": "الأسباب"},
            },
        },
    },
    "zgh": {},
}

TEXTS: dict[str, Any] = {
    language: {
        "fiche": {
            "title": title,
            "summary": f"{title}.",
            "audience": title,
            "silence": title,
            "pieces": {"identity-card": {"name": title}},
            "fees": {"card": title},
            "legal_basis": {"law-1-00": title},
            "appeals": {"president": title},
        },
        "statuses": {key: {"title": title, "explanation": title} for key in ("received", "in-review", "closed")},
        "tasks": {"review": {"title": title, "action": title}},
        "outcomes": {key: {"title": title, "explanation": title} for key in ("accepted", "refused", "lapsed")},
    }
    for language, title in (("fr", "Carte de bibliothèque"), ("ar", "بطاقة المكتبة"))
} | {"zgh": {"fiche": {"title": "ⵜⴰⴽⴰⵕⴹⴰ"}}}

MESSAGES = {
    "received.fr": "subject: Demande reçue\nsms: Demande reçue\n\nVotre demande {{ case.reference }} est reçue.\n",
    "received.ar": "subject: توصلنا بالطلب\nsms: توصلنا بالطلب\n\nتوصلنا بطلبكم {{ case.reference }}.\n",
}

SCENARIOS: dict[str, Any] = {
    "scenarios/accepted.yaml": {
        "name": "Accepted",
        "shows": ["citizen-errs", "administration-late", "system-fails"],
        "clock": "2026-03-02T09:00:00+01:00",
        "commune": {"kind": "urban"},
        "start": {"applicant_name": "Nora", "age": 30},
        "steps": [{"complete": "review", "answers": {"verdict": "accepted"}}],
        "expect": {"ends": ["end-accepted"], "outcome": "accepted", "status": "closed", "waiting": []},
    }
}

_NODES: tuple[tuple[str, str, str], ...] = (
    (
        "startEvent",
        "filed",
        'name="Déposée&#10;مودع" mastara:status="received"',
    ),
    (
        "sendTask",
        "tell-received",
        'name="Accuser réception&#10;الإشعار بالتوصل" mastara:operation="notify"',
    ),
    (
        "userTask",
        "review",
        'name="Examiner&#10;الفحص" mastara:status="in-review" mastara:target="library.review_target"',
    ),
    ("boundaryEvent", "too-late", 'name="Trop tard&#10;فات الأجل" attachedToRef="review"'),
    ("exclusiveGateway", "is-accepted", 'name="Acceptée ?&#10;مقبول؟" default="to-refused"'),
    ("endEvent", "end-accepted", 'name="Acceptée&#10;مقبول" mastara:outcome="accepted" mastara:status="closed"'),
    ("endEvent", "end-refused", 'name="Refusée&#10;مرفوض" mastara:outcome="refused" mastara:status="closed"'),
    ("endEvent", "end-lapsed", 'name="Caduque&#10;ملغى" mastara:outcome="lapsed" mastara:status="closed"'),
)
_INSIDE = {
    "tell-received": '<extensionElements><mastara:input name="message" value="received"/></extensionElements>',
    "too-late": "<timerEventDefinition><timeDuration>=parameters.library.answer</timeDuration></timerEventDefinition>",
}
_FLOWS: tuple[tuple[str, str, str, str], ...] = (
    ("to-tell", "filed", "tell-received", ""),
    ("to-review", "tell-received", "review", ""),
    ("to-decide", "review", "is-accepted", ""),
    ("to-accepted", "is-accepted", "end-accepted", '=verdict = "accepted"'),
    ("to-refused", "is-accepted", "end-refused", ""),
    ("to-lapsed", "too-late", "end-lapsed", ""),
)


def minimal_diagram() -> str:
    """Return a drawn process: a notice, a review with a timer on its border, a choice, three ends."""
    nodes = "\n".join(
        f'<{tag} id="{identity}" {attributes}>{_INSIDE.get(identity, "")}</{tag}>'
        for tag, identity, attributes in _NODES
    )
    flows = "\n".join(
        f'<sequenceFlow id="{identity}" sourceRef="{source}" targetRef="{target}">'
        + (f"<conditionExpression>{condition}</conditionExpression>" if condition else "")
        + "</sequenceFlow>"
        for identity, source, target, condition in _FLOWS
    )
    shapes = "\n".join(
        f'<bpmndi:BPMNShape id="shape-{identity}" bpmnElement="{identity}">'
        f'<dc:Bounds x="{160 * place}" y="80" width="100" height="80"/></bpmndi:BPMNShape>'
        for place, identity in enumerate(("librarian", *(identity for _, identity, _ in _NODES)))
    )
    edges = "\n".join(
        f'<bpmndi:BPMNEdge id="edge-{flow[0]}" bpmnElement="{flow[0]}">'
        '<di:waypoint x="100" y="120"/><di:waypoint x="160" y="120"/></bpmndi:BPMNEdge>'
        for flow in _FLOWS
    )
    references = "".join(f"<flowNodeRef>{identity}</flowNodeRef>" for _, identity, _ in _NODES)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"
    xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:mastara="urn:mastara:bpmn:1">
<process id="{SLUG}" name="Carte de bibliothèque&#10;بطاقة المكتبة" isExecutable="true">
<laneSet id="lanes"><lane id="librarian" name="Bibliothécaire&#10;أمين المكتبة">{references}</lane></laneSet>
{nodes}
{flows}
</process>
<bpmndi:BPMNDiagram id="drawing"><bpmndi:BPMNPlane id="plane" bpmnElement="{SLUG}">
{shapes}
{edges}
</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</definitions>
"""


class PackageBuilder:
    """A package in the making; every method changes one thing and gives the builder back."""

    def __init__(self) -> None:
        self._manifest = copy.deepcopy(MANIFEST)
        self._shared = copy.deepcopy(SHARED_PARAMETERS)
        self._forms = copy.deepcopy(FORMS)
        self._form_texts = copy.deepcopy(FORM_TEXTS)
        self._texts = copy.deepcopy(TEXTS)
        self._messages = dict(MESSAGES)
        self._scenarios = copy.deepcopy(SCENARIOS)
        self._diagram = minimal_diagram()
        self._others: dict[str, bytes] = {}

    def manifest(self, **changes: Any) -> Self:
        """Replace values of the manifest."""
        self._manifest |= changes
        return self

    def edit_manifest(self, change: Callable[[dict[str, Any]], object]) -> Self:
        """Change the manifest in place."""
        change(self._manifest)
        return self

    def parameter(self, key: str, *, unit: str, value: object, kind: str = "", source: str = "known") -> Self:
        """Declare a parameter of the package, in the place of one with the same key."""
        kept = [entry for entry in self._manifest["parameters"] if entry["key"] != key]
        dated = [{"from": date(2020, 1, 1), "value": value, "legal_ref": "invented", "source": source}]
        self._manifest["parameters"] = [*kept, {"key": key, "unit": unit, "kind": kind, "values": dated}]
        return self

    def diagram(self, old: str, new: str) -> Self:
        """Replace a piece of the diagram; it must be there."""
        if old not in self._diagram:
            raise ValueError(f"Expected {old!r} in the diagram of the builder, found nothing like it.")
        self._diagram = self._diagram.replace(old, new)
        return self

    def draw(self, diagram: str) -> Self:
        """Take another diagram altogether."""
        self._diagram = diagram
        return self

    def form(self, name: str, change: Callable[[list[dict[str, Any]]], object]) -> Self:
        """Change the components of a form in place."""
        change(self._forms[name]["components"])
        return self

    def rename_form(self, name: str, new: str) -> Self:
        """Give a form, its texts and those of its task another name."""
        self._forms[new] = {**self._forms.pop(name), "id": new}
        for texts in (*self._form_texts.values(), *(text.get("tasks", {}) for text in self._texts.values())):
            if name in texts:
                texts[new] = texts.pop(name)
        return self

    def form_text(self, language: str, path: str, value: object) -> Self:
        """Set a text of the forms; None removes it."""
        _set(self._form_texts[language], path, value)
        return self

    def text(self, language: str, path: str, value: object) -> Self:
        """Set a text of the procedure; None removes it."""
        _set(self._texts[language], path, value)
        return self

    def message(self, name: str, content: str | None) -> Self:
        """Set the file messages/<name>.txt; None removes it."""
        if content is None:
            del self._messages[name]
        else:
            self._messages[name] = content
        return self

    def scenario(self, name: str, **content: Any) -> Self:
        """Add or replace the scenario scenarios/<name>.yaml, from the builder's own one."""
        base = copy.deepcopy(SCENARIOS["scenarios/accepted.yaml"])
        self._scenarios[f"scenarios/{name}.yaml"] = base | content
        self._manifest["scenarios"] = sorted(self._scenarios)
        return self

    def decision(self, name: str, content: str) -> Self:
        """Add the file decisions/<name>.dmn."""
        self._others[f"processes/{SLUG}/decisions/{name}.dmn"] = content.encode()
        self._manifest["decisions"] = [*self._manifest["decisions"], f"decisions/{name}.dmn"]
        return self

    def files(self) -> dict[str, bytes]:
        """Return the files by path."""
        home = f"processes/{SLUG}"
        files = {
            f"{home}/procedure.yaml": _yaml(self._manifest),
            f"{home}/{SLUG}.bpmn": self._diagram.encode(),
            "processes/_shared/parameters.yaml": _yaml(self._shared),
            "processes/_shared/roles.yaml": _yaml(ROLES),
        }
        for language in self._manifest["translations"]:
            files[f"{home}/translations/{language}.yaml"] = _yaml(self._texts[language])
            files[f"forms/{SLUG}/translations/{language}.yaml"] = _yaml(self._form_texts[language])
        files |= {f"forms/{SLUG}/{name}.json": json.dumps(form).encode() for name, form in self._forms.items()}
        files |= {f"{home}/messages/{name}.txt": text.encode() for name, text in self._messages.items()}
        files |= {f"{home}/{name}": _yaml(scenario) for name, scenario in self._scenarios.items()}
        return files | self._others

    def build(self) -> ProcedurePackage:
        """Return the package. Raises PackageRefused."""
        return package_from_files(SLUG, self.files())

    def findings(self, rule: str | None = None) -> list[Finding]:
        """Return the findings of the linter, of one rule when it is named."""
        return [finding for finding in lint(self.build()) if rule is None or finding.rule == rule]


def a_package() -> PackageBuilder:
    """Return a builder of a small package in which nothing is wrong."""
    return PackageBuilder()


def _yaml(data: Mapping[str, Any]) -> bytes:
    dumper = yaml.SafeDumper
    return yaml.dump(_without_sharing(data), Dumper=dumper, allow_unicode=True, sort_keys=False).encode()


def _without_sharing(data: Any) -> Any:
    """Return a copy without shared parts, which YAML would write as aliases."""
    if isinstance(data, Mapping):
        return {key: _without_sharing(value) for key, value in data.items()}
    return [_without_sharing(value) for value in data] if isinstance(data, list) else data


def _set(texts: dict[str, Any], path: str, value: object) -> None:
    *groups, leaf = path.split(".")
    node = texts
    for group in groups:
        node = node.setdefault(group, {})
    if value is None:
        del node[leaf]
    else:
        node[leaf] = value
