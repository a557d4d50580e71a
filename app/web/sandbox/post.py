"""The carrier's page: registered envelopes, moved by hand."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.connectors.errors import ConnectorFailed
from app.connectors.post.port import POST_EVENTS
from app.connectors.post.simulator import ITEMS, SimulatedItem
from app.connectors.words import POST_EVENT_TITLES, post_event_title
from app.domain.permissions import DEMONSTRATION
from app.web.access import permission
from app.web.interface import gettext, language
from app.web.operations.callbacks import receive_post
from app.web.sandbox import sandbox
from app.web.sandbox.simulators import keep_answer, list_answers, records, simulators

NEWEST = 50
LONGEST = 80


@sandbox.get("/post")
@permission(DEMONSTRATION)
def post() -> ResponseReturnValue:
    """The newest envelopes."""
    rows = [(item, _state_title(str(item["state"]))) for item in records().list_recent(ITEMS, NEWEST)]
    return render_template("sandbox/post.html", rows=rows)


@sandbox.get("/post/<tracking_number>")
@permission(DEMONSTRATION)
def envelope(tracking_number: str) -> ResponseReturnValue:
    """One envelope: where it is, and what may happen to it next."""
    item = _get_item(tracking_number)
    return render_template(
        "sandbox/envelope.html",
        item=item,
        state_title=_state_title(item.state),
        event_titles={event: post_event_title(event, language()) for event in POST_EVENTS},
        answers=list_answers(tracking_number),
    )


@sandbox.post("/post/<tracking_number>")
@permission(DEMONSTRATION)
def move(tracking_number: str) -> ResponseReturnValue:
    """Let the next thing happen and tell the commune."""
    item = _get_item(tracking_number)
    event = next((known for known in POST_EVENTS if known == request.form.get("event")), None)
    if event is None:
        abort(400)
    place = request.form.get("place", "").strip()[:LONGEST] or item.city
    try:
        message = simulators().post.move(tracking_number, event, place=place)
        keep_answer(tracking_number, event, receive_post(message.body, message.headers))
    except ConnectorFailed:
        flash(gettext("Cela ne peut pas arriver à ce pli maintenant. Regardez ce qui lui est arrivé."), "warning")
    return redirect(url_for("sandbox.envelope", tracking_number=tracking_number))


def _get_item(tracking_number: str) -> SimulatedItem:
    item = simulators().post.find_item(tracking_number)
    if item is None:
        abort(404)
    return item


def _state_title(state: str) -> str:
    known = next((event for event in POST_EVENT_TITLES if event == state), None)
    return post_event_title(known, language()) if known else gettext("Annoncé à la poste")
