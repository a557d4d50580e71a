"""Which national sheets the public catalogue holds, and what keeps the others out of it (law 55-19 art. 6)."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.domain.languages import choose
from app.domain.permissions import MODEL
from app.web.access import permission
from app.web.interface import language
from app.web.portal.feed.addresses import published_catalogue
from app.web.studio import studio
from app.web.studio.scope import country_only
from app.web.studio.sheet_words import demand_words


@studio.get("/catalogue")
@permission(MODEL)
@country_only
def published_sheets() -> ResponseReturnValue:
    """The sheets that machines and citizens read, and the refused ones with what each of them misses."""
    catalogue = published_catalogue(None)
    return render_template(
        "studio/published_sheets.html",
        services=[(one, choose(one.titles, language())) for one in catalogue.services],
        refused=[(one, choose(one.titles, language())) for one in catalogue.refused],
        demand_words=demand_words(),
    )
