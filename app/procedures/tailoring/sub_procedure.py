"""A sub-procedure of a commune as files: what its editors work on, and the operation that plugs it in.

The files are those of a package without a sheet: an index of forms, a diagram, forms, and texts in both languages.
"""

import json
from collections.abc import Mapping
from typing import Any

import yaml

from app.domain.findings import Finding
from app.domain.languages import INTERFACE_LANGUAGES, Text, choose
from app.procedures.bpmn import BpmnRefused
from app.procedures.composing.graph import Graph
from app.procedures.diagrams import read_diagram
from app.procedures.layout import manifest_path
from app.procedures.tailoring.kinds import PlugProcedure
from app.procedures.tailoring.operation import LOCAL
from app.procedures.tailoring.overlay_file import OVERLAY_RULE
from app.procedures.xml import XmlRefused
from app.procedures.yaml_source import SourceRefused, kept_mapping

LONGEST_SLUG = 80
ACTION: Text = {"fr": "Enregistrer", "ar": "حفظ"}
"""What the button of a task says that names none."""
_TASK = f"{LOCAL}verification"
_NAMES: Mapping[str, Text] = {
    "task": {"fr": "Vérifier pour la commune", "ar": "التحقق لفائدة الجماعة"},
    "start": {"fr": "Le dossier arrive", "ar": "وصول الملف"},
    "end": {"fr": "Le dossier continue", "ar": "متابعة الملف"},
}
_QUESTION: Text = {"fr": "Ce que la commune a constaté", "ar": "ما عاينته الجماعة"}
_HEAD = "# Étapes d’une commune : index des formulaires. Elles se branchent sur une démarche nationale.\n"


class SubProcedureRefused(Exception):
    """The files cannot be read as a sub-procedure; `findings` says why, by file."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("\n".join(str(finding) for finding in findings))
        self.findings = findings


def slug_for(element: str) -> str:
    """Return the name under which the files of a sub-procedure stand, by its extension point."""
    return f"{LOCAL}{element}"[:LONGEST_SLUG]


def compose_sub_procedure(slug: str, title: Text) -> dict[str, bytes]:
    """Return the files to begin from: one task with one question."""
    graph = Graph(slug, title)
    role = {"mastara:role": "chef_service"}
    graph.add(f"{LOCAL}arrivee", "startEvent", _NAMES["start"], at=(0, 0))
    graph.add(_TASK, "userTask", _NAMES["task"], at=(1, 0), attributes=role)
    graph.add(f"{LOCAL}suite", "endEvent", _NAMES["end"], at=(2, 0))
    graph.join(f"{LOCAL}arrivee", _TASK)
    graph.join(_TASK, f"{LOCAL}suite")
    field = {"type": "textarea", "id": "local_remark", "key": "local_remark", "label": _QUESTION["fr"]}
    form = {"type": "default", "id": _TASK, "schemaVersion": 19, "components": [field]}
    asked = {_TASK: {"title": _NAMES["task"]["ar"], "components": {"local_remark": {"label": _QUESTION["ar"]}}}}
    form_texts: dict[str, Mapping[str, Any]] = {"fr": {_TASK: {"title": _NAMES["task"]["fr"]}}, "ar": asked}
    return _files(slug, title, diagram=graph.xml(), forms={_TASK: form}, form_texts=form_texts)


def files_of_operation(slug: str, title: Text, operation: PlugProcedure) -> dict[str, bytes]:
    """Return the files of a sub-procedure that a commune has plugged in, to be changed."""
    return _files(
        slug,
        title,
        diagram=operation.diagram.encode(),
        forms=operation.forms,
        form_texts=operation.form_texts,
        texts=operation.texts,
    )


def _files(
    slug: str,
    title: Text,
    *,
    diagram: bytes,
    forms: Mapping[str, Mapping[str, Any]],
    form_texts: Mapping[str, Mapping[str, Any]],
    texts: Mapping[str, Mapping[str, Any]] | None = None,
) -> dict[str, bytes]:
    index = {"key": slug, "process": f"{slug}.bpmn", "forms": list(forms), "translations": list(INTERFACE_LANGUAGES)}
    files = {
        manifest_path(slug): _HEAD.encode() + _yaml(index),
        f"processes/{slug}/{slug}.bpmn": diagram,
        **{f"forms/{slug}/{name}.json": _json(form) for name, form in forms.items()},
    }
    for language in INTERFACE_LANGUAGES:
        written = {"fiche": {"title": choose(title, language)}, "tasks": dict((texts or {}).get(language, {}))}
        files[f"processes/{slug}/translations/{language}.yaml"] = _yaml(written)
        files[f"forms/{slug}/translations/{language}.yaml"] = _yaml(dict(form_texts.get(language, {})))
    return files


def plug_of(element: str, slug: str, files: Mapping[str, bytes]) -> PlugProcedure:
    """Return the operation that plugs the files into an extension point. Raises SubProcedureRefused.

    A task that has no texts of its own bears the two names that it has in the diagram.
    """
    try:
        return _plug(element, slug, files)
    except SourceRefused as refused:
        raise SubProcedureRefused((refused.finding,)) from refused
    except BpmnRefused as refused:
        raise SubProcedureRefused(tuple(refused.findings)) from refused
    except XmlRefused as refused:
        raise SubProcedureRefused((_finding(refused.file, refused.reason),)) from refused
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        message = "Expected a form that can be read, found a file that is not JSON: correct it as text."
        raise SubProcedureRefused((_finding(f"forms/{slug}", message),)) from error


def _plug(element: str, slug: str, files: Mapping[str, bytes]) -> PlugProcedure:
    path = f"processes/{slug}/{slug}.bpmn"
    model = read_diagram(files.get(path, b""), file=path)
    names = {one.id: one.names for one in model.elements.values() if one.kind == "userTask"}
    texts: dict[str, Mapping[str, Mapping[str, str]]] = {}
    form_texts: dict[str, Mapping[str, Any]] = {}
    for language in INTERFACE_LANGUAGES:
        written = _mapping(files, f"processes/{slug}/translations/{language}.yaml").get("tasks") or {}
        texts[language] = {
            task: {"title": choose(name, language) or task, "action": ACTION[language], **_texts(written.get(task))}
            for task, name in names.items()
        }
        of_forms = _mapping(files, f"forms/{slug}/translations/{language}.yaml")
        form_texts[language] = {task: of_forms[task] for task in names if isinstance(of_forms.get(task), Mapping)}
    home = f"forms/{slug}/"
    forms = {
        name.removeprefix(home).removesuffix(".json"): json.loads(content)
        for name, content in files.items()
        if name.startswith(home) and name.endswith(".json")
    }
    diagram = files[path].decode()
    return PlugProcedure(element=element, diagram=diagram, forms=forms, texts=texts, form_texts=form_texts)


def _texts(written: Any) -> dict[str, str]:
    return {str(key): str(text) for key, text in written.items()} if isinstance(written, Mapping) else {}


def _mapping(files: Mapping[str, bytes], path: str) -> Mapping[str, Any]:
    content = files.get(path, b"")
    return kept_mapping(content, path) if content.strip() else {}


def _finding(file: str, message: str) -> Finding:
    return Finding(rule=OVERLAY_RULE, severity="error", file=file, line=1, message=message)


def _json(form: Mapping[str, Any]) -> bytes:
    return f"{json.dumps(form, ensure_ascii=False, indent=2)}\n".encode()


def _yaml(data: Mapping[str, Any]) -> bytes:
    written: bytes = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=120, encoding="utf-8")
    return written
