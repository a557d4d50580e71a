"""Where machines read the catalogue: of the country and of each commune, as JSON and as JSON-LD."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response, request
from flask.typing import ResponseReturnValue

from app.commands.services import current_services
from app.domain.clock import local_day
from app.domain.permissions import PUBLIC
from app.procedures import ProcedurePackage
from app.queries.public_services import PublishedCatalogue, read_published_catalogue
from app.store.models import Commune
from app.web.access import permission
from app.web.portal import portal
from app.web.portal.feed.linked import linked_catalogue
from app.web.portal.feed.plain import plain_catalogue
from app.web.portal.feed.source import FeedSource, feed_source
from app.web.portal.visitor import enter_commune

AN_HOUR = 3_600
JSON, JSON_LD = "application/json", "application/ld+json"


@portal.get("/catalogue.json")
@permission(PUBLIC)
def catalogue_json() -> ResponseReturnValue:
    """The services of the country."""
    return _plain(None)


@portal.get("/catalogue.jsonld")
@permission(PUBLIC)
def catalogue_jsonld() -> ResponseReturnValue:
    """The services of the country, as linked data."""
    return _linked(None)


@portal.get("/communes/<commune_slug>/catalogue.json")
@permission(PUBLIC)
def commune_catalogue_json(commune_slug: str) -> ResponseReturnValue:
    """The services as a commune gives them."""
    return _plain(enter_commune(commune_slug))


@portal.get("/communes/<commune_slug>/catalogue.jsonld")
@permission(PUBLIC)
def commune_catalogue_jsonld(commune_slug: str) -> ResponseReturnValue:
    """The services as a commune gives them, as linked data."""
    return _linked(enter_commune(commune_slug))


def packages_of(deployment_ids: Sequence[str]) -> Mapping[str, ProcedurePackage]:
    """Return the packages of deployments; all that are not in memory are loaded by one read."""
    deployed = current_services().deployments.get_all(deployment_ids)
    return {key: one.package for key, one in deployed.items()}


def published_catalogue(commune_id: str | None) -> PublishedCatalogue:
    """Return the catalogue with the values in force today."""
    today = local_day(current_services().clock.now())
    return read_published_catalogue(commune_id, day=today, packages=packages_of)


def _plain(commune: Commune | None) -> ResponseReturnValue:
    source = feed_source(commune)
    return _answer(plain_catalogue(_services(source), source), JSON)


def _linked(commune: Commune | None) -> ResponseReturnValue:
    source = feed_source(commune)
    return _answer(linked_catalogue(_services(source), source), JSON_LD)


def _services(source: FeedSource) -> PublishedCatalogue:
    return published_catalogue(source.commune_id)


def _answer(data: dict[str, Any], content_type: str) -> ResponseReturnValue:
    """Return the data for everybody, an hour in any cache, and nothing (304) to who has it already."""
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
    response = Response(body, content_type=f"{content_type}; charset=utf-8" if content_type == JSON else content_type)
    response.headers["Cache-Control"] = f"public, max-age={AN_HOUR}"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.add_etag()
    return response.make_conditional(request)
