"""The agent's own account, and the keys of the keyboard."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.domain.permissions import SIGNED_IN, TAKE_PART
from app.store import people
from app.web.access import current_actor, permission
from app.web.desk import desk
from app.web.desk.roles import role_title


@desk.get("/account")
@permission(SIGNED_IN)
def account() -> ResponseReturnValue:
    """Who I am here: names, roles, communes."""
    communes = {row.id: row for row in people.list_agent_communes(current_user.agent.id)}
    held = sorted(current_actor().assignments, key=lambda item: (item.commune_id or "", item.role))
    rows = [{"role": role_title(item.role), "commune": communes.get(item.commune_id or "")} for item in held]
    return render_template("desk/account.html", agent=current_user.agent, rows=rows)


@desk.get("/keyboard")
@permission(TAKE_PART)
def keyboard() -> ResponseReturnValue:
    """How the desk works, and its keys."""
    return render_template("desk/keyboard.html")
