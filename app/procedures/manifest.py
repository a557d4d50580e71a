"""The manifest `procedure.yaml`: the sheet of law 55-19 article 6 and the index of the package's files."""

from collections.abc import Mapping
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from app.domain.findings import Finding
from app.procedures.parameters import ParameterSchema
from app.procedures.yaml_source import YamlSource

SLUG = validate.Regexp(r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", error="Expected lower-case words joined by dashes.")


WITHOUT_LAW: dict[str, Any] = {
    "required": "Expected the text of law that allows this (law 55-19 art. 3 and 6), found none: add legal_ref."
}
WITHOUT_SILENCE: dict[str, Any] = {
    "required": "Expected what silence means (law 55-19 art. 19), found nothing: add silence with its effect and "
    "legal_ref."
}
WITHOUT_APPEALS: dict[str, Any] = {
    "required": "Expected the ways of appeal (law 55-19 art. 21), found none: add appeals."
}


class _Strict(Schema):
    class Meta:
        unknown = RAISE


class LegalBasisSchema(_Strict):
    """A text of law on which the procedure stands (law 55-19 art. 6-1)."""

    key = fields.String(required=True, validate=SLUG)
    type = fields.String(required=True)
    number = fields.String(required=True)
    date = fields.Date(load_default=None, allow_none=True)
    articles = fields.List(fields.String(), load_default=list)
    url = fields.Url(load_default=None, allow_none=True)


class PieceSchema(_Strict):
    """A piece of the file, supplied by the user or fetched by the administration (art. 6-3)."""

    key = fields.String(required=True, validate=SLUG)
    provided_by = fields.String(required=True, validate=validate.OneOf(["user", "administration"]))
    field = fields.String(load_default=None, allow_none=True)
    required = fields.Raw(load_default=True)
    legal_ref = fields.String(required=True, error_messages=WITHOUT_LAW)
    alternative = fields.String(load_default=None, allow_none=True)
    source_administration = fields.String(load_default=None, allow_none=True)


class FeeSchema(_Strict):
    """A fee, its amount a dated parameter (art. 6-4)."""

    key = fields.String(required=True, validate=SLUG)
    parameter = fields.String(required=True)
    legal_ref = fields.String(required=True)
    payee = fields.String(load_default="commune")
    when = fields.String(load_default=None, allow_none=True)


class AppealSchema(_Strict):
    """A way of appeal with its periods (art. 6-6, 21)."""

    key = fields.String(required=True, validate=SLUG)
    file_within = fields.String(load_default=None, allow_none=True)
    reply_within = fields.String(load_default=None, allow_none=True)
    legal_ref = fields.String(required=True)


class DocumentSchema(_Strict):
    """A document that the procedure produces."""

    key = fields.String(required=True, validate=SLUG)
    file = fields.String(required=True)
    register = fields.String(load_default=None, allow_none=True)
    signatory = fields.String(load_default=None, allow_none=True)


class SuspensionSchema(_Strict):
    """While the case waits at an element, the period stands still: why, and whether only once (art. 7, 10, 14)."""

    waiting_at = fields.List(fields.String(validate=SLUG), required=True, validate=validate.Length(min=1))
    """User tasks and catching messages (a payment) at which the user's act is awaited, and the sending before them."""
    reason = fields.String(required=True, validate=SLUG)
    once = fields.Boolean(load_default=False)
    any_time = fields.Boolean(load_default=False)
    legal_ref = fields.String(required=True)


class ExtensionSchema(_Strict):
    """The one extension (art. 17): for which reasons, at most how long (a parameter; none: the time needed)."""

    reasons = fields.List(fields.String(validate=SLUG), required=True, validate=validate.Length(min=1))
    parameter = fields.String(load_default=None, allow_none=True)
    legal_ref = fields.String(required=True)
    message = fields.String(load_default=None, allow_none=True)
    """The message that tells the user the new day (art. 17)."""


class DeadlineSchema(_Strict):
    """The legal period (art. 16): what starts, suspends, extends and ends it."""

    parameter = fields.String(required=True)
    starts = fields.String(load_default="complete", validate=validate.OneOf(["filed", "complete"]))
    restarts_after = fields.List(fields.String(validate=SLUG), load_default=list)
    """User tasks that complete the file: while one waits no period runs, and it begins on the day it is done."""
    suspended_while = fields.List(fields.Nested(SuspensionSchema), load_default=list)
    half_window = fields.Boolean(load_default=False)
    """True: the user may be asked for something in the first half of the period only."""
    extension = fields.Nested(ExtensionSchema, load_default=None, allow_none=True)
    ends_after = fields.List(fields.String(validate=SLUG), load_default=list)
    """Elements that give the decision; the period ends when one is passed, at the latest when the case closes."""


class SilenceSchema(_Strict):
    """What silence at the end of the period means (art. 19, 21)."""

    effect = fields.String(required=True, validate=validate.OneOf(["consent", "refusal_appealable"]))
    legal_ref = fields.String(required=True)
    message = fields.String(load_default=None, allow_none=True)
    """The message that tells the user his rights when the period is over."""


class ApplicantSchema(_Strict):
    """Which fields of the start form name the applicant and tell how to reach them."""

    name = fields.List(fields.String(), load_default=lambda: ["requester_first", "requester_last"])
    email = fields.String(load_default="requester_email")
    phone = fields.String(load_default="requester_phone")


class RetentionSchema(_Strict):
    """How long the file is kept."""

    parameter = fields.String(required=True)


class ExemptionSchema(_Strict):
    """Why one finding of a rule of law does not stop this procedure; kept with the procedure for ever.

    What is missing is told by the rule “exemptions”, so that the rest of the package is read all the same.
    """

    rule = fields.String(required=True)
    element = fields.String(load_default=None, allow_none=True)
    reason = fields.String(load_default="")
    by = fields.String(load_default="")
    date = fields.Date(load_default=None, allow_none=True)
    legal_ref = fields.String(load_default=None, allow_none=True)


class OriginSchema(_Strict):
    """The commune in which a national procedure was born: its address, its names, the practice that was offered."""

    commune = fields.String(required=True, validate=SLUG)
    names = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    practice = fields.String(load_default=None, allow_none=True)


class ManifestSchema(_Strict):
    """The whole manifest."""

    key = fields.String(required=True, validate=SLUG)
    version = fields.String(required=True, validate=validate.Regexp(r"^\d+\.\d+\.\d+$"))
    system = fields.String(required=True)
    domain = fields.String(required=True)
    audience = fields.String(required=True, validate=validate.OneOf(["citizen", "company", "both", "administration"]))
    begun_by = fields.List(fields.String(), load_default=list)
    """Roles of agents who open a case of their own accord, at the desk; users file by `channels`."""
    process = fields.String(required=True)
    start_form = fields.String(required=True)
    forms = fields.List(fields.String(validate=SLUG), required=True)
    decisions = fields.List(fields.String(), load_default=list)
    documents = fields.List(fields.Nested(DocumentSchema), load_default=list)
    messages = fields.List(fields.String(validate=SLUG), load_default=list)
    translations = fields.List(fields.String(), required=True)
    scenarios = fields.List(fields.String(), load_default=list)
    overlays = fields.List(fields.String(), load_default=list)
    channels = fields.List(fields.String(), required=True)
    legal_basis = fields.List(fields.Nested(LegalBasisSchema), required=True, validate=validate.Length(min=1))
    pieces = fields.List(fields.Nested(PieceSchema), load_default=list)
    fees = fields.List(fields.Nested(FeeSchema), load_default=list)
    deadline = fields.Nested(DeadlineSchema, required=True)
    silence = fields.Nested(SilenceSchema, required=True, error_messages=WITHOUT_SILENCE)
    appeals = fields.List(fields.Nested(AppealSchema), required=True, error_messages=WITHOUT_APPEALS)
    applicant = fields.Nested(ApplicantSchema, load_default=lambda: ApplicantSchema().load({}))
    retention = fields.Nested(RetentionSchema, load_default=None, allow_none=True)
    parameters = fields.List(fields.Nested(ParameterSchema), load_default=list)
    exemptions = fields.List(fields.Nested(ExemptionSchema), load_default=list)
    extension_points = fields.List(fields.Raw(), load_default=list)
    origin = fields.Nested(OriginSchema, load_default=None, allow_none=True)
    policy = fields.Dict(load_default=lambda: {"default": "locked"})


def flatten_errors(messages: Any, path: tuple[str | int, ...] = ()) -> list[tuple[tuple[str | int, ...], str]]:
    """Turn marshmallow's nested messages into (path, message) pairs."""
    if isinstance(messages, Mapping):
        return [pair for key, nested in messages.items() for pair in flatten_errors(nested, (*path, key))]
    return [(path, str(message)) for message in (messages if isinstance(messages, list) else [messages])]


def read_manifest(source: YamlSource) -> tuple[dict[str, Any] | None, list[Finding]]:
    """Validate the manifest; every error names its line and the path of the value."""
    try:
        return dict(ManifestSchema().load(source.data)), []
    except ValidationError as error:
        findings = [
            Finding(
                rule="manifest",
                severity="error",
                file=source.file,
                line=source.line(tuple(str(part) if not isinstance(part, int) else part for part in path)),
                element=".".join(str(part) for part in path),
                message=message,
            )
            for path, message in flatten_errors(error.messages)
        ]
        return None, findings
