"""What surrounds every page of a workshop: the commune's name, the procedure, its parts, where it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import g, render_template, url_for
from werkzeug.exceptions import NotFound

from app.commands.services import current_services
from app.domain import permissions
from app.domain.clock import local_day
from app.domain.languages import choose
from app.queries.tailoring import Workshop, open_workshop
from app.queries.workshops import State
from app.store.tailoring import TailoringUnknown
from app.web.access import current_actor
from app.web.interface import gettext, language


@dataclass(frozen=True, kw_only=True)
class Part:
    """A room of the workshop as the bar of a procedure names it."""

    endpoint: str
    label: str


def parts() -> tuple[Part, ...]:
    """Return the rooms in the order of the work: see where it stands, change it, look at it, check it, publish it."""
    return (
        Part(endpoint="commune.overview", label=gettext("Où en est la démarche")),
        Part(endpoint="commune.ready", label=gettext("Mise en service")),
        Part(endpoint="commune.changes", label=gettext("Adapter")),
        Part(endpoint="commune.preview", label=gettext("Aperçu")),
        Part(endpoint="commune.checks", label=gettext("Vérifier")),
        Part(endpoint="commune.publish", label=gettext("Publier")),
        Part(endpoint="commune.history", label=gettext("Histoire")),
    )


def opened(slug: str) -> Workshop:
    """Return the workshop of a procedure in the commune of the address; without one, the page does not exist."""
    try:
        return open_workshop(g.commune.id, slug)
    except TailoringUnknown:
        raise NotFound from None


def title_of(workshop: Workshop) -> str:
    """Return the title of the national procedure in the language of the page."""
    base = workshop.base
    titles = {code: base.find_text(code, "fiche.title") or "" for code in base.languages()}
    return choose(titles, language()) or workshop.row.slug


def may_change() -> bool:
    """Tell whether whoever reads the page may also change the procedure for the commune."""
    return permissions.may(current_actor(), permissions.TAILOR, g.commune.id)


def today() -> Any:
    """Return the day in Morocco."""
    return local_day(current_services().clock.now())


def show(template: str, workshop: Workshop, part: str, **values: Any) -> str:
    """Render a page of a workshop inside the bar of its parts; `part` is the endpoint of the room."""
    address: dict[str, Any] = {"commune_slug": workshop.commune.slug, "slug": workshop.row.slug}
    tabs = [
        {"label": one.label, "href": url_for(one.endpoint, **address), "current": one.endpoint == part}
        for one in parts()
    ]
    title = title_of(workshop)
    home = url_for("commune.index", commune_slug=workshop.commune.slug)
    return render_template(
        template,
        workshop=workshop,
        procedure_title=title,
        address=address,
        parts=tabs,
        editable=may_change(),
        breadcrumb=[{"label": gettext("Atelier de la commune"), "href": home}, {"label": title}],
        **values,
    )


def choose_text(texts: Mapping[str, str]) -> str:
    """Return a text in the language of the page, or in the nearest one."""
    return choose(dict(texts), language())


@dataclass(frozen=True, kw_only=True)
class StateWords:
    """How the state of a procedure in a commune is said and shown."""

    title: str
    tone: str


def state_words() -> Mapping[State, StateWords]:
    """Return the words of each state in the language of the page."""
    return {
        "behind": StateWords(title=gettext("Une nouvelle version nationale attend"), tone="danger"),
        "closed": StateWords(title=gettext("Fermée aux usagers"), tone="waiting"),
        "unpublished": StateWords(title=gettext("Des changements ne sont pas publiés"), tone="waiting"),
        "scheduled": StateWords(title=gettext("Un changement attend son jour"), tone="info"),
        "tailored": StateWords(title=gettext("Adaptée par la commune"), tone="success"),
        "national": StateWords(title=gettext("Suit la version nationale"), tone="neutral"),
    }
