"""Words of publication: points of the check list, refusals, acts of the history, states of a version."""

from collections.abc import Mapping
from typing import Any

from app.commands.releasing.errors import ReleaseRefused
from app.commands.releasing.readiness import Point
from app.domain.languages import choose
from app.languages import isolate
from app.linting.guide import title_of
from app.linting.registry import find_rule
from app.procedures import ProcedurePackage
from app.store.models import PublicationAct
from app.web.interface import gettext, language, ngettext

TONES: Mapping[str, str] = {"passed": "success", "warning": "waiting", "failed": "danger"}


def state_title(state: str) -> str:
    """Return the state of a point in a word or two."""
    return {"passed": gettext("Fait"), "warning": gettext("À regarder"), "failed": gettext("À faire")}[state]


def point_words(point: Point, package: ProcedurePackage | None) -> dict[str, Any]:
    """Return a point of the check list as the page shows it: title, text, tone, details, the room that helps."""
    title, good, bad, room = _points()[point.key]
    text = good if point.state == "passed" else bad(point.count)
    return {
        "key": point.key,
        "title": title,
        "text": text,
        "tone": TONES[point.state],
        "state": state_title(point.state),
        "details": [_named(detail, package) for detail in point.details],
        "room": None if point.state == "passed" else room,
    }


def _points() -> dict[str, tuple[str, str, Any, str]]:
    """Return by point: title, sentence when all is well, sentence by number of things to do, room."""
    return {
        "lint": (
            gettext("Vérifications"),
            gettext("Aucun constat n’empêche de publier."),
            lambda count: ngettext("%(num)s constat est à lire.", "%(num)s constats sont à lire.", count, num=count),
            "findings",
        ),
        "scenarios": (
            gettext("Scénarios"),
            gettext("Tous les scénarios réussissent."),
            lambda count: (
                ngettext("%(num)s scénario échoue.", "%(num)s scénarios échouent.", count, num=count)
                if count
                else gettext("Aucun scénario n’a pu être joué : corrigez d’abord les constats, ou écrivez-en un.")
            ),
            "play",
        ),
        "coverage": (
            gettext("Couverture"),
            gettext("Les scénarios passent par tous les éléments du schéma."),
            lambda count: ngettext(
                "%(num)s élément n’est atteint par aucun scénario.",
                "%(num)s éléments ne sont atteints par aucun scénario.",
                count,
                num=count,
            ),
            "coverage",
        ),
        "translations": (
            gettext("Traductions"),
            gettext("Tous les textes existent en arabe et en français."),
            lambda count: ngettext("%(num)s texte manque.", "%(num)s textes manquent.", count, num=count),
            "texts",
        ),
        "sheet": (
            gettext("Fiche de la loi 55-19"),
            gettext("Pièces, frais, délai, silence et recours sont dits avec leurs textes."),
            lambda count: ngettext(
                "%(num)s point de la fiche est à confirmer.",
                "%(num)s points de la fiche sont à confirmer.",
                count,
                num=count,
            ),
            "fiche",
        ),
        "changelog": (
            gettext("Journal des versions"),
            gettext("Ce qui change est écrit pour les usagers et les agents."),
            lambda count: gettext("CHANGELOG.md ne dit rien de cette version : écrivez ce qui change, plus bas."),
            "",
        ),
    }


def _named(detail: str, package: ProcedurePackage | None) -> str:
    """Return the name of an element where the detail is its id, a rule with its place, else the detail."""
    rule, _, place = detail.partition(": ")
    if place and find_rule(rule) is not None:
        return gettext("%(field)s : %(why)s", field=title_of(rule, language()), why=isolate(place))
    element = package.find_element(detail) if package else None
    return choose(element.names, language()) or detail if element else detail


def refusal_text(refused: ReleaseRefused) -> str:
    """Return why something was refused, and what to do."""
    return _refusals().get(refused.code) or gettext("Ce n’est pas possible maintenant. Rien n’a été changé.")


