"""Turns a workload's model into a package that can be published: a form for each user task, and what the law asks."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import orjson
import yaml
from lxml import etree

from app.procedures import ProcedurePackage, package_from_files
from app.procedures.xml import parse_xml
from scripts.benchmarks.engine.workloads import MODELS, Workload, source

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
MASTARA = "urn:mastara:bpmn:1"


def package_of(workload: Workload) -> ProcedurePackage:
    """Return the package of a workload: its model, its decision, and one form a user task."""
    slug = f"workload-{workload.name.lower()}"
    root = parse_xml(source(workload), file=workload.file)
    tasks = [node for node in root.iter(f"{BPMN}userTask")]
    for task in tasks:
        task.set(f"{{{MASTARA}}}role", "agent")
        task.set(f"{{{MASTARA}}}form", _form_name(task.get("id")))
    forms = {_form_name(task.get("id")): _form(task.get("id")) for task in tasks} | {"request": _request()}
    decisions = [f"decisions/{file}" for file in workload.decisions]
    folder = f"processes/{slug}"
    files: dict[str, bytes] = {
        f"{folder}/procedure.yaml": yaml.safe_dump(_manifest(slug, list(forms), decisions)).encode(),
        f"{folder}/{slug}.bpmn": etree.tostring(root),
        "processes/_shared/parameters.yaml": yaml.safe_dump({"parameters": []}).encode(),
        "processes/_shared/roles.yaml": yaml.safe_dump({"agent": {"fr": "Agent", "ar": "موظف"}}).encode(),
    }
    files |= {f"{folder}/{path}": (MODELS / path.rpartition("/")[2]).read_bytes() for path in decisions}
    files |= {f"forms/{slug}/{name}.json": orjson.dumps(form) for name, form in forms.items()}
    for language in ("ar", "fr", "zgh"):
        files[f"{folder}/translations/{language}.yaml"] = yaml.safe_dump({"fiche": {"title": slug}}).encode()
        files[f"forms/{slug}/translations/{language}.yaml"] = b"{}"
    return package_from_files(slug, files)


def _form_name(task: str) -> str:
    return task.replace("_", "-").lower()


def _form(task: str) -> dict[str, Any]:
    """Return a form with one field, whose answer is a text of about 190 bytes under the task's own key."""
    field = {"type": "textarea", "id": f"answer-{task}", "key": f"answer_{task}", "label": task}
    return {"type": "default", "id": _form_name(task), "schemaVersion": 19, "components": [field]}


def _request() -> dict[str, Any]:
    field = {"type": "textfield", "id": "applicant_name", "key": "applicant_name", "label": "Nom"}
    return {"type": "default", "id": "request", "schemaVersion": 19, "components": [field]}


def _manifest(slug: str, forms: list[str], decisions: list[str]) -> Mapping[str, Any]:
    value = {"from": date(2020, 1, 1), "value": 60, "legal_ref": "invented", "source": "known"}
    return {
        "key": slug,
        "version": "1.0.0",
        "system": "benchmark",
        "domain": "benchmark",
        "audience": "citizen",
        "process": f"{slug}.bpmn",
        "start_form": "request",
        "forms": forms,
        "decisions": decisions,
        "documents": [],
        "messages": [],
        "translations": ["ar", "fr", "zgh"],
        "scenarios": [],
        "channels": ["portal"],
        "legal_basis": [
            {"key": "law-1-00", "type": "law", "number": "1-00", "date": date(2020, 1, 1), "articles": ["1"]}
        ],
        "pieces": [],
        "fees": [],
        "deadline": {"parameter": "benchmark.answer", "starts": "filed"},
        "silence": {"effect": "consent", "legal_ref": "invented"},
        "appeals": [],
        "retention": {"parameter": "benchmark.answer"},
        "parameters": [{"key": "benchmark.answer", "unit": "day", "kind": "franc", "values": [value]}],
        "extension_points": [],
        "policy": {"default": "locked"},
    }
