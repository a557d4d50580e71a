"""Who is on the portal: always a citizen, whatever else this browser is signed in as; and in which commune."""

from typing import TypeVar

from flask import current_app, g, request, session
from werkzeug.wrappers import Response

from app.commands.bus import Command, Unit, execute
from app.commands.services import Services, current_services
from app.deployments import Deployed
from app.domain.actors import Actor
from app.queries.following import FollowedCase, find_followed_case
from app.store import cases, territory
from app.store.models import Commune
from app.web.access import FOLLOWED_CASES

Answer = TypeVar("Answer")
REMEMBERED = "commune"
A_YEAR = 31_536_000


def citizen() -> Actor:
    """Return the citizen of this browser with the cases that a code or a filing opened to it."""
    return Actor(kind="citizen", name="citizen", case_ids=frozenset(session.get(FOLLOWED_CASES, ())))


def run(command: Command[Answer]) -> Answer:
    """Run a command as the citizen."""
    return execute(command, actor=citizen(), services=current_services())


def reading_unit() -> Unit:
    """Return the circumstances in which a page is read: nothing is written with it."""
    services = current_services()
    return Unit(actor=citizen(), services=services, now=services.clock.now())


def deployed_of(deployment_id: str) -> Deployed:
    """Return a deployment ready to run."""
    services: Services = current_services()
    return services.deployments.get(deployment_id)


def enter_commune(slug: str) -> Commune:
    """Return the commune of an address and put its name on the page. Raises CommuneUnknown."""
    commune = territory.get_commune(slug)
    g.commune = commune
    return commune


def enter_commune_of(commune_id: str) -> Commune:
    """Return the commune of a draft or case and put its name on the page. Raises CommuneUnknown."""
    commune = territory.get_commune_by_id(commune_id)
    g.commune = commune
    return commune


def enter_case(reference: str) -> FollowedCase:
    """Return a case that this browser follows and put its commune on the page.

    Raises CaseUnknown alike for a reference that does not exist and for one that the browser may not see.
    """
    found = find_followed_case(reference, citizen().case_ids)
    if found is None:
        raise cases.CaseUnknown("Expected a case that this browser follows.", reference=reference)
    enter_commune_of(found.commune_id)
    return found


def remembered_commune() -> Commune | None:
    """Return the commune last chosen in this browser, or None."""
    slug = request.cookies.get(REMEMBERED)
    return territory.find_commune(slug) if slug else None


def remember_commune(response: Response, commune: Commune) -> Response:
    """Keep the choice of commune in this browser for a year: its address, nothing else."""
    response.set_cookie(
        REMEMBERED,
        commune.slug,
        max_age=A_YEAR,
        httponly=True,
        samesite="Lax",
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
    )
    return response
