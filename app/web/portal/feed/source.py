"""Whose catalogue a machine reads, and the public addresses in it."""

from dataclasses import dataclass
from typing import Any

from flask import url_for

from app.commands.services import current_services
from app.domain.languages import INTERFACE_LANGUAGES, Language, Text
from app.languages import translate
from app.store.models import Commune

NAMING: Language = "fr"
"""The language of the addresses that name things; both pages of each stand beside its name."""


@dataclass(frozen=True, kw_only=True)
class FeedSource:
    """The country (`commune_id` None) or a commune; addresses are whole and public."""

    commune_id: str | None
    commune_slug: str
    names: Text

    @property
    def name(self) -> str:
        """What names this catalogue and all that is in it: one address, whatever the language that was asked."""
        return self.pages()[NAMING]

    @property
    def national_name(self) -> str:
        """What names the country's catalogue, whosever catalogue this is."""
        return _public("portal.procedures", NAMING)

    def pages(self) -> dict[str, str]:
        """Return the page that people read, in each language."""
        if self.commune_id is None:
            return _in_each_language("portal.procedures")
        return _in_each_language("portal.commune", commune_slug=self.commune_slug)

    def pages_of(self, slug: str) -> dict[str, str]:
        """Return the page of one service in each language."""
        if self.commune_id is None:
            return _in_each_language("portal.national_procedure", slug=slug)
        return _in_each_language("portal.procedure", commune_slug=self.commune_slug, slug=slug)


def feed_source(commune: Commune | None) -> FeedSource:
    """Return the source of a commune's catalogue, or of the country's."""
    if commune is not None:
        names = {"ar": commune.name_ar, "fr": commune.name_fr}
        return FeedSource(commune_id=commune.id, commune_slug=commune.slug, names=names)
    names = {language: translate(language, "Communes du Royaume du Maroc") for language in INTERFACE_LANGUAGES}
    return FeedSource(commune_id=None, commune_slug="", names=names)


def _in_each_language(endpoint: str, **values: Any) -> dict[str, str]:
    return {language: _public(endpoint, language, **values) for language in INTERFACE_LANGUAGES}


def _public(endpoint: str, language: Language, **values: Any) -> str:
    return f"{current_services().settings.public_url}{url_for(endpoint, language=language, **values)}"
