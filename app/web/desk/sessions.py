"""Signing in and out; a session ends after two hours without a page, and after twelve hours in any case."""

from datetime import datetime, timedelta

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user, logout_user
from werkzeug.wrappers import Response

from app.commands.accounts import verify_password
from app.commands.services import current_services
from app.domain.languages import choose, read_language
from app.domain.permissions import PUBLIC
from app.store import people
from app.store.models import Agent, Commune
from app.web.access import SignedIn, permission
from app.web.desk import desk
from app.web.desk.frame import is_demo, landing
from app.web.interface import gettext, language, local_address
from app.web.security import IDLE_TIME, limiter

WHOLE_DAY = timedelta(hours=12)
SEEN, BEGUN = "seen_at", "signed_in_at"
TRIES = "10 per 10 minutes"
LONGEST = 200


def _failed(response: Response) -> bool:
    return response.status_code == 422


def _tried_name() -> str:
    return (request.form.get("account") or request.form.get("username", "")).strip()[:LONGEST]


def _name_key() -> str:
    return f"login:{_tried_name().lower()}"


@desk.before_app_request
def _end_old_sessions() -> None:
    """Sign out whoever was away too long; the page asked for then asks to sign in again and comes back.

    A style or an icon leaves the session alone: its answer may come late, and would bring an older session back.
    """
    if request.blueprint == "static_files" or "_user_id" not in session:
        return
    now = current_services().clock.now()
    seen, begun = _moment(SEEN), _moment(BEGUN)
    if (seen is not None and now - seen > IDLE_TIME) or (begun is not None and now - begun > WHOLE_DAY):
        logout_user()
        session.pop(SEEN, None)
        session.pop(BEGUN, None)
        flash(gettext("Votre session s’est fermée après un temps sans activité. Reconnectez-vous."), "info")
        return
    session[SEEN] = int(now.timestamp())
    session.setdefault(BEGUN, int(now.timestamp()))
    session.permanent = True


def _moment(key: str) -> datetime | None:
    seconds = session.get(key)
    return datetime.fromtimestamp(seconds, tz=current_services().clock.now().tzinfo) if seconds is not None else None


@desk.get("/login")
@permission(PUBLIC)
def login() -> ResponseReturnValue:
    """Ask for the login name and the password."""
    if current_user.is_authenticated:
        return redirect(landing())
    return _ask("")


@desk.post("/login")
@permission(PUBLIC)
@limiter.limit(TRIES, deduct_when=_failed)
@limiter.limit(TRIES, key_func=_name_key, deduct_when=_failed)
def sign_in() -> ResponseReturnValue:
    """Open a fresh session; an unknown name and a wrong password get the same answer in the same time."""
    username = _tried_name()
    agent = people.find_agent_by_username(username)
    known = (agent is not None and _is_chosen_demo(agent)) or verify_password(agent, request.form.get("password", ""))
    if agent is None or not known:
        return _ask(username, gettext("L’identifiant et le mot de passe ne vont pas ensemble. Vérifiez-les.")), 422
    target = local_address(request.form.get("next"), "")
    _open_session(agent)
    return redirect(target or landing())


def _is_chosen_demo(agent: Agent) -> bool:
    """Tell whether a button of the list of demonstration accounts was pressed: their password is public anyway."""
    return is_demo() and bool(request.form.get("account")) and agent.active and agent.demo_password is not None


def _open_session(agent: Agent) -> None:
    """Begin a new session: nothing of the visitor's session survives but the language that was chosen."""
    chosen = read_language(session.get("language") or agent.language)
    session.clear()
    session["language"] = chosen
    login_user(SignedIn(agent))
    now = int(current_services().clock.now().timestamp())
    session[SEEN], session[BEGUN] = now, now
    session.permanent = True


@desk.post("/logout")
@permission(PUBLIC)
def logout() -> ResponseReturnValue:
    """Close the session."""
    chosen = language()
    logout_user()
    session.clear()
    session["language"] = chosen
    flash(gettext("Vous êtes déconnecté."), "success")
    return redirect(url_for("desk.login"))


def _ask(username: str, error: str = "") -> str:
    return render_template(
        "desk/login.html",
        username=username,
        errors={"username": error} if error else {},
        next=local_address(request.values.get("next"), ""),
        demo_groups=_demo_groups() if is_demo() else [],
    )


def _demo_groups() -> list[dict[str, object]]:
    """Return the demonstration accounts by commune; one line an agent, whatever the number of roles."""
    groups: dict[str, dict[str, dict[str, str]]] = {}
    for agent, _role, commune in people.list_demo_accounts():
        groups.setdefault(_group_title(commune), {})[agent.username] = {
            "username": agent.username,
            "name": choose({"ar": agent.name_ar, "fr": agent.name_fr}, language()),
            "title": choose({"ar": agent.title_ar, "fr": agent.title_fr}, language()),
        }
    return [{"title": title, "accounts": list(accounts.values())} for title, accounts in groups.items()]


def _group_title(commune: Commune | None) -> str:
    if commune is None:
        return gettext("Pour tout le pays")
    return choose({"ar": commune.name_ar, "fr": commune.name_fr}, language())
