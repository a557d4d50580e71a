"""The documents of a trial, printed from the templates of the draft."""

from flask import Response, flash, redirect
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from app.commands.printing.trials import TemplateUnknown, print_trial_document
from app.commands.services import current_services
from app.documents import DocumentError
from app.domain.permissions import MODEL
from app.languages import isolate
from app.web.access import permission
from app.web.interface import gettext
from app.web.studio import studio
from app.web.studio.finding_words import in_words
from app.web.studio.play_board import address
from app.web.studio.play_taking import enter


@studio.get("/<draft_id>/play/<play_id>/documents/<number>.pdf")
@permission(MODEL)
def play_document(draft_id: str, play_id: str, number: str) -> ResponseReturnValue:
    """One document that the trial printed, the first one being 1."""
    play = enter(draft_id, play_id)
    papers = play.played.run.records.documents
    if number not in {str(place) for place in range(1, len(papers) + 1)}:
        raise NotFound
    paper = papers[int(number) - 1]
    try:
        pdf = print_trial_document(paper, play.played.run, current_services())
    except TemplateUnknown:
        flash(gettext("La démarche n’a pas de modèle pour le document %(key)s.", key=isolate(paper.key)), "danger")
        return redirect(address(draft_id, play_id))
    except DocumentError as refused:
        message = isolate(in_words(refused.message))
        flash(gettext("Le document %(key)s ne s’imprime pas : %(why)s", key=isolate(paper.key), why=message), "danger")
        return redirect(address(draft_id, play_id))
    answer = Response(pdf, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{paper.key}.pdf"'
    return answer
