"""The history of a case in plain sentences, every fact of it; what only the platform does is marked as technical."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.connectors.post.port import POST_EVENTS
from app.connectors.words import outcome_title, post_event_title
from app.deadlines.clock_words import REASONS, reason_in_words
from app.domain.languages import choose
from app.languages import format_day, format_moment, format_money, isolate
from app.procedures import ProcedurePackage
from app.queries.agent_names import names_for
from app.queries.case_file import EventRow
from app.queries.incident_causes import words_of_cause
from app.web.desk.repair_history import REPAIR_TELLERS
from app.web.desk.words import element_name, task_title
from app.web.interface import gettext, language, listed

TECHNICAL = frozenset(
    {
        "StepsPassed",
        "JobFinished",
        "MessageReceived",
        "SignalReceived",
        "MessageNotReceived",
        "CaseRead",
        "DecisionTaken",
    }
)

NAMED = "to"
LISTED = ("told", "mailed")
"""Where facts keep the name of the agent whom a task was given to, and the names of those who were warned."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """One fact in words, as the timeline shows it."""

    kind: str
    title: str
    text: str = ""
    moment: str = ""
    iso: str = ""
    actor: str = ""
    technical: bool = False
    state: str = "done"


Sentence = tuple[str, str]
Data = Mapping[str, Any]


def tell(events: Sequence[EventRow], package: ProcedurePackage) -> list[Told]:
    """Return every fact in words, oldest first; a status that is reached again and again is told once."""
    names = names_for(language(), {*_agents_of(events)})
    return [
        Told(
            kind=event.kind,
            title=title,
            text=text,
            moment=format_moment(event.at, language()),
            iso=event.at.isoformat(),
            actor=_actor(event, names),
            technical=event.kind in TECHNICAL,
            state="stopped" if event.kind == "IncidentOpened" else "done",
        )
        for event in _with_passed_steps(_without_repeats(events))
        for title, text in [_sentence(_with_names(event, names), package)]
    ]


def _agents_of(events: Iterable[EventRow]) -> Iterator[str]:
    for event in events:
        if event.actor_kind == "agent":
            yield event.actor_name
        if NAMED in event.data:
            yield str(event.data[NAMED])
        for key in LISTED:
            yield from (str(name) for name in event.data.get(key, ()))


def _with_names(event: EventRow, names: Mapping[str, str]) -> EventRow:
    if not names:
        return event
    lists = {key: [names.get(str(name), name) for name in event.data[key]] for key in LISTED if key in event.data}
    named = {NAMED: names[event.data[NAMED]]} if event.data.get(NAMED) in names else {}
    return replace(event, data={**event.data, **lists, **named})


def _without_repeats(events: Sequence[EventRow]) -> Iterator[EventRow]:
    shown = None
    for event in events:
        if event.kind == "StatusReached":
            if event.data.get("status") == shown:
                continue
            shown = event.data.get("status")
        yield event


def _with_passed_steps(events: Iterable[EventRow]) -> Iterator[EventRow]:
    """Yield each fact, and after it the steps of the diagram that were passed with it as a fact of their own."""
    for event in events:
        yield event
        if event.kind != "StepsPassed" and event.data.get("passed"):
            yield replace(event, kind="StepsPassed")


def _actor(event: EventRow, names: Mapping[str, str]) -> str:
    if event.actor_kind == "agent":
        return names.get(event.actor_name, event.actor_name)
    return gettext("Usager") if event.actor_kind == "citizen" else gettext("Plateforme")


def _sentence(event: EventRow, package: ProcedurePackage) -> Sentence:
    teller = _TELLERS.get(event.kind)
    if teller is None:
        return gettext("Fait enregistré : %(kind)s", kind=isolate(event.kind)), ""
    return teller(event.data, package)


def _filed(data: Data, _: ProcedurePackage) -> Sentence:
    told = {"counter": gettext("Demande déposée au guichet"), "desk": gettext("Dossier ouvert par un agent")}
    return told.get(str(data.get("channel")), gettext("Demande déposée en ligne")), ""


def _status(data: Data, package: ProcedurePackage) -> Sentence:
    status = str(data.get("status", ""))
    return gettext("État : %(status)s", status=package.text(f"statuses.{status}.title", language()) or status), ""


def _closed(data: Data, package: ProcedurePackage) -> Sentence:
    outcome = str(data.get("outcome") or "")
    title = package.text(f"outcomes.{outcome}.title", language())
    return (gettext("Dossier clos : %(outcome)s", outcome=title) if title else gettext("Dossier clos")), ""


def _period(sentence: str) -> Callable[[Data, ProcedurePackage], Sentence]:
    return lambda data, _: (gettext(sentence), _period_detail(data))


def _period_detail(data: Data) -> str:
    """Return why the period moved, and its last day."""
    said = data.get("reason")
    why = reason_in_words(str(said), {}, language()) if said in REASONS else _as_written(said)
    if not data.get("last_day"):
        return why
    last = format_day(date.fromisoformat(str(data["last_day"])), language())
    return " · ".join(filter(None, (why, gettext("Dernier jour : %(day)s.", day=last))))


def _alerted(data: Data, _: ProcedurePackage) -> Sentence:
    title = gettext("Une part du délai légal est écoulée : %(share)s pour cent", share=data.get("share", ""))
    return title, _period_detail(data)


def _head_alerted(data: Data, _: ProcedurePackage) -> Sentence:
    told = listed(isolate(name) for name in data.get("told", ())) or "—"
    mailed = listed(isolate(name) for name in data.get("mailed", ())) or "—"
    title = gettext("Responsables avertis que le délai légal s’écoule : %(told)s", told=told)
    return title, gettext("Courriel envoyé à : %(mailed)s", mailed=mailed)


def _decision(data: Data, package: ProcedurePackage) -> Sentence:
    key = str(data.get("decision", ""))
    name = package.text(f"decisions.{key}.title", language()) or key
    rules = listed(isolate(rule) for rule in data.get("rules", ())) or "—"
    result = _pairs(data.get("result"))
    text = gettext("Règles appliquées : %(rules)s. Résultat : %(result)s.", rules=rules, result=result)
    return gettext("Décision calculée : %(name)s", name=name), text


def _pairs(result: object) -> str:
    if isinstance(result, Mapping):
        return listed(f"{isolate(key)} = {_value(value)}" for key, value in result.items()) or "—"
    return _value(result)


def _value(value: object) -> str:
    """Return one value of a decision as a person reads it."""
    if value is None:
        return "—"
    if isinstance(value, bool):
        return gettext("oui") if value else gettext("non")
    return isolate(value)


def _steps(data: Data, package: ProcedurePackage) -> Sentence:
    """Return the steps that have a name; the ids where none has one."""
    passed = [str(key) for key in data.get("passed", ())]
    names = [name for key in passed if (name := element_name(package, key)) != key] or [isolate(key) for key in passed]
    return gettext("Étapes franchies"), " → ".join(names) if language() == "fr" else " ← ".join(names)


def _incident(data: Data, package: ProcedurePackage) -> Sentence:
    element = str(data.get("element") or "")
    why = words_of_cause(str(data.get("kind", "")), element, data.get("cause"), language())
    return gettext("Un incident arrête le dossier"), why or element_name(package, element)


def _on_task(sentence: str) -> Callable[[Data, ProcedurePackage], Sentence]:
    def teller(data: Data, package: ProcedurePackage) -> Sentence:
        title = task_title(package, str(data.get("task", "")))
        return gettext(sentence, task=title, to=str(data.get("to", ""))), ""

    return teller


def _at_element(sentence: str) -> Callable[[Data, ProcedurePackage], Sentence]:
    def teller(data: Data, package: ProcedurePackage) -> Sentence:
        return gettext(sentence, step=element_name(package, str(data.get("element", "")))), ""

    return teller


def _payment(sentence: str) -> Callable[[Data, ProcedurePackage], Sentence]:
    def teller(data: Data, _: ProcedurePackage) -> Sentence:
        amount = data.get("amount")
        money = format_money(amount, language()) if isinstance(amount, int) else ""
        return gettext(sentence), " · ".join(filter(None, (money, isolate(data.get("reference", "")))))

    return teller


def _plain(sentence: str, *, detail: str) -> Callable[[Data, ProcedurePackage], Sentence]:
    return lambda data, _: (gettext(sentence), _as_written(data.get(detail)))


def _moved(data: Data, _: ProcedurePackage) -> Sentence:
    event = next((known for known in POST_EVENTS if known == data.get("event")), None)
    title = post_event_title(event, language()) if event else str(data.get("event", ""))
    return title, " · ".join(filter(None, (str(data.get("place") or ""), isolate(data.get("tracking", "")))))


def _notified(data: Data, _: ProcedurePackage) -> Sentence:
    names = {"email": gettext("courriel"), "sms": gettext("SMS")}
    subject = _as_written(data.get("subject"))
    channels = gettext(" et ").join(names.get(channel, channel) for channel in data.get("channels", ()))
    if not channels:
        return gettext("Message non envoyé : l’usager n’a donné ni courriel ni téléphone"), _as_written(
            data.get("subject")
        )
    return gettext("Usager prévenu par %(channels)s", channels=channels), subject


def _as_written(text: object) -> str:
    """Return somebody's own words, read in their own direction wherever they stand (U+2068 … U+2069)."""
    return f"\u2068{text}\u2069" if text else ""


