"""The parts of a message that a commune may say otherwise, and the values that stand in them.

A message is `subject: …`, `sms: …`, a blank line and the body (`procedures/message_templates.py`).
"""

import re
from collections.abc import Mapping

from app.procedures.message_templates import MessageRefused, split_template

PARTS = ("subject", "sms", "body")
ONE_LINE = ("subject", "sms")
_VALUE = re.compile(r"\{\{(?P<value>[^{}]*)\}\}")
_BRACE = re.compile(r"[{}]")


def parts_of(source: str, *, file: str) -> Mapping[str, str]:
    """Return the parts of a message that say something; none where it cannot be read."""
    try:
        found = split_template(source, file=file)
    except MessageRefused:
        return {}
    said = {"subject": found.subject, "sms": found.sms, "body": found.body}
    return {part: text for part, text in said.items() if text}


def with_part(source: str, part: str, text: str, *, file: str) -> str:
    """Return a message that can be read with one part said otherwise."""
    said = {**parts_of(source, file=file), part: text.strip()}
    head = "".join(f"{name}: {said[name]}\n" for name in ONE_LINE if name in said)
    return f"{head}\n{said['body'].strip()}\n"


def values_in(text: str) -> frozenset[str]:
    """Return what stands between double braces, its spaces as one."""
    return frozenset(" ".join(found["value"].split()) for found in _VALUE.finditer(text))


def has_more_than_values(text: str) -> bool:
    """Tell whether braces are left once the values are taken out: conditions, loops, notes, a value within a value."""
    return _BRACE.search(_VALUE.sub("", text)) is not None
