"""The words of a clock: its sentences in French, reasons, and references of laws."""

import re
from datetime import date

from app.deadlines.calendar import Calendar
from app.deadlines.explanation import period_in_words
from app.deadlines.measures import CountedIn
from app.deadlines.periods import Period
from app.domain.languages import Language, Text, choose
from app.languages import isolate, translate

LENGTH = "Le délai est de %(period)s (%(reference)s)."
STARTS = {
    "filed": "Il court à partir du %(day)s, jour du dépôt de la demande ; ce jour ne compte pas.",
    "complete": "Il court à partir du %(day)s, jour où le dossier a été complet ; ce jour ne compte pas.",
    "notified": "Il court à partir du %(day)s, jour de la notification ; ce jour ne compte pas.",
}
STARTS_OTHERWISE = "Il court à partir du %(day)s ; ce jour ne compte pas."
STARTS_AT = "Il court à partir du %(moment)s."
WAITS = {
    "filed": "Il n’a pas encore commencé : il courra à partir du dépôt de la demande.",
    "complete": "Il n’a pas encore commencé : il courra à partir du jour où le dossier sera complet.",
    "notified": "Il n’a pas encore commencé : il courra à partir de la notification.",
}
WAITS_OTHERWISE = "Il n’a pas encore commencé."
COUNTS = {
    "franc": "Seuls les jours entiers comptent : ni le jour du départ ni celui de l’échéance ne comptent.",
    "working": "Seuls les jours ouvrables comptent.",
    "calendar": "Tous les jours comptent, même les jours fermés.",
}
SUSPENDED = "Le délai a été suspendu %(days)s, du %(since)s au %(until)s, %(why)s."
SUSPENDED_NOW = "Le délai est suspendu depuis le %(since)s, %(why)s : à la reprise, il restera %(remaining)s."
SUSPENDED_AT_END = "Le délai est suspendu depuis le %(since)s, %(why)s : il prendra fin le jour de la reprise au soir."
GENERAL = "Du %(first)s au %(last)s, tous les délais sont suspendus : %(name)s (%(reference)s)."
GENERAL_NOW = "À partir du %(first)s, tous les délais sont suspendus : %(name)s (%(reference)s)."
EXTENDED = "Le délai a été prolongé une fois de %(amount)s, le %(day)s, %(why)s : il est de %(total)s en tout."
HALF = "Une pièce ou une information peut être demandée jusqu’au %(day)s, fin de la première moitié du délai."
HALF_OVER = (
    "La première moitié du délai a pris fin le %(day)s : plus aucune pièce ni information ne peut être demandée."
)
ENDS = "Le délai prend fin le %(last)s au soir."
ENDS_MOVED = "L’échéance tombe le %(nominal)s, jour fermé (%(reason)s) : le délai prend fin le %(last)s au soir."
ENDS_AT = "Le délai prend fin le %(moment)s."
ESTIMATED = "La date de cette fête est estimée (%(feast)s) : si elle change, la fin du délai peut changer aussi."
SILENCE = {
    "consent": "Sans réponse avant la fin du délai, le silence vaut accord (%(reference)s).",
    "refusal_appealable": "Sans réponse avant la fin du délai, le demandeur peut former un recours (%(reference)s).",
}
REMAINS = "Au %(day)s, il reste %(remaining)s."
OVER = "Le délai est écoulé."
STOPPED = "Le délai a cessé de courir le %(day)s, dans les temps : %(why)s."
STOPPED_LATE = "Le délai a cessé de courir le %(day)s, après sa fin : %(why)s."
STOPPED_EARLY = "Il n’a pas commencé, et ne commencera pas : %(why)s (%(day)s)."

REASONS = {
    "replace-piece": "en attendant le remplacement d’une pièce",
    "extra-information": "en attendant une information complémentaire",
    "copy-doubt": "en attendant l’original ou une copie certifiée conforme",
    "clarification": "en attendant des précisions sur la demande",
    "third-party": "en attendant l’avis d’un tiers",
    "technical-expertise": "pour une expertise technique",
    "public-inquiry": "pour une enquête publique",
    "not-in-time": "la réponse n’étant pas possible dans le délai",
    "many-items": "en raison du grand nombre d’informations demandées",
    "hard-to-provide": "l’information étant difficile à réunir dans le délai",
    "third-party-consultation": "pour consulter un tiers",
    "payment": "en attendant le paiement",
    "correction": "en attendant la correction de la demande",
    "information": "en attendant une information de l’usager",
    "other-administration": "en attendant une autre administration",
    "visit": "en attendant la venue au guichet",
    "decided": "la décision a été prise",
    "incomplete": "le dossier n’était pas complet",
    "closed": "le dossier a été clos",
    "withdrawn": "la demande a été retirée",
    "returned": "le dossier a été retourné",
}
ON_THE_APPLICANT = frozenset(
    {
        "replace-piece",
        "extra-information",
        "copy-doubt",
        "clarification",
        "payment",
        "correction",
        "information",
        "visit",
    }
)
"""Reasons for which a period waits for the person who asked; the others wait for somebody else."""
OTHER_REASON = "pour le motif « %(reason)s »"

_ARABIC_REFERENCE = (
    ("Loi organique ", "القانون التنظيمي رقم "),
    ("Décret-loi ", "المرسوم بقانون رقم "),
    ("Loi ", "القانون رقم "),
    ("Décret ", "المرسوم رقم "),
    (", art. ", "، المادة "),
    (" art. ", "، المادة "),
    (" + ", " و"),
)


def reason_in_words(reason: str, words: Text, language: Language) -> str:
    """Return why something happened: the words of the case, else those of the reason, else its key."""
    if words:
        return choose(words, language)
    if reason in REASONS:
        return translate(language, REASONS[reason])
    return translate(language, OTHER_REASON, reason=isolate(reason) if language == "ar" else reason)


def reference_in_words(reference: str, language: Language) -> str:
    """Return "Loi 55-19 art. 16" as Arabic cites it: "القانون رقم 55.19، المادة 16"; else as it is, left to right.

    Of several texts those are cited that Arabic can cite; notes in brackets are left out.

    A value that rests on no text cites none: what was written about it is for those who decide values.
    """
    if reference.startswith("Hypothèse"):
        return translate(language, "valeur à confirmer")
    if language != "ar" or re.search(r"[\u0600-\u06FF]", reference):
        return reference
    cited = reference
    for french, arabic in _ARABIC_REFERENCE:
        cited = re.sub(re.escape(french), arabic, cited, flags=re.IGNORECASE)
    cited = re.sub(r"(?<=\d)-(?=\d)", ".", re.sub(r"\s*\([^()]*\)", "", cited))
    understood = [text for text in cited.split(" ; ") if not re.search(r"[A-Za-zÀ-ÿ]", text)]
    return "؛ ".join(understood) or isolate(reference)


def remaining_in_words(amount: int, counted_in: CountedIn, period: Period, language: Language) -> str:
    """Return what remains of a period; months and years come in days."""
    if counted_in == "hour" or period.unit in ("day", "working_day"):
        return period_in_words(Period(amount=amount, unit=period.unit, kind=period.kind), language)
    return period_in_words(Period(amount=amount, unit="day", kind=period.kind), language)


def closure_in_words(day: date, calendar: Calendar, language: Language) -> str:
    """Return why a day is closed: its feast, a general stop, or the end of the week."""
    closed, stop = calendar.find_closed_day(day), calendar.find_stop(day)
    if stop is not None:
        return choose(stop.names, language)
    return choose(closed.names, language) if closed else translate(language, "fin de semaine")