def _issued(data: Data, package: ProcedurePackage) -> Sentence:
    name = package.text(f"documents.{data.get('key')}.title", language()) or str(data.get("key", ""))
    return gettext("Document établi : %(name)s", name=name), isolate(data.get("number") or "")


def _outside(sentence: str) -> Callable[[Data, ProcedurePackage], Sentence]:
    """Return a teller: which system, what it was asked, and how it answered."""

    def teller(data: Data, package: ProcedurePackage) -> Sentence:
        system = package.systems.get(str(data.get("system", "")))
        kind = system.kinds.get(str(data.get("kind", ""))) if system is not None else None
        name = system.title_in(language()) if system is not None else str(data.get("system", ""))
        said = [choose(kind.title, language()) if kind else "", outcome_title(str(data.get("outcome", "")), language())]
        late = gettext("réponse arrivée trop tard") if data.get("effect") == "late" else ""
        return gettext(sentence, system=name), " · ".join(filter(None, (*said, late)))

    return teller


def _inscribed(sentence: str) -> Callable[[Data, ProcedurePackage], Sentence]:
    """Return a teller: the number that was written, and the name of its register."""

    def teller(data: Data, package: ProcedurePackage) -> Sentence:
        kind = package.registers.get(str(data.get("register", "")))
        title = gettext(sentence, number=isolate(data.get("number", "")))
        return title, kind.title_in(language()) if kind else ""

    return teller


