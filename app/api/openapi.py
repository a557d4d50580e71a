"""The description of the interface, OpenAPI 3.1: made from the routes, their schemas and their sentences."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from flask import Response, current_app, jsonify
from marshmallow import Schema, fields, validate

from app.api import api
from app.api.description import Description, description_of
from app.domain.declared import declare, is_known_by_token, permission_of
from app.domain.permissions import PUBLIC

_ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")
_REFUSED: Mapping[int, str] = {
    400: "The body cannot be read.",
    401: "No token that holds.",
    403: "The token lacks the role.",
    404: "Not of this commune, or not adopted.",
    409: "Not possible as things stand.",
    412: "Somebody else was first: read again.",
    422: "Refused: `refusals` name pointer, rule and who may change it.",
    428: "If-Match is missing.",
}
_TYPES: tuple[tuple[type[fields.Field[Any]], dict[str, Any]], ...] = (
    (fields.Boolean, {"type": "boolean"}),
    (fields.Integer, {"type": "integer"}),
    (fields.Float, {"type": "number"}),
    (fields.Date, {"type": "string", "format": "date"}),
    (fields.String, {"type": "string"}),
    (fields.Dict, {"type": "object"}),
)


@api.get("/openapi.json")
@declare(PUBLIC)
def openapi() -> Response:
    """Read this description."""
    return jsonify(build_description())


def build_description() -> dict[str, Any]:
    """Return the OpenAPI document of every route of the interface."""
    schemas: dict[str, Any] = {"Error": _ERROR}
    paths: dict[str, dict[str, Any]] = {}
    for rule in sorted(current_app.url_map.iter_rules(), key=lambda one: one.rule):
        if not rule.endpoint.startswith("api."):
            continue
        view = current_app.view_functions[rule.endpoint]
        method = next(iter((rule.methods or set()) - {"HEAD", "OPTIONS"})).lower()
        path = _ARGUMENT.sub(r"{\1}", rule.rule)
        paths.setdefault(path, {})[method] = _operation(view, rule.endpoint, _ARGUMENT.findall(rule.rule), schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Mastara", "version": "1.0.0", "description": "Procedures of communes, for machines."},
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


_ERROR: dict[str, Any] = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message"],
            "properties": {
                "code": {"type": "string"},
                "message": {"type": "string"},
                "refusals": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["pointer", "message"],
                        "properties": {
                            name: {"type": "string"} for name in ("pointer", "message", "rule", "changed_by")
                        },
                    },
                },
            },
        }
    },
}


def _operation(
    view: Callable[..., Any], endpoint: str, arguments: list[str], schemas: dict[str, Any]
) -> dict[str, Any]:
    said = description_of(view) or Description()
    parameters = [
        *({"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in arguments),
        *({"name": name, "in": "header", "schema": {"type": "string"}} for name in said.headers),
    ]
    answers: dict[str, Any] = {
        str(status): {"description": "Done.", "content": _content(schema, schemas)}
        for status, schema in said.answers.items()
    } or {"200": {"description": "Done."}}
    written: dict[str, Any] = {
        "operationId": endpoint.removeprefix("api."),
        "summary": (view.__doc__ or "").strip(),
        "parameters": parameters,
        "responses": answers,
    }
    if said.body is not None:
        written["requestBody"] = {"required": True, "content": _content(said.body, schemas)}
    if is_known_by_token(view):
        error = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
        answers |= {str(status): {"description": text, "content": error} for status, text in _REFUSED.items()}
        written |= {"security": [{"token": []}], "x-permission": permission_of(view)}
    return written


def _content(schema: type[Schema], schemas: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": _reference(schema, schemas)}}


def _reference(schema: type[Schema], schemas: dict[str, Any]) -> dict[str, Any]:
    """Return the reference to a schema, which is described once."""
    name = schema.__name__
    if name not in schemas:
        schemas[name] = {}
        properties, required = {}, []
        for key, one in schema().fields.items():
            written = one.data_key or key
            properties[written] = _field(one, schemas)
            if one.required:
                required.append(written)
        schemas[name] = {
            "type": "object",
            "description": (schema.__doc__ or "").strip(),
            "properties": properties,
            "required": required,
        }
    return {"$ref": f"#/components/schemas/{name}"}


def _field(one: fields.Field[Any], schemas: dict[str, Any]) -> dict[str, Any]:
    if isinstance(one, fields.Nested):
        told = _reference(type(one.schema), schemas)
        return {"oneOf": [told, {"type": "null"}]} if one.allow_none else told
    if isinstance(one, fields.List):
        return {"type": "array", "items": _field(one.inner, schemas)}
    told = dict(next((shape for kind, shape in _TYPES if isinstance(one, kind)), {}))
    for rule in one.validators:
        if isinstance(rule, validate.OneOf):
            told["enum"] = list(rule.choices)
        if isinstance(rule, validate.Length) and told.get("type") == "string":
            told |= {"minLength": rule.min or 0} | ({"maxLength": rule.max} if rule.max else {})
    if one.allow_none and "type" in told:
        told["type"] = [told["type"], "null"]
    return told
