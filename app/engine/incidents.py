"""The sentences of incidents: what stands still, why, and what to do."""

import re
from collections.abc import Mapping

from app.engine.errors import ModelFault
from app.engine.results import IncidentReport
from app.procedures.bpmn import Element

SENTENCES = {
    "no-path": (
        "« %(element)s » : aucune condition n’est vraie et aucun chemin par défaut n’existe. Corrigez les "
        "données du dossier ou ajoutez un chemin par défaut, puis relancez."
    ),
    "expression-failed": (
        "« %(element)s » : l’expression %(expression)s ne peut pas être calculée (%(reason)s). Corrigez les "
        "données ou le modèle, puis relancez."
    ),
    "timer-unreadable": (
        "« %(element)s » : le délai %(expression)s ne donne ni durée ni date (%(reason)s). Corrigez-le, puis relancez."
    ),
    "period-unknown": (
        "« %(element)s » : le paramètre %(period)s ne donne pas de délai. Ajoutez-le aux paramètres de la "
        "procédure, puis relancez."
    ),
    "decision-unknown": (
        "« %(element)s » : la décision %(decision)s est introuvable. Ajoutez-la à la procédure, puis relancez."
    ),
    "decision-failed": (
        "« %(element)s » : la décision %(decision)s n’a pas abouti (%(reason)s). Corrigez les données ou la "
        "table, puis relancez."
    ),
    "script-without-context": (
        "« %(element)s » : le script doit donner un contexte FEEL, il a donné %(found)s. Corrigez le modèle, "
        "puis relancez."
    ),
    "correlation-empty": (
        "« %(element)s » : la clé de corrélation %(expression)s est vide. Complétez les données du dossier, "
        "puis relancez."
    ),
    "uncaught-error": (
        "« %(element)s » : l’erreur %(thrown)s n’est traitée nulle part. Ajoutez un événement d’erreur à "
        "l’activité, ou levez la cause, puis relancez."
    ),
    "uncaught-escalation": (
        "« %(element)s » : l’escalade %(thrown)s n’est traitée nulle part. Ajoutez un événement d’escalade à "
        "l’activité, puis relancez."
    ),
    "join-never-complete": (
        "« %(element)s » : la jonction attend un jeton qui ne peut plus arriver. Corrigez le modèle ; ce "
        "dossier doit être repris à la main."
    ),
    "too-many-steps": (
        "« %(element)s » : plus de %(bound)s étapes d’affilée sans attendre ; la boucle a été arrêtée. "
        "Corrigez la condition de sortie, puis relancez."
    ),
    "too-much-work": (
        "« %(element)s » : les calculs d’une seule étape ont dépassé ce qui est permis (%(bound)s opérations, "
        "%(seconds)s secondes). Simplifiez les expressions ou réduisez les listes, puis relancez."
    ),
    "too-many-tokens": (
        "« %(element)s » : plus de %(bound)s chemins ouverts à la fois ; l’exécution a été arrêtée. Corrigez le modèle."
    ),
    "too-many-instances": (
        "« %(element)s » : %(found)s répétitions demandées, %(bound)s au plus sont permises. Réduisez la "
        "liste, puis relancez."
    ),
    "repetition-without-list": (
        "« %(element)s » : %(expression)s ne donne pas de liste. Complétez les données du dossier, puis relancez."
    ),
    "repetition-without-number": (
        "« %(element)s » : %(expression)s ne donne pas un nombre d’instances. Complétez les données du "
        "dossier, puis relancez."
    ),
    "compensation-lost": (
        "« %(element)s » : l’activité %(activity)s ne peut plus être annulée, elle n’a plus d’activité de "
        "compensation. Annulez-la à la main ou corrigez le modèle, puis relancez."
    ),
    "data-too-large": (
        "« %(element)s » : les données s’emboîtent sur plus de %(levels)s niveaux ou comptent plus de %(values)s "
        "valeurs. Corrigez le modèle, puis relancez."
    ),
    "too-deep": "« %(element)s » : plus de %(bound)s sous-processus emboîtés. Simplifiez le modèle.",
}
"""French source sentence by fault code."""
_HOLE = re.compile(r"%\((\w+)\)s")


def incident_of(element: Element, fault: ModelFault) -> IncidentReport:
    """Return the report of a fault at an element."""
    return IncidentReport(
        code=fault.code,
        element=element.id,
        names=element.names,
        source=SENTENCES[fault.code],
        values=fault.values,
    )


def report_of(code: str, element: str, cause: Mapping[str, Mapping[str, str]]) -> IncidentReport | None:
    """Return the report of which code, element and `cause` were kept; None where no sentence fits them any more."""
    names, values = cause.get("names", {}), cause.get("values", {})
    source = SENTENCES.get(code)
    if source is None or not set(_HOLE.findall(source)) <= {"element", *values}:
        return None
    return IncidentReport(code=code, element=element, names=dict(names), source=source, values=dict(values))
