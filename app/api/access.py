"""Who calls: the bearer token of a machine, its commune and its roles."""

from collections.abc import Callable

from flask import current_app, g, request

from app.api import api
from app.api.errors import Refused
from app.commands.services import current_services
from app.domain import permissions
from app.domain.actors import Actor, Assignment
from app.domain.codes import fingerprint
from app.domain.declared import View, declare, permission_of
from app.store import territory, tokens
from app.store.models import Commune

SCHEME = "Bearer "


def permission(name: str) -> Callable[[View], View]:
    """Declare the permission of a view whose caller is known by a token."""
    return declare(name, known_by="token")


def caller() -> Actor:
    """Return the machine that makes this request."""
    actor: Actor = g.api_actor
    return actor


def commune() -> Commune:
    """Return the commune of the address, which is that of the token."""
    found: Commune = g.commune
    return found


@api.before_request
def _guard() -> None:
    """Let a request through when its token holds in the commune of the address and grants the permission."""
    needed = permission_of(current_app.view_functions[request.endpoint or ""])
    if needed == permissions.PUBLIC:
        return
    g.api_actor = _actor()
    found = territory.find_commune(str((request.view_args or {}).get("commune_slug", "")))
    if found is None or not g.api_actor.works_in(found.id):
        raise Refused(404, "commune-unknown", "Expected the commune of the token, found another address.")
    if needed is None or not permissions.may(g.api_actor, needed, found.id):
        raise Refused(403, "forbidden", f"Expected a token with a role that grants {needed}.")
    g.commune = found


def _actor() -> Actor:
    header = request.headers.get("Authorization", "")
    secret = header.removeprefix(SCHEME).strip() if header.startswith(SCHEME) else ""
    token = tokens.find_live_token(fingerprint(secret), now=current_services().clock.now()) if secret else None
    if token is None:
        raise Refused(401, "token-missing", "Expected “Authorization: Bearer …” with a token that holds, found none.")
    assignments = frozenset(Assignment(role=role, commune_id=token.commune_id) for role in token.roles)
    return Actor(kind="agent", name=token.name, id=token.id, assignments=assignments)
