"""How much a procedure asks of people: figures beside the version in effect, and how it could ask less."""

from flask.typing import ResponseReturnValue

from app.commands.services import current_services
from app.deployments.published import published_package
from app.domain.clock import local_day
from app.domain.languages import choose
from app.domain.permissions import MODEL
from app.queries.measures import list_suggestions, measure
from app.queries.measures.filling import filling_parameters
from app.queries.measures.words import measure_rows, suggestion_text
from app.queries.studio import read_draft
from app.store import publication
from app.store.answered_steps import answers_by_step
from app.web.access import permission
from app.web.interface import language
from app.web.studio import studio
from app.web.studio.frame import opened, show


@studio.get("/<draft_id>/measures")
@permission(MODEL)
def measures(draft_id: str) -> ResponseReturnValue:
    """The measures of the draft and of the version in effect, and suggestions."""
    draft = opened(draft_id)
    package = read_draft(draft).package
    current = publication.find_newest_deployment(draft.slug, draft.commune_id)
    if package is None:
        return show("studio/measures.html", draft, "measures", rows=(), suggestions=(), current=current, assumed=())
    today = local_day(current_services().clock.now())
    before = measure(published_package(current.id), day=today) if current else None
    assumed = [
        {"title": choose(one.title, language()), "value": one.value_on(today).value, "unit": one.unit}
        for one in filling_parameters().values()
    ]
    return show(
        "studio/measures.html",
        draft,
        "measures",
        rows=measure_rows(measure(package, day=today), before, language()),
        suggestions=[
            {"kind": one.kind, "text": suggestion_text(one, language())}
            for one in list_suggestions(package, answers_by_step(draft.slug))
        ],
        current=current,
        assumed=assumed,
    )
