"""Bodies of requests: JSON objects of a bounded size and depth, in signs that both databases keep."""

import re
from typing import Any

from flask import request

from app.api.errors import Refusal, Refused

LARGEST = 2_000_000
"""Bytes of a body: 200 operations with the diagrams of local sub-procedures."""
DEEPEST = 60
_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")


def read_body() -> dict[str, Any]:
    """Return the JSON object of the request. Raises Refused."""
    if (request.content_length or 0) > LARGEST:
        raise Refused(413, "body-too-large", f"Expected at most {LARGEST} bytes, found {request.content_length}.")
    try:
        found = request.get_json(silent=True)
    except RecursionError:
        found = None
    if not isinstance(found, dict):
        raise Refused(400, "body-unreadable", "Expected a JSON object as the body, found something else.")
    pointer = _unwritable(found, "", DEEPEST)
    if pointer is not None:
        message = f"Expected texts without the sign NUL and half signs, at most {DEEPEST} levels deep."
        raise Refused(422, "body-refused", message, [Refusal(pointer=pointer, message=message)])
    return found


def _unwritable(value: Any, pointer: str, depth: int) -> str | None:
    """Return where something stands that cannot be kept, or None."""
    if not depth:
        return pointer
    if isinstance(value, str):
        return pointer if _UNWRITABLE.search(value) else None
    if isinstance(value, dict):
        named = next((pointer for key in value if _UNWRITABLE.search(key)), None)
        inside = (_unwritable(inner, f"{pointer}/{key}", depth - 1) for key, inner in value.items())
        return named if named is not None else next((one for one in inside if one is not None), None)
    if isinstance(value, list):
        inside = (_unwritable(inner, f"{pointer}/{index}", depth - 1) for index, inner in enumerate(value))
        return next((one for one in inside if one is not None), None)
    return None