def _revoked(data: Data, _: ProcedurePackage) -> Sentence:
    number = isolate(data.get("number") or "—")
    return gettext("Document annulé : %(number)s", number=number), str(data.get("reason", ""))


def _migrated(sentence: str) -> Callable[[Data, ProcedurePackage], Sentence]:
    def teller(data: Data, _: ProcedurePackage) -> Sentence:
        old, new = isolate(data.get("from", "")), isolate(data.get("to", ""))
        return gettext(sentence, old=old, new=new), _as_written(data.get("because"))

    return teller


_TELLERS: Mapping[str, Callable[[Data, ProcedurePackage], Sentence]] = {
    "CaseFiled": _filed,
    "StatusReached": _status,
    "CaseClosed": _closed,
    "DecisionTaken": _decision,
    "PeriodRestarted": _period("Dossier complet : le délai légal court à nouveau"),
    "PeriodBegan": _period("Dossier complet : le délai légal court"),
    "PeriodSuspended": _period("Délai légal suspendu"),
    "PeriodResumed": _period("Le délai légal court de nouveau, pour le temps qui restait"),
    "PeriodExtended": _period("Délai légal prolongé"),
    "PeriodRecomputed": _period("Calendrier modifié : le délai légal est recalculé"),
    "PeriodAlerted": _alerted,
    "HeadAlerted": _head_alerted,
    "PeriodOver": _period("Délai légal écoulé sans décision"),
    "StepsPassed": _steps,
    "IncidentOpened": _incident,
    "TaskClaimed": _on_task("Tâche prise : %(task)s"),
    "TaskReleased": _on_task("Tâche rendue : %(task)s"),
    "TaskReassigned": _on_task("Tâche confiée à %(to)s : %(task)s"),
    "TaskCompleted": _on_task("Tâche terminée : %(task)s"),
    "JobFinished": _at_element("Travail automatique fait : %(step)s"),
    "TimerFired": _at_element("Délai écoulé : %(step)s"),
    "MessageReceived": _plain("Message reçu par le dossier", detail="message"),
    "SignalReceived": _plain("Signal reçu par le dossier", detail="signal"),
    "MessageNotReceived": _plain("Message envoyé que personne n’attendait", detail="message"),
    "CaseBegun": _plain("Dossier ouvert par la procédure elle-même", detail="name"),
    "CaseWithdrawn": _plain("Demande retirée par l’usager", detail="reason"),
    "PaymentRequested": _payment("Paiement demandé à l’usager"),
    "PaymentReceived": _payment("Paiement reçu"),
    "PaymentRefused": _payment("Paiement refusé par le prestataire"),
    "PaymentArrivedLate": _payment("Paiement arrivé trop tard ; il est rendu"),
    "PaymentNoticeIgnored": _payment("Avis de paiement reçu de nouveau, sans effet"),
    "PaymentRefunded": _payment("Paiement rendu à l’usager"),
    "EnvelopePosted": _plain("Pli annoncé à la poste", detail="tracking"),
    "EnvelopeMoved": _moved,
    "CitizenNotified": _notified,
    "DocumentIssued": _issued,
    "DocumentRevoked": _revoked,
    "ExternalAsked": _outside("Demande envoyée : %(system)s"),
    "ExternalAnswered": _outside("Réponse reçue : %(system)s"),
    "ExternalAnswerIgnored": _outside("Réponse reçue de nouveau, sans effet : %(system)s"),
    "InscriptionAdded": _inscribed("Inscription au registre commun : %(number)s"),
    "InscriptionAmended": _inscribed("Inscription du registre commun modifiée : %(number)s"),
    "CaseMigrated": _migrated("Dossier passé de la version %(old)s de la démarche à la version %(new)s"),
    "CaseMigrationReverted": _migrated("Dossier remis de la version %(old)s de la démarche à la version %(new)s"),
    "CaseRead": lambda _data, _package: (gettext("Dossier consulté"), ""),
    **REPAIR_TELLERS,
}