def _refusals() -> dict[str, str]:
    return {
        "release-draft-changed": gettext("Le brouillon a changé depuis que cette page a été montrée. Relisez-la."),
        "release-not-ready": gettext("Des points de la liste empêchent de publier. Rien n’a été publié."),
        "release-published-meanwhile": gettext(
            "Une autre version est entrée en vigueur entre-temps. Comparez avec elle, puis recommencez."
        ),
        "release-version-taken": gettext("Ce numéro de version a déjà servi. Donnez-en un plus grand."),
        "release-effect-in-past": gettext("La date d’effet est passée. Choisissez aujourd’hui ou un jour à venir."),
        "release-effect-too-far": gettext("La date d’effet est à plus de trois ans. Vérifiez l’année."),
        "release-already-scheduled": gettext(
            "Une autre version attend déjà sa date d’effet. Retirez-la d’abord, ou attendez ce jour."
        ),
        "release-not-scheduled": gettext("Cette version n’attend plus sa date d’effet."),
        "release-approval-missing": gettext("Une seconde personne doit d’abord approuver exactement ces fichiers."),
        "release-approval-by-author": gettext(
            "Vous avez demandé cette approbation ou écrit ce brouillon : une autre personne doit décider."
        ),
        "release-approval-not-open": gettext(
            "Cette demande n’attend plus de décision, ou le brouillon a changé depuis. Rien n’a été décidé."
        ),
        "release-reason-missing": gettext("Écrivez le motif, en 10 à 500 caractères, dans chaque langue demandée."),
        "release-already-retired": gettext("Cette démarche est déjà retirée."),
        "release-not-retired": gettext("Cette démarche n’est pas retirée."),
        "release-never-in-effect": gettext("On ne revient qu’à une version qui a été en vigueur."),
    }


def act_text(act: PublicationAct) -> str:
    """Return an act of the history as a sentence without its author."""
    version = isolate(act.version)
    return {
        "asked": gettext("Approbation demandée pour la version %(version)s", version=version),
        "approved": gettext("Version %(version)s approuvée", version=version),
        "refused": gettext("Version %(version)s refusée", version=version),
        "request-withdrawn": gettext("Demande d’approbation retirée pour la version %(version)s", version=version),
        "published": gettext("Version %(version)s publiée", version=version),
        "scheduled": gettext("Version %(version)s publiée, pour une date à venir", version=version),
        "in-effect": gettext("Version %(version)s entrée en vigueur", version=version),
        "withdrawn": gettext("Version %(version)s retirée avant sa date d’effet", version=version),
        "retired": gettext("Démarche retirée : plus de nouveaux dossiers"),
        "reopened": gettext("Démarche ouverte de nouveau, sur la version %(version)s", version=version),
        "gone-back": gettext("Retour à la version %(version)s pour les nouveaux dossiers", version=version),
        "upgrade-ring-opened": gettext("Montée vers la version %(version)s : étape suivante ouverte", version=version),
        "upgrade-reminded": gettext("Montée vers la version %(version)s : communes relancées", version=version),
        "upgrade-extended": gettext("Montée vers la version %(version)s : délai de réponse prolongé", version=version),
        "upgrade-answers-ended": gettext(
            "Montée vers la version %(version)s : délai de réponse terminé avant son terme", version=version
        ),
        "upgrade-closed": gettext("Montée vers la version %(version)s terminée : tout le pays suit", version=version),
        "upgrade-superseded": gettext(
            "Montée vers la version %(version)s remplacée par une version plus récente", version=version
        ),
    }[act.kind]


def rule_title(rule: str) -> str:
    """Return a rule of approval in words."""
    return {
        "always": gettext("Toujours : toute publication est approuvée par une seconde personne"),
        "published": gettext("Pour les démarches déjà publiées : les usagers comptent sur elles"),
        "never": gettext("Jamais : l’analyste publie seul"),
    }[rule]
