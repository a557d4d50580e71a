"""The bodies of requests and answers: one schema reads them and describes them."""

from marshmallow import RAISE, Schema, fields, validate

from app.procedures.tailoring.overlay_file import MOST_OPERATIONS


class _Strict(Schema):
    class Meta:
        unknown = RAISE


class DecisionBody(_Strict):
    """The decision of the council on which the changes rest."""

    reference = fields.String(required=True, validate=validate.Length(min=3, max=240))
    date = fields.Date(required=True)


class EffectBody(_Strict):
    """From which day on the changes hold, and their last day when they have one."""

    since = fields.Date(required=True, data_key="from")
    until = fields.Date(allow_none=True)


class OverlayBody(_Strict):
    """The changes of a commune, all of them, with what will be published about them."""

    operations = fields.List(fields.Dict(), required=True, validate=validate.Length(max=MOST_OPERATIONS))
    reason = fields.String(validate=validate.Length(min=10, max=2_000))
    decision = fields.Nested(DecisionBody, allow_none=True)
    effect = fields.Nested(EffectBody)


class PublicationBody(_Strict):
    """Whether somebody has read which national scenarios end otherwise under the changes."""

    outcomes_read = fields.Boolean(load_default=False)


class BaseAnswer(Schema):
    """A national version."""

    version = fields.String(required=True)
    digest = fields.String(required=True)


class OverlayAnswer(Schema):
    """The workshop of a commune; `current` is the number of the overlay in effect."""

    procedure = fields.String(required=True)
    commune = fields.String(required=True)
    revision = fields.Integer(required=True)
    base = fields.Nested(BaseAnswer, required=True)
    behind = fields.Boolean(required=True)
    current = fields.Integer(required=True, allow_none=True)
    scheduled = fields.Integer(required=True, allow_none=True)
    operations = fields.List(fields.Dict(), required=True)
    reason = fields.String(allow_none=True)
    decision = fields.Nested(DecisionBody, allow_none=True)
    effect = fields.Nested(EffectBody, allow_none=True)


class RuleAnswer(Schema):
    """What a commune may do with one thing; bounds that say nothing are left out."""

    group = fields.String(required=True)
    name = fields.String(required=True)
    mode = fields.String(required=True, validate=validate.OneOf(["locked", "bounded", "open"]))
    minimum = fields.Float()
    maximum = fields.Float()
    one_of = fields.List(fields.Raw())
    may_only_shorten = fields.Boolean()
    may_only_lower = fields.Boolean()
    may_add = fields.Integer()
    may = fields.List(fields.String())
    legal_ref = fields.String()
    changed_by = fields.String(required=True)
    flow = fields.String()


class PolicyAnswer(Schema):
    """Everything that the national version lets communes change; what no rule names follows `default`."""

    procedure = fields.String(required=True)
    base = fields.Nested(BaseAnswer, required=True)
    default = fields.String(required=True)
    rules = fields.List(fields.Nested(RuleAnswer), required=True)


class PublishedAnswer(Schema):
    """What was published: `scheduled` when its first day is still to come, `shared` when others run the same files."""

    number = fields.Integer(required=True)
    deployment = fields.String(required=True)
    scheduled = fields.Boolean(required=True)
    shared = fields.Boolean(required=True)


class VariantAnswer(Schema):
    """What the commune offers now; `changes` tell in words how it differs from its base."""

    deployment = fields.String(required=True)
    version = fields.String(required=True)
    digest = fields.String(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(["national", "variant", "local"]))
    base = fields.String(allow_none=True)
    overlay = fields.Integer(allow_none=True)
    since = fields.Date(allow_none=True)
    until = fields.Date(allow_none=True)
    decision = fields.String(allow_none=True)
    changes = fields.List(fields.String(), required=True)
