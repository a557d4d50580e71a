"""The door to every simulator."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from app.connectors.payment.simulator import BILLS
from app.domain.permissions import DEMONSTRATION
from app.web.access import permission
from app.web.interface import gettext
from app.web.sandbox import sandbox
from app.web.sandbox.simulators import records, simulators

NEWEST = 8


@sandbox.get("/")
@permission(DEMONSTRATION)
def index() -> ResponseReturnValue:
    """Every simulator, and the newest bills."""
    simulators()
    items = [
        _link("outbox", "envelope", gettext("Messages envoyés"), gettext("Courriels et SMS que l’usager aurait reçus")),
        _link("post", "truck", gettext("Poste"), gettext("Plis recommandés : les faire avancer, les rendre")),
        _link("register", "journal-text", gettext("Registre national"), gettext("Actes inventés : geler, libérer")),
        _link(
            "outside_systems",
            "building",
            gettext("Autres systèmes"),
            gettext("Trésorerie, agence urbaine, tribunal… : répondre à leur place"),
        ),
        _link("switches", "sliders", gettext("Pannes et lenteurs"), gettext("Faire échouer les prochains appels")),
    ]
    return render_template("sandbox/index.html", items=items, bills=records().list_recent(BILLS, NEWEST))


def _link(page: str, icon: str, title: str, text: str) -> dict[str, str]:
    return {"title": title, "text": text, "href": url_for(f"sandbox.{page}"), "icon": icon}
