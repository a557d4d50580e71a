"""Who may open which route: every endpoint declares one permission; an undeclared one does not start.

A route with `<commune_slug>` and a desk permission belongs to a commune: an agent without a role there gets 404,
as if it did not exist.
"""

from flask import Flask, abort, current_app, g, redirect, request, session, url_for
from flask_login import LoginManager, current_user
from werkzeug.wrappers import Response

from app.domain import permissions
from app.domain.actors import Actor, Assignment
from app.domain.declared import UndeclaredRoute as UndeclaredRoute  # noqa: PLC0414 (views and tests know it from here)
from app.domain.declared import declare, is_known_by_token, permission_of
from app.store import people, territory
from app.store.models import Agent

FOLLOWED_CASES = "followed_cases"
permission = declare
"""Declare the permission of a view; put it under the route decorator."""


class SignedIn:
    """What the login manager keeps of an agent."""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def __init__(self, agent: Agent) -> None:
        self.agent = agent

    def get_id(self) -> str:
        """Return the agent's id and session version: raising the version ends every session."""
        return f"{self.agent.id}.{self.agent.session_version}"


def declared_permission(app: Flask, endpoint: str) -> str:
    """Return the permission of an endpoint. Raises UndeclaredRoute."""
    name = permission_of(app.view_functions[endpoint])
    if name is None:
        raise UndeclaredRoute(f"Expected @permission(…) on the view of “{endpoint}”.")
    return name


def current_actor() -> Actor:
    """Return who makes this request: an agent with roles, or a citizen with the cases that a code opened."""
    actor: Actor | None = g.get("actor")
    if actor is None:
        actor = _agent_actor(current_user.agent) if current_user.is_authenticated else _citizen_actor()
        g.actor = actor
    return actor


def _agent_actor(agent: Agent) -> Actor:
    assignments = frozenset(
        Assignment(role=row.role, commune_id=row.commune_id, service_id=row.service_id)
        for row in people.list_assignments(agent.id)
    )
    return Actor(kind="agent", name=agent.name_fr, id=agent.id, assignments=assignments)


def _citizen_actor() -> Actor:
    return Actor(kind="citizen", name="citizen", case_ids=frozenset(session.get(FOLLOWED_CASES, ())))


def follow_case(case_id: str) -> None:
    """Let this browser follow a case: the code was right, or the case was just filed here."""
    session[FOLLOWED_CASES] = [*[item for item in session.get(FOLLOWED_CASES, ()) if item != case_id], case_id][-20:]
    g.pop("actor", None)


def _load_signed_in(user_id: str) -> SignedIn | None:
    agent_id, _, version = user_id.partition(".")
    agent = people.find_agent(agent_id)
    if agent is None or not agent.active or str(agent.session_version) != version:
        return None
    return SignedIn(agent)


def _enforce() -> Response | None:
    if request.endpoint is None:
        return None
    needed = declared_permission(current_app, request.endpoint)
    if needed == permissions.PUBLIC or is_known_by_token(current_app.view_functions[request.endpoint]):
        return None  # machines are guarded by the interface that reads their token
    if needed == permissions.DEMONSTRATION:
        if not current_app.config["MASTARA_SETTINGS"].demo:
            abort(404)
        return None
    actor = current_actor()
    if needed == permissions.FOLLOW_CASE:
        return None if actor.case_ids or actor.kind == "agent" else _to_tracking()
    if actor.kind != "agent":
        return redirect(url_for("desk.login", next=request.full_path.rstrip("?")))
    _enforce_agent(actor, needed)
    return None


def _to_tracking() -> Response:
    reference = (request.view_args or {}).get("reference")
    return redirect(url_for("portal.follow", language=g.language, reference=reference))


def _enforce_agent(actor: Actor, needed: str) -> None:
    slug = (request.view_args or {}).get("commune_slug")
    if slug is None:
        if not permissions.may(actor, needed):
            abort(403)
        return
    commune = territory.find_commune(slug)
    if commune is None or not actor.works_in(commune.id):
        abort(404)
    if not permissions.may(actor, needed, commune.id):
        abort(403)
    g.commune = commune


def register(app: Flask) -> None:
    """Check that every route is declared, then guard each request."""
    manager = LoginManager()
    manager.init_app(app)
    manager.user_loader(_load_signed_in)
    for rule in app.url_map.iter_rules():
        declared_permission(app, rule.endpoint)
    app.before_request(_enforce)
