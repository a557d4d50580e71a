"""Words of the pages about migrations: states, reasons, remarks, in the language of the page."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.commands.migrating.new_timers import NewTimers
from app.commands.migrating.versions import Remark
from app.deployments import Deployed
from app.domain.languages import choose
from app.languages import format_moment, isolate
from app.web.interface import gettext, language


@dataclass(frozen=True, kw_only=True)
class StateWords:
    """The title and tone of a tag."""

    title: str
    tone: str


def state_words(state: str) -> StateWords:
    """Return how a batch or one of its cases stands."""
    titles = {
        "planned": (gettext("Préparée"), "neutral"),
        "trying": (gettext("Simulation en cours"), "waiting"),
        "running": (gettext("En cours"), "info"),
        "stopped": (gettext("Arrêtée"), "waiting"),
        "done": (gettext("Terminée"), "success"),
        "reverting": (gettext("Retour en cours"), "info"),
        "reverted": (gettext("Annulée"), "neutral"),
    }
    title, tone = titles.get(state, (state, "neutral"))
    return StateWords(title=title, tone=tone)


def result_title(state: str) -> str:
    """Return what became of a case."""
    titles = {
        "waiting": gettext("En attente"),
        "moved": gettext("Déplacés"),
        "refused": gettext("Restés sur l’ancienne version"),
        "skipped": gettext("Passés : clos ou déjà ailleurs"),
        "reverted": gettext("Remis sur l’ancienne version"),
        "kept": gettext("Gardés : ils ont avancé depuis"),
    }
    return titles.get(state, state)


def reason_text(reason: Mapping[str, str], *deployments: Deployed) -> str:
    """Return in a sentence why a case did not move or was not put back."""
    texts = {
        "element-missing": gettext("« %(step)s » n’a pas d’équivalent dans la nouvelle version."),
        "kind-differs": gettext("« %(step)s » est d’une autre nature dans la nouvelle version."),
        "repetition-differs": gettext("« %(step)s » ne se répète pas de la même façon dans la nouvelle version."),
        "arrow-missing": gettext("« %(step)s » n’attend plus la branche qui y est déjà arrivée."),
        "undoing-missing": gettext("« %(step)s », déjà faite, ne pourrait plus être annulée dans la nouvelle version."),
        "would-stand-still": gettext("Le dossier resterait bloqué à « %(step)s » dans la nouvelle version."),
        "stale-state": gettext("L’état enregistré du dossier ne peut pas être lu : voyez ses incidents."),
        "job-at-work": gettext("Un travail automatique du dossier était encore en cours après plusieurs essais."),
        "case-closed": gettext("Le dossier a été clos entre-temps."),
        "case-elsewhere": gettext("Le dossier suit déjà une autre version."),
        "case-went-on": gettext("Le dossier a avancé depuis son passage."),
        "unexpected": gettext("Une erreur imprévue s’est produite ; elle est dans le journal de la plateforme."),
    }
    text = texts.get(reason["code"])
    if text is None:
        return gettext("Le dossier ne peut pas passer : %(code)s.", code=isolate(reason["code"]))
    return text % {"step": step_name(reason.get("element", ""), *deployments)}


def step_name(element: str, *deployments: Deployed) -> str:
    """Return the name of an element in the first deployment that knows it, else its id."""
    for deployed in deployments:
        found = deployed.definition.find_element(element)
        if found is not None and found.names:
            return choose(found.names, language())
    return isolate(element)


def timers_text(timers: NewTimers, target: Deployed) -> str:
    """Return in a sentence which timer a move would start, and when it would be due."""
    step = step_name(timers.element, target)
    first, last = (format_moment(moment, language()) for moment in (timers.first, timers.last))
    if first == last:
        text = gettext("« %(step)s » commencerait à courir et arriverait à échéance le %(first)s.")
    else:
        text = gettext("« %(step)s » commencerait à courir et arriverait à échéance entre le %(first)s et le %(last)s.")
    return text % {"step": step, "first": first, "last": last}


def remark_text(remark: Remark, source: Deployed, target: Deployed) -> str:
    """Return in a sentence what the comparison of two versions found."""
    names = {
        "step": step_name(remark.subject, source, target),
        "other": step_name(remark.others[0], target) if remark.others else "",
        "name": isolate(remark.subject),
        "fields": ", ".join(isolate(name) for name in remark.others),
    }
    texts = {
        "element-unknown": gettext("« %(step)s » n’existe pas dans la version de départ."),
        "target-unknown": gettext("« %(step)s » : l’étape « %(other)s » n’existe pas dans la nouvelle version."),
        "kind-differs": gettext("« %(step)s » et « %(other)s » ne sont pas de même nature."),
        "repetition-differs": gettext("« %(step)s » et « %(other)s » ne se répètent pas de la même façon."),
        "parameter-missing": gettext(
            "Le délai légal des dossiers vient du paramètre %(name)s, que la nouvelle version ne contient pas."
        ),
        "form-added": gettext("Le formulaire %(name)s est nouveau."),
        "form-removed": gettext("Le formulaire %(name)s n’existe plus ; ce qui a été rempli reste lisible."),
        "form-fields-differ": gettext("Le formulaire %(name)s n’a pas les mêmes champs : %(fields)s."),
        "status-unknown": gettext("L’état %(name)s n’a pas de titre dans la nouvelle version."),
    }
    return texts[remark.code] % names


def kind_title(kind: str) -> str:
    """Return what an element of the diagram is."""
    titles = {
        "userTask": gettext("tâche"),
        "manualTask": gettext("tâche manuelle"),
        "serviceTask": gettext("travail automatique"),
        "sendTask": gettext("envoi"),
        "receiveTask": gettext("réception"),
        "businessRuleTask": gettext("décision"),
        "scriptTask": gettext("calcul"),
        "task": gettext("activité"),
        "subProcess": gettext("sous-processus"),
        "callActivity": gettext("processus appelé"),
        "boundaryEvent": gettext("événement de bordure"),
        "intermediateCatchEvent": gettext("événement attendu"),
        "startEvent": gettext("événement de départ"),
        "parallelGateway": gettext("jonction"),
        "inclusiveGateway": gettext("jonction"),
    }
    return titles.get(kind, kind)
