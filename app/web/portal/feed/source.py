"""Whose catalogue a machine reads, and the public addresses in it."""

from dataclasses import dataclass

from flask import url_for

from app.commands.services import current_services
from app.domain.languages import INTERFACE_LANGUAGES, Text
from app.languages import translate
from app.store.models import Commune


@dataclass(frozen=True, kw_only=True)
class FeedSource:
    """The country (`commune_id` None) or a commune; addresses are whole and public."""

    commune_id: str | None
    commune_slug: str
    names: Text

    @property
    def address(self) -> str:
        """The page that people read."""
        if self.commune_id is None:
            return _public(url_for("portal.procedures"))
        return _public(url_for("portal.commune", commune_slug=self.commune_slug))

    @property
    def national_address(self) -> str:
        """The page of the country's catalogue, whosever catalogue this is."""
        return _public(url_for("portal.procedures"))

    def page_of(self, slug: str) -> str:
        """Return the page of one service."""
        if self.commune_id is None:
            return _public(url_for("portal.national_procedure", slug=slug))
        return _public(url_for("portal.procedure", commune_slug=self.commune_slug, slug=slug))


def feed_source(commune: Commune | None) -> FeedSource:
    """Return the source of a commune's catalogue, or of the country's."""
    if commune is not None:
        names = {"ar": commune.name_ar, "fr": commune.name_fr}
        return FeedSource(commune_id=commune.id, commune_slug=commune.slug, names=names)
    names = {language: translate(language, "Communes du Royaume du Maroc") for language in INTERFACE_LANGUAGES}
    return FeedSource(commune_id=None, commune_slug="", names=names)


def _public(path: str) -> str:
    return f"{current_services().settings.public_url}{path}"
