"""Reads `cases/<slug>.yaml`: what people ask of a procedure, the cases that are told, and the crowd beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

from marshmallow import RAISE, Schema, ValidationError, fields, post_load, validate

from app.cli.demo.people import placed_communes
from app.cli.demo.reading import FOLDER, read_data
from app.connectors.registry import CONNECTORS
from app.domain.errors import MastaraError
from app.domain.languages import Language
from app.procedures.manifest import flatten_errors

CASES = FOLDER / "cases"
LANGUAGES: tuple[Language, ...] = ("ar", "fr")


class StoryRefused(MastaraError):
    """A file of stories is not usable; the message lists what to correct."""

    code: ClassVar[str] = "demo-story-refused"


@dataclass(frozen=True, kw_only=True)
class Request:
    """One thing that people ask: answers of the first form, in place of those of the scenario. None takes one away.

    `scenarios` (in the file: `only`) names those it fits, `communes` the codes and `language` the language; empty fits
    all. `values` are further values of its placeholders.
    """

    answers: Mapping[str, Any]
    scenarios: frozenset[str]
    communes: frozenset[str]
    language: Language | None
    values: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Words:
    """What an agent writes in a task, in place of what the scenario answers there under the same keys."""

    answers: Mapping[str, Any]
    scenarios: frozenset[str]
    language: Language | None


@dataclass(frozen=True, kw_only=True)
class Outage:
    """An outside system that refuses its next call, just before the step `before`: the case then stands still."""

    before: str
    system: str


@dataclass(frozen=True, kw_only=True)
class Told:
    """A case that is told: the scenario it follows, up to the step `until` when it names one, `filed` working days ago.

    `within` working days pass at most between two steps, or exactly the days that `after` gives for a step.
    """

    key: str
    commune_id: str
    follows: str
    filed: int
    until: str | None
    language: Language
    within: int
    after: Mapping[str, int]
    answers: Mapping[str, Any]
    tasks: Mapping[str, Mapping[str, Any]]
    outage: Outage | None


@dataclass(frozen=True, kw_only=True)
class Crowd:
    """How many cases beside those that are told, and the scenarios they follow, each with its weight."""

    size: int
    follow: Mapping[str, int]
    communes: frozenset[str]
    within: int
    quick: frozenset[str]
    """Scenarios whose steps follow each other within hours."""


@dataclass(frozen=True, kw_only=True)
class StoryFile:
    """All stories of a procedure."""

    slug: str
    fields: Mapping[str, Any]
    """Answers of the first form that each case gives, when its scenario gives them."""
    always: Mapping[str, Mapping[str, Any]]
    """Answers that each case adds to those of a task."""
    requests: Sequence[Request]
    words: Mapping[str, Sequence[Words]]
    told: Sequence[Told]
    crowd: Crowd | None


class _Strict(Schema):
    class Meta:
        unknown = RAISE


_CODES = validate.OneOf(placed_communes(), error="expected the code of a demonstration commune, found “{input}”")
_LANGUAGE = validate.OneOf(LANGUAGES)


class _RequestSchema(_Strict):
    answers = fields.Dict(keys=fields.String(), data_key="with", required=True)
    scenarios = fields.List(fields.String(), load_default=list, data_key="only")
    communes = fields.List(fields.String(validate=_CODES), load_default=list)
    language = fields.String(load_default=None, validate=_LANGUAGE)
    values = fields.Dict(keys=fields.String(), load_default=dict)

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> Request:
        """Return the typed row."""
        return Request(**{**data, "scenarios": frozenset(data["scenarios"]), "communes": frozenset(data["communes"])})


class _WordsSchema(_Strict):
    answers = fields.Dict(keys=fields.String(), data_key="with", required=True)
    scenarios = fields.List(fields.String(), load_default=list, data_key="only")
    language = fields.String(load_default=None, validate=_LANGUAGE)

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> Words:
        """Return the typed row."""
        return Words(**{**data, "scenarios": frozenset(data["scenarios"])})


class _OutageSchema(_Strict):
    before = fields.String(required=True)
    system = fields.String(required=True, validate=validate.OneOf(CONNECTORS))

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> Outage:
        """Return the typed row."""
        return Outage(**data)


class _ToldSchema(_Strict):
    key = fields.String(required=True, validate=validate.Regexp(r"[a-z0-9-]{3,60}\Z"))
    commune_id = fields.String(required=True, data_key="commune", validate=_CODES)
    follows = fields.String(required=True)
    filed = fields.Integer(required=True, strict=True, validate=validate.Range(min=0, max=400))
    until = fields.String(load_default=None)
    language = fields.String(load_default="ar", validate=_LANGUAGE)
    within = fields.Integer(load_default=1, strict=True, validate=validate.Range(min=0, max=60))
    after = fields.Dict(keys=fields.String(), values=fields.Integer(strict=True), load_default=dict)
    answers = fields.Dict(keys=fields.String(), data_key="with", load_default=dict)
    tasks = fields.Dict(keys=fields.String(), values=fields.Dict(keys=fields.String()), load_default=dict)
    outage = fields.Nested(_OutageSchema, load_default=None)

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> Told:
        """Return the typed row."""
        return Told(**data)


class _CrowdSchema(_Strict):
    size = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=500))
    follow = fields.Dict(
        required=True,
        keys=fields.String(),
        values=fields.Integer(strict=True, validate=validate.Range(min=1)),
        validate=validate.Length(min=1),
    )
    communes = fields.List(fields.String(validate=_CODES), load_default=lambda: [*placed_communes()])
    within = fields.Integer(load_default=2, strict=True, validate=validate.Range(min=0, max=60))
    quick = fields.List(fields.String(), load_default=list)

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> Crowd:
        """Return the typed row."""
        return Crowd(**{**data, "communes": frozenset(data["communes"]), "quick": frozenset(data["quick"])})


class _StoryFileSchema(_Strict):
    fields_ = fields.Dict(keys=fields.String(), data_key="fields", load_default=dict)
    always = fields.Dict(keys=fields.String(), values=fields.Dict(keys=fields.String()), load_default=dict)
    requests = fields.List(fields.Nested(_RequestSchema), load_default=list)
    words = fields.Dict(keys=fields.String(), values=fields.List(fields.Nested(_WordsSchema)), load_default=dict)
    told = fields.List(fields.Nested(_ToldSchema), required=True)
    crowd = fields.Nested(_CrowdSchema, load_default=None)


def read_stories(slug: str, data: Mapping[str, Any]) -> StoryFile:
    """Read the content of a file of stories. Raises StoryRefused with every fault and its place."""
    try:
        loaded = _StoryFileSchema().load(dict(data))
    except ValidationError as error:
        faults = (f"{'.'.join(map(str, path))}: {message}" for path, message in flatten_errors(error.messages))
        raise StoryRefused(f"cases/{slug}.yaml: {'; '.join(faults)}") from error
    return StoryFile(slug=slug, fields=loaded.pop("fields_"), **loaded)


@cache
def list_stories() -> Sequence[StoryFile]:
    """Return the stories of every procedure that has some, by slug."""
    return tuple(read_stories(path.stem, read_data(f"cases/{path.name}")) for path in sorted(CASES.glob("*.yaml")))
