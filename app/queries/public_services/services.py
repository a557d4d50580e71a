"""What the catalogue tells of one public service; each text in every language that it is written in."""

from dataclasses import dataclass
from typing import Literal

from app.domain.languages import Text

Need = Literal["always", "depending", "optional"]


@dataclass(frozen=True, kw_only=True)
class PeriodOfLaw:
    """A length of legal time as its text fixes it; `duration` is the same for machines that know ISO 8601 only."""

    value: int
    unit: str
    kind: str
    duration: str
    legal_ref: str
    assumed: bool
    """True when no text was found for the value: it must be confirmed before real use."""


@dataclass(frozen=True, kw_only=True)
class LegalText:
    """A text of law on which the service stands (art. 6-1); `date` in ISO 8601, "" where it is not known."""

    key: str
    kind: str
    number: str
    date: str
    articles: tuple[str, ...]
    url: str
    titles: Text


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """A piece of the file (art. 6-3); `law` is the key of the text that allows to ask for it."""

    key: str
    titles: Text
    notes: Text
    provided_by: str
    source_administration: str
    need: Need
    law: str
    legal_ref: str


@dataclass(frozen=True, kw_only=True)
class Cost:
    """A fee (art. 6-4): `centimes` of a dirham, None where the value is a rate or a rule; then `value` tells it."""

    key: str
    titles: Text
    notes: Text
    centimes: int | None
    value: str
    payee: str
    depending: bool
    legal_ref: str
    assumed: bool


@dataclass(frozen=True, kw_only=True)
class Silence:
    """What no answer within the period means (art. 6-6, 19)."""

    effect: str
    texts: Text
    law: str
    legal_ref: str


@dataclass(frozen=True, kw_only=True)
class Appeal:
    """A way of appeal (art. 6-6, 21): within how long, and how long the answer may take; None where no text says."""

    key: str
    titles: Text
    file_within: PeriodOfLaw | None
    reply_within: PeriodOfLaw | None
    law: str
    legal_ref: str


@dataclass(frozen=True, kw_only=True)
class Output:
    """A document that the service delivers, and the role that signs it."""

    key: str
    titles: Text
    signatory: str


@dataclass(frozen=True, kw_only=True)
class PublicService:
    """One service with the values in force on a day, as a commune offers it or as the country publishes it."""

    slug: str
    version: str
    domain: str
    audience: str
    titles: Text
    summaries: Text
    applicants: Text
    responsible: Text
    legal_texts: tuple[LegalText, ...]
    evidence: tuple[Evidence, ...]
    costs: tuple[Cost, ...]
    channels: tuple[str, ...]
    period: PeriodOfLaw
    period_starts: str
    silence: Silence
    appeals: tuple[Appeal, ...]
    outputs: tuple[Output, ...]
    online: bool
    """Whether a request may begin on this site now."""
    usual_steps: Text
