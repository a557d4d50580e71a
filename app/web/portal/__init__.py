"""The citizens' portal: choose a commune, read a sheet, file, follow, verify. Everybody is a citizen here."""

from typing import Any

from flask import Blueprint, g, request, url_for
from flask.blueprints import BlueprintSetupState

from app.domain.languages import INTERFACE_LANGUAGES
from app.web.interface import LANGUAGE_LABELS, gettext

portal = Blueprint("portal", __name__, url_prefix="/<any(ar, fr):language>", template_folder="templates")
DESK = ("desk", "operations")
_SHOWN_BY = {"portal.start": "portal.procedure"}
"""Addresses that only receive, with the page that a reader in the other language is led to instead."""


@portal.url_value_preprocessor
def _note_address(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Note the arguments of the address before anything else runs; no commune is entered yet."""
    g.portal_arguments = dict(values or {})
    g.pop("commune", None)


@portal.before_request
def _take_language() -> None:
    """Keep the language of the address out of the views: the interface has read it by now."""
    if request.view_args:
        request.view_args.pop("language", None)


@portal.url_defaults
def _give_language(endpoint: str, values: dict[str, Any]) -> None:
    values.setdefault("language", g.get("language", INTERFACE_LANGUAGES[0]))


@portal.context_processor
def _language_links() -> dict[str, Any]:
    """The same page in each language: the arguments of its address and its readable query are kept."""
    kept = {key: value for key, value in request.args.items() if key in ("q", "reference")}
    arguments = g.get("portal_arguments") or request.view_args or {}
    endpoint = _SHOWN_BY.get(request.endpoint or "", request.endpoint or "portal.home")
    return {
        "language_links": [
            {
                "code": code,
                "label": label,
                "href": url_for(endpoint, **{**arguments, **kept, "language": code}),
                "current": code == g.language,
            }
            for code, label in LANGUAGE_LABELS.items()
        ]
    }


@portal.app_context_processor
def _frame() -> dict[str, Any]:
    """Links of the header and the footer on every page outside of the desk, error pages included."""
    return {} if request.blueprint in DESK else citizen_frame()


def citizen_frame() -> dict[str, Any]:
    """Return {site_links, navigation}: what surrounds a citizen's page in the language of this request."""
    commune = g.get("commune")
    procedures = (
        url_for("portal.commune", commune_slug=commune.slug) if commune is not None else url_for("portal.procedures")
    )
    links = {
        "home": url_for("portal.home"),
        "track": url_for("portal.follow"),
        "verify": url_for("portal.verify"),
        "help": url_for("portal.help_page"),
        "accessibility": url_for("portal.accessibility"),
        "privacy": url_for("portal.privacy"),
    }
    navigation: list[dict[str, Any]] = [
        {"label": gettext("Démarches"), "href": procedures},
        {"label": gettext("Suivre une demande"), "href": links["track"]},
        {"label": gettext("Vérifier un document"), "href": links["verify"]},
    ]
    for item in navigation:
        item["current"] = item["href"] == request.path
    return {"site_links": links, "navigation": navigation}


def _open_entrance(state: BlueprintSetupState) -> None:
    from app.web.portal.entrance import entrance

    state.app.register_blueprint(entrance)


portal.record_once(_open_entrance)

from app.web.portal import (  # noqa: E402 - the rooms hang their routes on the blueprint above
    about,
    case_page,
    communes,
    drafts,
    feed,
    files,
    filing,
    following,
    home,
    paying,
    public_course,
    published,
    receipt,
    resuming,
    sheets,
    tasks,
    verification,
    withdrawal,
)

__all__ = [
    "about",
    "case_page",
    "communes",
    "drafts",
    "feed",
    "files",
    "filing",
    "following",
    "home",
    "paying",
    "portal",
    "public_course",
    "published",
    "receipt",
    "resuming",
    "sheets",
    "tasks",
    "verification",
    "withdrawal",
]
