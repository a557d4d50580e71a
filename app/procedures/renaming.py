"""Gives the files of a package another slug: its folders, its key, its diagram and the id of its process."""

import re
from collections.abc import Mapping

from app.procedures.layout import manifest_path
from app.procedures.yaml_editing import edited, put

_IDENTITIES = r'\b(id|bpmnElement|processRef)=(["\']){old}\2'


def renamed(files: Mapping[str, bytes], old: str, new: str, *, version: str | None = None) -> dict[str, bytes]:
    """Return a package's own files under another slug. Raises SourceRefused where the manifest cannot be read.

    The overlays of communes stay behind: they tailor the procedure from which this one begins.
    """
    left = f"processes/{old}/overlays/" if old != new else None
    kept = {path: content for path, content in files.items() if left is None or not path.startswith(left)}
    moved = {_moved_path(path, old, new): content for path, content in kept.items()}
    diagram = f"processes/{new}/{new}.bpmn"
    if diagram in moved:
        moved[diagram] = rename_process(moved[diagram], old, new)
    index = manifest_path(new)
    if index in moved:
        moved[index] = edited(moved[index], index, lambda data: _rename_index(data, old, new, version))
    return moved


def rename_process(source: bytes, old: str, new: str) -> bytes:
    """Return a diagram in which the process (and what draws it) has another id."""
    pattern = re.compile(_IDENTITIES.format(old=re.escape(old)).encode())
    return pattern.sub(rb"\1=\2" + new.encode() + rb"\2", source)


def _moved_path(path: str, old: str, new: str) -> str:
    side, _, rest = path.partition("/")
    _, _, inner = rest.partition("/")
    name = f"{new}.bpmn" if inner == f"{old}.bpmn" else inner
    return f"{side}/{new}/{name}"


def _rename_index(data: object, old: str, new: str, version: str | None) -> None:
    assert isinstance(data, dict)
    put(data, "key", new)
    if old != new:
        put(data, "overlays", None)
    if data.get("process") == f"{old}.bpmn":
        put(data, "process", f"{new}.bpmn")
    if version is not None:
        put(data, "version", version)
