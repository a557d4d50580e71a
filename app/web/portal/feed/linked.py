"""The catalogue as linked data: each service a `cpsv:PublicService` with all that belongs to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.deadlines import Period
from app.deadlines.explanation import period_in_words
from app.domain.languages import INTERFACE_LANGUAGES, Language, Text
from app.languages import translate
from app.queries.public_services import (
    Appeal,
    Cost,
    Evidence,
    LegalText,
    Output,
    PeriodOfLaw,
    PublicService,
    PublishedCatalogue,
)
from app.web.portal.feed.plain import both, domain_titles, reuse_rule
from app.web.portal.feed.source import NAMING, FeedSource
from app.web.portal.feed.terms import DIRHAM, LANGUAGES, MOROCCO, PROFILE, concept, context

CENTIMES = 100
Node = dict[str, Any]


def linked_catalogue(catalogue: PublishedCatalogue, source: FeedSource) -> Node:
    """Return the JSON-LD document (1.1): a catalogue, its publisher, its services."""
    return {
        "@context": context(),
        "@id": f"{source.name}#catalogue",
        "@type": "Catalog",
        "title": dict(source.names),
        "publisher": _authority(source),
        "conformsTo": PROFILE,
        "rights": dict(reuse_rule()),
        "language": list(LANGUAGES),
        "hasPart": [_Linking(service, source).service() for service in catalogue.services],
    }


def _authority(source: FeedSource) -> Node:
    authority: Node = {
        "@id": _authority_id(source),
        "@type": "PublicOrganisation",
        "prefLabel": dict(source.names),
        "spatial": MOROCCO,
    }
    if source.commune_id is not None:
        authority["identifier"] = source.commune_id
    return authority


def _authority_id(source: FeedSource) -> str:
    return f"{source.name}#authority"


def _filled(node: Node) -> Node:
    """Return the node without properties that have no value."""
    return {name: value for name, value in node.items() if value not in (None, "", [], {})}


@dataclass(frozen=True)
class _Linking:
    described: PublicService
    source: FeedSource

    def service(self) -> Node:
        one = self.described
        return _filled(
            {
                "@id": self._id("service"),
                "@type": "PublicService",
                "identifier": one.slug,
                "title": dict(one.titles),
                "description": dict(one.summaries),
                "page": list(self.source.pages_of(one.slug).values()),
                "language": list(LANGUAGES),
                "spatial": MOROCCO,
                "audience": concept("audience", one.audience),
                "thematicArea": self._theme(),
                "hasCompetentAuthority": _authority_id(self.source),
                "hasParticipation": self._participation(),
                "hasLegalResource": [self._legal_text(text) for text in one.legal_texts],
                "hasInput": [self._evidence(piece) for piece in one.evidence],
                "hasCost": [self._cost(cost) for cost in one.costs],
                "hasChannel": [self._channel(channel) for channel in one.channels],
                "processingTime": one.period.duration,
                "follows": [self._silence(), *(self._appeal(appeal) for appeal in one.appeals)],
                "produces": [self._output(output) for output in one.outputs],
            }
        )

    def _id(self, part: str) -> str:
        return f"{self.source.pages_of(self.described.slug)[NAMING]}#{part}"

    def _theme(self) -> Node:
        domain = self.described.domain
        return {"@id": concept("domain", domain), "@type": "Concept", "prefLabel": dict(domain_titles(domain))}

    def _participation(self) -> Node:
        """Who receives the file and who works on it (art. 6-2), in words."""
        return {
            "@id": self._id("responsible"),
            "@type": "Participation",
            "identifier": "responsible",
            "description": dict(self.described.responsible),
            "role": concept("role", "service-provider"),
            "hasParticipant": _authority_id(self.source),
        }

    def _legal_text(self, text: LegalText) -> Node:
        return _filled(
            {
                "@id": self._law(text.key),
                "@type": "LegalResource",
                "identifier": text.number,
                "title": dict(text.titles),
                "issued": text.date,
                "page": text.url,
            }
        )

    def _law(self, key: str) -> str:
        """Return the text of law that a key names: one address in every sheet that stands on it."""
        number = next((one.number for one in self.described.legal_texts if one.key == key), key)
        return f"{self.source.national_name}#text-{number}"

    def _evidence(self, piece: Evidence) -> Node:
        return _filled(
            {
                "@id": self._id(f"piece-{piece.key}"),
                "@type": "Evidence",
                "identifier": piece.key,
                "title": dict(piece.titles),
                "description": dict(piece.notes),
                "type": [concept("need", piece.need), concept("provided-by", piece.provided_by)],
                "relation": self._law(piece.law),
            }
        )

    def _cost(self, cost: Cost) -> Node:
        return _filled(
            {
                "@id": self._id(f"fee-{cost.key}"),
                "@type": "Cost",
                "identifier": cost.key,
                "description": _joined(cost.titles, cost.notes),
                "hasValue": cost.centimes / CENTIMES if cost.centimes is not None else None,
                "currency": DIRHAM if cost.centimes is not None else None,
                "isDefinedBy": _authority_id(self.source),
            }
        )

    def _channel(self, channel: str) -> Node:
        return {
            "@id": self._id(f"channel-{channel}"),
            "@type": "Channel",
            "identifier": channel,
            "type": concept("channel", channel),
            "ownedBy": _authority_id(self.source),
        }

    def _silence(self) -> Node:
        silence = self.described.silence
        return {
            "@id": self._id("silence"),
            "@type": "Rule",
            "identifier": "silence",
            "title": both("Si la commune ne répond pas à temps"),
            "description": dict(silence.texts),
            "type": concept("silence", silence.effect),
            "implements": self._law(silence.law),
        }

    def _appeal(self, appeal: Appeal) -> Node:
        return {
            "@id": self._id(f"appeal-{appeal.key}"),
            "@type": "Rule",
            "identifier": f"appeal-{appeal.key}",
            "title": dict(appeal.titles),
            "description": {code: _course_of(appeal, code) for code in INTERFACE_LANGUAGES},
            "type": concept("rule", "appeal"),
            "implements": self._law(appeal.law),
        }

    def _output(self, output: Output) -> Node:
        return {
            "@id": self._id(f"document-{output.key}"),
            "@type": "Output",
            "identifier": output.key,
            "title": dict(output.titles),
            "language": list(LANGUAGES),
        }


def _course_of(appeal: Appeal, language: Language) -> str:
    """Return within how long to appeal and how long the answer may take, in words."""
    said = []
    if appeal.file_within:
        period = _in_words(appeal.file_within, language)
        said.append(translate(language, "À faire dans un délai de %(period)s", period=period))
    if appeal.reply_within:
        period = _in_words(appeal.reply_within, language)
        said.append(translate(language, "Réponse dans un délai de %(period)s", period=period))
    return " ; ".join(said) if language == "fr" else "؛ ".join(said)


def _in_words(period: PeriodOfLaw, language: Language) -> str:
    return period_in_words(Period.from_parameter(period.value, period.unit, period.kind), language)


def _joined(titles: Text, notes: Mapping[str, str]) -> dict[str, str]:
    return {code: f"{title} ({notes[code]})" if notes.get(code) else title for code, title in titles.items()}
