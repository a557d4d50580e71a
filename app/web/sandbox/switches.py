"""Breakdowns on demand: the next calls of a connector fail, or take their time."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.connectors.registry import CONNECTORS
from app.connectors.switches import Switches, read_switches, set_switches
from app.domain.permissions import DEMONSTRATION
from app.web.access import permission
from app.web.interface import gettext
from app.web.sandbox import sandbox
from app.web.sandbox.simulators import records

MOST_FAILURES = 99
LONGEST_DELAY = 30


@sandbox.get("/switches")
@permission(DEMONSTRATION)
def switches() -> ResponseReturnValue:
    """How each connector behaves."""
    rows = [(name, _titles()[name], read_switches(records(), name)) for name in CONNECTORS]
    return render_template("sandbox/switches.html", rows=rows)


@sandbox.post("/switches/<connector>")
@permission(DEMONSTRATION)
def set_switch(connector: str) -> ResponseReturnValue:
    """Change how a connector behaves."""
    if connector not in CONNECTORS:
        abort(404)
    wanted = Switches(
        fail_next=_number("fail_next", MOST_FAILURES),
        retryable=request.form.get("retryable") == "yes",
        delay=float(_number("delay", LONGEST_DELAY)),
    )
    set_switches(records(), connector, wanted)
    flash(gettext("Réglé : %(name)s.", name=_titles()[connector]), "success")
    return redirect(url_for("sandbox.switches"))


def _number(name: str, most: int) -> int:
    """Return a whole number of the form between 0 and `most`; anything else is 0."""
    typed = request.form.get(name, "")
    return min(int(typed), most) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 0


def _titles() -> dict[str, str]:
    return {
        "email": gettext("Courriel"),
        "sms": gettext("SMS"),
        "payment": gettext("Paiement"),
        "post": gettext("Poste"),
        "civil-register": gettext("Registre national"),
        "external": gettext("Autres systèmes"),
        "virus-scanner": gettext("Antivirus"),
    }
