"""What a trial and a scenario say, in the language of the page: names, facts, and why a step cannot happen."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from app.deadlines import explain_refusal
from app.domain.actors import CITIZEN_ROLE
from app.domain.languages import Text, choose
from app.languages import isolate
from app.procedures import ProcedurePackage
from app.queries.incident_causes import words_of_report
from app.scenarios.records import Happening
from app.scenarios.report import Difference
from app.scenarios.trial import RawStep
from app.web.desk.roles import role_title
from app.web.desk.words import element_name, task_title
from app.web.interface import gettext, language

Details = Mapping[str, Any]


def role_name(package: ProcedurePackage, role: str | None) -> str:
    """Return the name of a role: the citizen, one of the package, or one of the platform."""
    if role is None:
        return gettext("Sans rôle")
    if role == CITIZEN_ROLE:
        return gettext("Usager")
    return choose(dict(package.roles.get(role, {})), language()) or role_title(role)


def status_title(package: ProcedurePackage, status: str | None) -> str:
    """Return the title of a status, or nothing."""
    return package.text(f"statuses.{status}.title", language()) or status or ""


def outcome_title(package: ProcedurePackage, outcome: str | None) -> str:
    """Return the title of an outcome, or nothing."""
    return package.text(f"outcomes.{outcome}.title", language()) or outcome or ""


def names_of(package: ProcedurePackage, elements: Iterable[str]) -> str:
    """Return the names of elements, in a list."""
    return _listed(gettext("« %(name)s »", name=task_title(package, each)) for each in elements) or gettext("rien")


def _listed(words: Iterable[str]) -> str:
    return ("، " if language() == "ar" else ", ").join(words)


def say_happening(package: ProcedurePackage, fact: Happening) -> tuple[str, str]:
    """Return title and text of one thing that happened."""
    step = task_title(package, fact.element) if fact.element else ""
    name = isolate(fact.name) if fact.name else ""
    sentences: dict[str, Callable[[], tuple[str, str]]] = {
        "filed": lambda: (gettext("Demande déposée"), ""),
        "completed": lambda: (gettext("Tâche terminée : %(task)s", task=step), ""),
        "answered": lambda: (gettext("Service rendu : %(step)s", step=step), name),
        "failed": lambda: (gettext("Service en échec : %(step)s", step=step), name),
        "message": lambda: (gettext("Message reçu par le dossier"), name),
        "ignored": lambda: (gettext("Message reçu, sans effet"), name),
        "refused": lambda: (gettext("Formulaire refusé, rien n’est enregistré"), _said(fact.data, {})),
        "signal": lambda: (gettext("Signal reçu par le dossier"), name),
        "timer": lambda: (gettext("Délai écoulé : %(step)s", step=step), ""),
        "period-over": lambda: (gettext("Délai légal écoulé sans décision"), ""),
        "status": lambda: (gettext("Statut : %(status)s", status=status_title(package, fact.name)), ""),
        "decision": lambda: (gettext("Décision prise : %(step)s", step=step), name),
        "thrown": lambda: (gettext("Message envoyé par le dossier"), name),
        "end": lambda: (gettext("Fin atteinte : %(step)s", step=step), outcome_title(package, fact.name)),
        "incident": lambda: (gettext("Incident : %(step)s", step=step), ""),
    }
    return sentences[fact.kind]()


def _said(errors: Mapping[str, Any], labels: Mapping[str, Text]) -> str:
    """Return what a form says of each field that it refuses."""
    told = ((field_title(labels, key), own_words(why)) for key, why in errors.items())
    return " ".join(gettext("%(field)s : %(why)s", field=field, why=why) for field, why in told)


def own_words(text: object) -> str:
    """Return words of any language, read in their own direction wherever they stand (U+2068 … U+2069)."""
    return f"\u2068{text}\u2069"


def field_title(labels: Mapping[str, Text], key: str) -> str:
    """Return the name of a field by its label, one inside a list after its row; its key where it has none."""
    outer, _, last = key.rpartition(".")
    own = choose(dict(labels.get(last, {})), language())
    title = isolate(last) if not own or own.startswith("=") or "{{" in own else own
    if not outer:
        return title
    around, _, row = outer.partition("[")
    number, named = row.removesuffix("]"), field_title(labels, around)
    if not number.isdecimal():
        return gettext("%(group)s, %(field)s", group=named, field=title)
    return gettext("%(list)s, ligne %(number)s, %(field)s", list=named, number=int(number) + 1, field=title)


def fields_listed(labels: Mapping[str, Text], keys: Iterable[str]) -> str:
    """Return the names of fields, in a list."""
    return _listed(gettext("« %(name)s »", name=field_title(labels, key)) for key in keys)


def say_step(package: ProcedurePackage, step: RawStep) -> str:
    """Return one step of a scenario in a short sentence."""
    for kind, say in _STEPS.items():
        if step.get(kind):
            return say(package, str(step[kind]), step)
    return gettext("Étape illisible")


def _say_complete(package: ProcedurePackage, name: str, step: RawStep) -> str:
    element = package.find_element(name)
    role = role_name(package, element.role) if element and element.role else ""
    words = f"{role} · {task_title(package, name)}" if role else task_title(package, name)
    item = step.get("item")
    told = words if item is None else gettext("%(task)s (no %(number)s)", task=words, number=item + 1)
    return gettext("%(task)s : le formulaire refuse", task=told) if step.get("refused") else told


def _say_job(package: ProcedurePackage, name: str, step: RawStep) -> str:
    if step.get("error"):
        error = isolate(step["error"])
        return gettext("Le service « %(step)s » échoue : %(error)s", step=element_name(package, name), error=error)
    return gettext("Le service « %(step)s » répond", step=element_name(package, name))


def _say_message(_: ProcedurePackage, name: str, step: RawStep) -> str:
    sentences = {
        "again": gettext("Le message %(name)s arrive une seconde fois, sans effet", name=isolate(name)),
        "late": gettext("Le message %(name)s arrive quand personne ne l’attend, sans effet", name=isolate(name)),
    }
    return sentences.get(str(step.get("ignored")), gettext("Le message %(name)s arrive", name=isolate(name)))


_STEPS: Mapping[str, Callable[[ProcedurePackage, str, RawStep], str]] = {
    "complete": _say_complete,
    "job": _say_job,
    "message": _say_message,
    "signal": lambda _, name, __: gettext("Le signal %(name)s est diffusé", name=isolate(name)),
    "advance": lambda _, name, __: gettext("Le temps passe : %(duration)s", duration=isolate(name)),
    "check": lambda *_: gettext("Le délai légal est vérifié"),
}


def say_refusal(package: ProcedurePackage, difference: Difference) -> str:
    """Return why a step cannot happen; what has no sentence of its own is said as the command line says it."""
    say = REFUSALS.get(difference.reason)
    return say(package, difference.details) if say else difference.message


def _say_not_waiting(package: ProcedurePackage, details: Details) -> str:
    name = gettext("« %(name)s »", name=task_title(package, details["element"]))
    if details.get("state") not in ("running", ""):
        return gettext("%(name)s n’attend pas : le dossier est déjà terminé.", name=name)
    waiting = names_of(package, details["waiting"])
    return gettext("%(name)s n’attend pas à ce moment. Ce qui attend : %(waiting)s.", name=name, waiting=waiting)


def _say_answers(_: ProcedurePackage, details: Details) -> str:
    faults = _said(details["errors"], details["labels"])
    return gettext("Le formulaire refuse ces réponses. %(faults)s", faults=faults)


def _say_refusal_differs(_: ProcedurePackage, details: Details) -> str:
    return gettext(
        "Le formulaire devait refuser : %(fields)s. Ce qu’il refuse : %(faults)s",
        fields=fields_listed(details["labels"], details["expected"]),
        faults=_said(details["errors"], details["labels"]) or gettext("rien"),
    )


def _say_sentence_differs(_: ProcedurePackage, details: Details) -> str:
    return gettext(
        "Pour « %(field)s », le formulaire devait dire : %(expected)s Il dit : %(found)s",
        field=field_title(details["labels"], details["field"]),
        expected=own_words(details["sentence"]),
        found=own_words(details["said"]),
    )


def _say_incident(_: ProcedurePackage, details: Details) -> str:
    return words_of_report(details["incident"], language())


def _say_period(_: ProcedurePackage, details: Details) -> str:
    return " ".join(
        _say_value(isolate(fault.name), fault.expected, fault.found)
        if fault.of == "timers"
        else _say_fault(fault.name, fault.expected, fault.found)
        for fault in details["faults"]
    )


def _say_fault(name: str, expected: Any, found: Any) -> str:
    """Return one fact of the legal period that is otherwise than expected."""
    names = {
        "state": gettext("état du délai"),
        "started_on": gettext("premier jour du délai"),
        "last_day": gettext("dernier jour du délai"),
        "suspended_days": gettext("jours de suspension"),
        "remaining": gettext("jours qui restent"),
        "half_window_until": gettext("fin de la première moitié"),
        "stop_reason": gettext("motif de la fin du délai"),
        "late": gettext("retard"),
    }
    if name not in names:
        return gettext("%(name)s ne se demande pas d’un délai.", name=isolate(name))
    return _say_value(names[name], expected, found)


def _say_value(place: str, expected: Any, found: Any) -> str:
    return gettext(
        "%(place)s : attendu %(expected)s, trouvé %(found)s.",
        place=place,
        expected=isolate(expected),
        found=gettext("rien") if found is None else isolate(found),
    )


def _at(sentence: str, **names: str) -> Callable[[ProcedurePackage, Details], str]:
    """Return a teller that fills a sentence: the names of its places, and the details that they show."""

    def say(package: ProcedurePackage, details: Details) -> str:
        values = {place: isolate(details.get(detail, "")) for place, detail in names.items()}
        step = element_name(package, str(details["element"])) if "element" in details else ""
        return gettext(sentence, **values, step=step)

    return say


REFUSALS: Mapping[str, Callable[[ProcedurePackage, Details], str]] = {
    "not-waiting": _say_not_waiting,
    "answers-refused": _say_answers,
    "refusal-differs": _say_refusal_differs,
    "sentence-differs": _say_sentence_differs,
    "incident": _say_incident,
    "message-not-awaited": _at("Le dossier n’attend pas le message %(name)s à ce moment.", name="name"),
    "message-never-came": _at(
        "Le message %(name)s ne peut pas arriver une seconde fois : il n’est jamais arrivé.", name="name"
    ),
    "message-awaited": _at("Le message %(name)s devait rester sans effet, mais « %(step)s » l’attend.", name="name"),
    "signal-not-awaited": _at("Le dossier n’attend pas le signal %(name)s à ce moment.", name="name"),
    "form-unknown": _at("Le formulaire %(form)s n’est pas dans la démarche : ajoutez-le.", form="form"),
    "not-filed": _at("Personne ne dépose cette démarche : elle ne peut pas commencer par des réponses."),
    "operation-unknown": _at(
        "« %(step)s » demande un service que la plateforme n’a pas : %(operation)s.", operation="operation"
    ),
    "input-missing": _at("« %(step)s » n’a pas reçu la donnée %(input)s dont il a besoin.", input="input"),
    "message-unknown": _at("« %(step)s » envoie le message %(key)s, que la démarche n’a pas.", key="key"),
    "register-unknown": _at("« %(step)s » nomme un registre qui n’existe pas : %(register)s.", register="register"),
    "register-entry-unknown": _at(
        "« %(step)s » cherche une inscription que le registre %(register)s n’a pas.", register="register"
    ),
    "timers-without-end": _at("Un délai se répète sans fin : le schéma tourne en rond."),
    "jobs-without-end": _at("Des services se suivent sans fin : le schéma tourne en rond."),
    "clock-too-far": _at("L’horloge ne va pas au-delà de l’an %(year)s.", year="year"),
    "period-differs": _say_period,
    "fields-unknown": lambda _, details: gettext(
        "Le formulaire %(form)s n’a pas ces champs : %(fields)s.",
        form=isolate(details["form"]),
        fields=_listed(isolate(key) for key in details["fields"]),
    ),
    "clock-refused": lambda _, details: explain_refusal(details["error"], language()),
    "message-refused": _at(
        "Un message ne peut pas être écrit avec ce que le dossier contient : %(why)s", why="message"
    ),
}


def say_difference(package: ProcedurePackage, difference: Difference) -> str:
    """Return one difference between a scenario and its run in a sentence."""
    if difference.kind == "step":
        return say_refusal(package, difference)
    say = _DIFFERENCES.get(difference.kind)
    return say(package, difference) if say else difference.message


def _elements(package: ProcedurePackage, value: Any) -> str:
    return names_of(package, value or ())


_DIFFERENCES: Mapping[str, Callable[[ProcedurePackage, Difference], str]] = {
    "ends": lambda package, each: gettext(
        "Fins attendues : %(expected)s. Fins atteintes : %(found)s.",
        expected=_elements(package, each.expected),
        found=_elements(package, each.found),
    ),
    "waiting": lambda package, each: gettext(
        "Devait attendre : %(expected)s. Attend : %(found)s.",
        expected=_elements(package, each.expected),
        found=_elements(package, each.found),
    ),
    "outcome": lambda package, each: gettext(
        "Issue attendue : %(expected)s. Issue obtenue : %(found)s.",
        expected=outcome_title(package, each.expected),
        found=outcome_title(package, each.found) or gettext("aucune"),
    ),
    "status": lambda package, each: gettext(
        "Statut attendu : %(expected)s. Statut obtenu : %(found)s.",
        expected=status_title(package, each.expected),
        found=status_title(package, each.found) or gettext("aucun"),
    ),
    "data": lambda _, each: _say_value(isolate(each.place.removeprefix("data.")), each.expected, each.found),
    "period": lambda _, each: _say_fault(each.place, each.expected, each.found),
}
