"""Writes one attribute of ours on a task of a diagram: the form that it opens, the decision that it asks."""

import re

from app.procedures.bpmn.vocabulary import MASTARA
from app.procedures.xml_editing import StartTag, with_changed_tags

_PREFIX = re.compile(rb"\sxmlns:([A-Za-z_][\w.-]*)\s*=\s*[\"']" + re.escape(MASTARA.encode()) + rb"[\"']")


def with_task_attribute(source: bytes, *, file: str, task: str, name: str, value: str) -> bytes:
    """Return the diagram with `mastara:name="value"` on the element with the id `task`; the rest stays as written.

    Raises:
        XmlRefused: the diagram cannot be read.
    """
    found = _PREFIX.search(source)
    prefix = found[1].decode() if found else "mastara"

    def change(tag: StartTag) -> StartTag:
        if tag.local_name == "definitions" and found is None:
            return tag.having(f"xmlns:{prefix}", MASTARA)
        if tag.get("id") == task and tag.local_name not in ("BPMNShape", "BPMNEdge"):
            return tag.having(f"{prefix}:{name}", value)
        return tag

    return with_changed_tags(source, file=file, change=change)
