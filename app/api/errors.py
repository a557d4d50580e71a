"""Refusals as JSON: `{"error": {"code", "message", "refusals": [{"pointer", "message", "rule", "changed_by"}]}}`."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import structlog
from flask import Response, jsonify
from marshmallow import ValidationError
from werkzeug.exceptions import HTTPException

from app.api import api
from app.domain.errors import MastaraError
from app.procedures.manifest import flatten_errors
from app.procedures.tailoring import OverlayRefused

log = structlog.get_logger("mastara.api")

STATUS: Mapping[str, int] = {
    "forbidden": 403,
    "commune-unknown": 404,
    "tailoring-unknown": 404,
    "deployment-unknown": 404,
    "tailoring-already-adopted": 409,
    "tailoring-nothing-national": 404,
    "tailoring-moved": 412,
    "tailoring-outcomes-unread": 409,
    "tailoring-waits-already": 409,
    "tailoring-on-other-base": 409,
    "tailoring-not-prepared": 409,
}
"""HTTP status by code of the error; every other refusal is 422: nothing was changed."""


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Why one part of a request is refused; `rule` is its place in the policy, `changed_by` who may move it."""

    pointer: str
    message: str
    rule: str | None = None
    changed_by: str | None = None

    def to_data(self) -> dict[str, Any]:
        """Return the refusal without what does not apply."""
        parts = {"pointer": self.pointer, "message": self.message, "rule": self.rule, "changed_by": self.changed_by}
        return {key: value for key, value in parts.items() if value is not None}


@dataclass
class Refused(Exception):
    """A request that is not carried out; `more` is told beside code and message."""

    status: int
    code: str
    message: str
    refusals: Sequence[Refusal] = ()
    more: Mapping[str, Any] = field(default_factory=dict)


def _answer(
    status: int, code: str, message: str, refusals: Sequence[Refusal] = (), more: Mapping[str, Any] | None = None
) -> Response:
    error: dict[str, Any] = {"code": code, "message": message, **(more or {})}
    if refusals:
        error["refusals"] = [one.to_data() for one in refusals]
    answer = jsonify({"error": error})
    answer.status_code = status
    if status == HTTPStatus.UNAUTHORIZED:
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


@api.errorhandler(Refused)
def _refused(error: Refused) -> Response:
    return _answer(error.status, error.code, error.message, error.refusals, error.more)


@api.errorhandler(MastaraError)
def _expected(error: MastaraError) -> Response:
    return _answer(STATUS.get(error.code, 422), error.code, error.message)


@api.errorhandler(OverlayRefused)
def _unreadable(error: OverlayRefused) -> Response:
    refusals = [
        Refusal(pointer="/" + (one.element or "").replace(".", "/"), message=one.message) for one in error.findings
    ]
    return _answer(422, "overlay-unreadable", "Expected operations that can be read.", refusals)


@api.errorhandler(ValidationError)
def _invalid(error: ValidationError) -> Response:
    refusals = [
        Refusal(pointer="/" + "/".join(str(part) for part in path), message=message)
        for path, message in flatten_errors(error.messages)
    ]
    return _answer(422, "body-refused", "Expected a body as the description of the interface says.", refusals)


@api.errorhandler(HTTPException)
def _http(error: HTTPException) -> Response:
    status = error.code or 500
    return _answer(status, HTTPStatus(status).phrase.lower().replace(" ", "-"), error.description or "")


@api.errorhandler(Exception)
def _unexpected(error: Exception) -> Response:
    reference = secrets.token_hex(4)
    log.error("unexpected-error", reference=reference, exc_info=error)
    return _answer(500, "internal-error", "The request could not be finished.", more={"reference": reference})
