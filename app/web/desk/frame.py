"""What surrounds every page of an agent: name, navigation, search."""

from dataclasses import dataclass
from typing import Any

from flask import current_app, g, request, url_for
from flask_login import current_user

from app.domain import permissions
from app.domain.actors import Actor
from app.domain.languages import choose
from app.queries.incidents import count_incidents
from app.store import territory
from app.store.models import Agent, Commune
from app.store.releases import count_asked
from app.store.upgrades import list_to_answer
from app.web.access import current_actor
from app.web.desk import desk
from app.web.interface import gettext, language

AGENT_PAGES = ("desk", "operations", "oversight", "studio", "commune", "local_studio")


@dataclass(frozen=True, kw_only=True)
class ShownAgent:
    """The person as the bar shows it."""

    name: str
    role_title: str
    service_title: str = ""


@desk.app_context_processor
def _frame() -> dict[str, Any]:
    if request.blueprint not in AGENT_PAGES:
        return {}
    if not current_user.is_authenticated:
        return {"site_links": {"home": url_for("portal.home"), "desk": url_for("desk.login")}}
    return {
        "current_agent": shown_agent(current_user.agent),
        "site_links": _links(),
        "navigation": _navigation(),
        "is_demo": is_demo(),
    }


@desk.before_request
def _name_the_commune() -> None:
    """Put the commune's name on the pages of an agent who works in one commune only."""
    if "commune" in g or not current_user.is_authenticated:
        return
    held = {item.commune_id for item in current_actor().assignments}
    if len(held) == 1 and None not in held:
        g.commune = territory.get_commune_by_id(str(next(iter(held))))


def is_demo() -> bool:
    """Tell whether this installation is a demonstration."""
    return bool(current_app.config["MASTARA_SETTINGS"].demo)


def shown_agent(agent: Agent) -> ShownAgent:
    """Return an agent in the language of the page."""
    return ShownAgent(
        name=choose({"ar": agent.name_ar, "fr": agent.name_fr}, language()),
        role_title=choose({"ar": agent.title_ar, "fr": agent.title_fr}, language()),
    )


def landing() -> str:
    """Return the address where an agent's day begins."""
    actor = current_actor()
    if permissions.may(actor, permissions.TAKE_PART):
        return url_for("desk.worklist")
    if permissions.may(actor, permissions.OPERATE):
        return url_for("operations.index")
    if permissions.may(actor, permissions.MODEL):
        return url_for("studio.index")
    if permissions.may(actor, permissions.NATIONAL_CALENDAR):
        return url_for("oversight.national_calendar")
    if permissions.may(actor, permissions.MIGRATE):
        return url_for("operations.migrations")
    return url_for("desk.account")


def _links() -> dict[str, str]:
    links = {
        "desk": landing(),
        "home": url_for("portal.home"),
        "profile": url_for("desk.account"),
        "logout": url_for("desk.logout"),
    }
    if permissions.may(current_actor(), permissions.WORK):
        links["search"] = url_for("desk.search")
    if permissions.may(current_actor(), permissions.TAKE_PART):
        links["keyboard"] = url_for("desk.keyboard")
    return links


def _navigation() -> list[dict[str, Any]]:
    actor = current_actor()
    items: list[dict[str, Any]] = []
    if permissions.may(actor, permissions.TAKE_PART):
        items.append(_item(gettext("Tâches"), "desk.worklist", "list-check"))
    if permissions.may(actor, permissions.WORK):
        items.append(_item(gettext("Dossiers"), "desk.search", "folder2-open"))
        if "commune" in g and permissions.may(actor, permissions.WORK, g.commune.id):
            items.append(_item(gettext("Nouveau dossier"), "desk.new_case", "plus-lg", commune_slug=g.commune.slug))
    if permissions.may(actor, permissions.RETRY):
        waiting = count_incidents(actor)
        items.append(
            {**_item(gettext("Incidents"), "desk.incidents", "exclamation-triangle"), "count": waiting or None}
        )
    if permissions.may(actor, permissions.MODEL):
        items.append(_item(gettext("Studio"), "studio.index", "pencil-square"))
    if permissions.may(actor, permissions.APPROVE):
        waiting = count_asked()
        items.append({**_item(gettext("Approbations"), "studio.approvals", "person-check"), "count": waiting or None})
    items += _overseen(actor)
    if permissions.may(actor, permissions.OPERATE):
        items.append(_item(gettext("Exploitation"), "operations.index", "sliders"))
    if permissions.may(actor, permissions.MIGRATE):
        items.append(_item(gettext("Migrations"), "operations.migrations", "file-earmark-arrow-up"))
    if is_demo():
        items.append({"label": gettext("Démonstration")})
        items.append(_item(gettext("Simulateurs"), "sandbox.index", "arrow-repeat"))
    return items


def _overseen(actor: Actor) -> list[dict[str, Any]]:
    """Return the pages of those who oversee the country, or the one commune in which they work."""
    items: list[dict[str, Any]] = []
    if permissions.may(actor, permissions.NATIONAL_CALENDAR):
        items.append(_item(gettext("Calendrier"), "oversight.national_calendar", "calendar-event"))
        items.append(_item(gettext("Valeurs de la loi"), "oversight.parameters", "sliders"))
    elif "commune" in g and permissions.may(actor, permissions.LOCAL_CALENDAR, g.commune.id):
        items.append(
            _item(gettext("Calendrier"), "oversight.local_calendar", "calendar-event", commune_slug=g.commune.slug)
        )
    if "commune" in g and permissions.may(actor, permissions.SEE_TAILORING, g.commune.id):
        workshop = _item(gettext("Atelier de la commune"), "commune.index", "building", commune_slug=g.commune.slug)
        waiting = len(list_to_answer(g.commune.id))
        items.append({**workshop, "current": request.blueprint == "commune", "count": waiting or None})
    if permissions.may(actor, permissions.PREPARE_COMMUNES):
        items.append(_item(gettext("Préparer des communes"), "oversight.provinces", "geo-alt-fill"))
    if permissions.may(actor, permissions.STEER_TAILORING):
        items.append(_item(gettext("Montées de version"), "oversight.upgrades_of_country", "globe"))
        items.append(_item(gettext("Adaptations des communes"), "oversight.tailoring", "diagram-3"))
    if permissions.may(actor, permissions.SEE_TAILORING):
        items.append(_item(gettext("Bonnes pratiques"), "oversight.practices", "award"))
    if "commune" in g and permissions.may(actor, permissions.TAILOR, g.commune.id):
        items.append(_own_studio(actor, g.commune))
    if "commune" in g and permissions.may(actor, permissions.READ_INSCRIPTIONS, g.commune.id):
        items.append(_item(gettext("Registres"), "oversight.registers_of", "journal-text", commune_slug=g.commune.slug))
    return items


def _own_studio(actor: Actor, commune: Commune) -> dict[str, Any]:
    """Return the studio of the commune, with what waits for the approval of its president."""
    approves = permissions.may(actor, permissions.APPROVE_LOCAL, commune.id)
    item = _item(gettext("Démarches de la commune"), "local_studio.index", "pencil-square", commune_slug=commune.slug)
    waiting = count_asked(commune.id) if approves else 0
    return {**item, "current": request.blueprint == "local_studio", "count": waiting or None}


def _item(label: str, endpoint: str, icon: str, **values: Any) -> dict[str, Any]:
    return {"label": label, "href": url_for(endpoint, **values), "icon": icon, "current": request.endpoint == endpoint}
