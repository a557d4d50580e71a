"""What outside systems report, in the words that people read."""

from collections.abc import Mapping

from app.connectors.errors import CallbackRefused, RefusalReason
from app.connectors.post.port import PostEvent
from app.domain.languages import Language
from app.languages import translate

POST_EVENT_TITLES: Mapping[PostEvent, str] = {
    "posted": "Pli déposé à la poste",
    "in_transit": "Pli en cours d’acheminement",
    "arrived": "Pli arrivé au bureau de distribution",
    "attempt_failed": "Facteur passé sans trouver le destinataire",
    "available_at_agency": "Pli à retirer à l’agence postale",
    "delivered": "Pli remis au destinataire",
    "returned": "Pli retourné à la commune",
}
BILL_STATE_TITLES: Mapping[str, str] = {
    "pending": "En attente de paiement",
    "paid": "Payée",
    "refused": "Paiement refusé",
    "refunded": "Remboursée",
}
OUTCOME_TITLES: Mapping[str, str] = {
    "accepted": "Réponse favorable",
    "refused": "Refus",
    "incomplete": "Demande incomplète",
}
REFUSAL_REASONS: Mapping[RefusalReason, str] = {
    "unsigned": "Le message n’est pas signé : il n’a pas été pris en compte.",
    "wrong_signature": "La signature du message est fausse : il n’a pas été pris en compte.",
    "too_old": "Le message est trop ancien : il n’a pas été pris en compte. Demandez un nouvel envoi.",
    "from_the_future": "Le message est daté du futur : il n’a pas été pris en compte. "
    "Vérifiez l’horloge de l’expéditeur.",
    "unreadable": "Le message n’est pas lisible : il n’a pas été pris en compte.",
}


def post_event_title(event: PostEvent, language: Language) -> str:
    """Return what happened to a registered item."""
    return translate(language, POST_EVENT_TITLES[event])


def bill_state_title(state: str, language: Language) -> str:
    """Return the state of a simulated bill."""
    return translate(language, BILL_STATE_TITLES[state])


def outcome_title(outcome: str, language: Language) -> str:
    """Return how an outside system answered; nothing for an outcome that it does not have."""
    title = OUTCOME_TITLES.get(outcome)
    return translate(language, title) if title else ""


def refusal_text(refusal: CallbackRefused, language: Language) -> str:
    """Return why a signed message was not taken."""
    return translate(language, REFUSAL_REASONS[refusal.reason])
