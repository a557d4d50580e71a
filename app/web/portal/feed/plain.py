"""The catalogue as plain JSON: the fields of the services as they are named, dates and durations in ISO 8601."""

from dataclasses import asdict
from typing import Any

from app.domain.languages import INTERFACE_LANGUAGES, Text
from app.languages import translate
from app.queries.public_services import PublicService, PublishedCatalogue
from app.web.portal.domains import OTHER, TITLES
from app.web.portal.feed.source import FeedSource


def plain_catalogue(catalogue: PublishedCatalogue, source: FeedSource) -> dict[str, Any]:
    """Return the document: whose catalogue it is and every service with its page."""
    return {
        "pages": source.pages(),
        "commune": {"code": source.commune_id, "slug": source.commune_slug} if source.commune_id else None,
        "authority": dict(source.names),
        "reuse": dict(reuse_rule()),
        "services": [_service(service, source) for service in catalogue.services],
    }


def reuse_rule() -> Text:
    """Return what article 6 of law 31-13 says of who reuses what an administration publishes."""
    return both("Réutilisation libre, en citant la source et la date, sans altérer le sens (loi 31-13, article 6).")


def both(french: str) -> dict[str, str]:
    """Return a French source text in both languages."""
    return {language: translate(language, french) for language in INTERFACE_LANGUAGES}


def domain_titles(domain: str) -> Text:
    """Return the name of a group of the catalogue in both languages."""
    return both(TITLES.get(domain, OTHER))


def _service(service: PublicService, source: FeedSource) -> dict[str, Any]:
    return {"pages": source.pages_of(service.slug), "domain_titles": domain_titles(service.domain), **asdict(service)}
