"""Short, honest pages: help, accessibility, personal data."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.commands.services import current_services
from app.domain.permissions import PUBLIC
from app.store.territory_source import CREDIT
from app.web.access import permission
from app.web.portal import portal


@portal.get("/help")
@permission(PUBLIC)
def help_page() -> ResponseReturnValue:
    """Answers to what people ask first."""
    return render_template("portal/help.html", credit=CREDIT)


@portal.get("/accessibility")
@permission(PUBLIC)
def accessibility() -> ResponseReturnValue:
    """What works, what does not yet."""
    return render_template("portal/accessibility.html")


@portal.get("/privacy")
@permission(PUBLIC)
def privacy() -> ResponseReturnValue:
    """What is kept, why, how long, and the rights of law 09-08."""
    return render_template("portal/privacy.html", draft_days=current_services().settings.draft_days)
