"""The words of a tailoring policy: its groups, its rules as sentences, why a rule cannot stand."""

from collections.abc import Mapping, Sequence

from app.procedures.authoring.sheet_writing import Problem
from app.procedures.tailoring import Group, Rule
from app.procedures.tailoring.policy import NATIONAL, written
from app.web.interface import gettext, listed, ngettext


def groups() -> Mapping[Group, str]:
    """Return the groups of a policy in the order of the page."""
    return {
        "parameters": gettext("Valeurs"),
        "texts": gettext("Textes"),
        "fields": gettext("Formulaires"),
        "pieces": gettext("Pièces"),
        "roles": gettext("Rôles"),
        "documents": gettext("Documents et en-tête"),
        "steps": gettext("Étapes facultatives"),
        "elements": gettext("Points d’extension"),
    }


def leads() -> Mapping[Group, str]:
    """Return what a commune does with the things of each group."""
    return {
        "parameters": gettext("Une commune fixe sa propre valeur à partir d’un jour, par une délibération."),
        "texts": gettext("Une commune réécrit une phrase en français et en arabe."),
        "fields": gettext(
            "Une commune rend un champ obligatoire, en masque un, ou ajoute les siens à un endroit prévu."
        ),
        "pieces": gettext("Une commune demande une pièce de plus, avec le texte qui le permet."),
        "roles": gettext("Une commune qui n’a pas ce service confie ses tâches à un autre rôle."),
        "documents": gettext(
            "Une commune remplace un bloc de texte ; la mise en page et les mentions légales restent."
        ),
        "steps": gettext("Une commune retire une étape facultative, ou en met une qui est absente au départ."),
        "elements": gettext("Une commune branche là ses propres étapes : quelques tâches avec leurs formulaires."),
    }


def empty_words() -> Mapping[Group, str]:
    """Return what to do where a group has nothing."""
    return {
        "steps": gettext("Dans le schéma, choisissez une tâche et cochez « Étape facultative »."),
        "elements": gettext("Dans le schéma, posez une tâche simple et cochez « Point d’extension »."),
    }


def choices() -> Mapping[str, str]:
    """Return the answers to “what may communes do with it?”."""
    return {
        "inherited": gettext("Aucune règle propre : la règle plus large s’applique"),
        "locked": gettext("Verrouillé : le même partout"),
        "bounded": gettext("Adaptable dans des limites"),
        "open": gettext("Ouvert : la commune décide"),
    }


def bound_labels(group: Group) -> Mapping[str, str]:
    """Return the labels of the bounds of a group."""
    return {
        "minimum": gettext("Au moins"),
        "maximum": gettext("Nombre de signes au plus") if group in ("texts", "documents") else gettext("Au plus"),
        "one_of": {
            "roles": gettext("L’un de ces rôles"),
            "steps": gettext("Ce que la commune peut faire"),
        }.get(group, gettext("L’une de ces valeurs, séparées par des virgules")),
        "may_only_shorten": gettext("Seulement plus court que la valeur nationale"),
        "may_only_lower": gettext("Seulement moins cher que la valeur nationale"),
        "may_add": {
            "fields": gettext("Champs ajoutés au plus"),
            "pieces": gettext("Pièces ajoutées au plus"),
        }.get(group, gettext("Étapes branchées au plus")),
        "may": gettext("Ce que la commune peut faire"),
    }


def verbs() -> Mapping[str, str]:
    """Return what may be done with a field."""
    return {"require": gettext("Rendre obligatoire"), "hide": gettext("Masquer")}


def turns() -> Mapping[str, str]:
    """Return what may be done with an optional step."""
    return {"on": gettext("La mettre"), "off": gettext("La retirer")}


def rule_words(rule: Rule, unit: str = "", roles: Mapping[str, str] | None = None) -> str:
    """Return a rule as a sentence; `unit` is that of its value, `roles` the titles of roles."""
    if rule.mode == "locked":
        return gettext("Verrouillé")
    if rule.mode == "open":
        return gettext("Ouvert")
    return listed(_bounds(rule, unit, roles or {})) or gettext("Adaptable dans des limites")


def _bounds(rule: Rule, unit: str, roles: Mapping[str, str]) -> list[str]:
    group = rule.place.partition(".")[0]
    said = [_range(rule, unit, group)]
    if rule.one_of:
        said.append(_one_of(rule.one_of, group, roles))
    if rule.may_only_shorten:
        said.append(gettext("seulement plus court"))
    if rule.may_only_lower:
        said.append(gettext("seulement moins cher"))
    if rule.may_add:
        said.append(_additions(rule.may_add, group))
    said += [verbs()[verb] for verb in rule.may if verb in verbs()]
    return [one for one in said if one]


def _range(rule: Rule, unit: str, group: str) -> str:
    low = "" if rule.minimum is None else written(rule.minimum)
    high = "" if rule.maximum is None else written(rule.maximum)
    if group in ("texts", "documents") and high:
        return ngettext("%(num)s signe au plus", "%(num)s signes au plus", int(rule.maximum or 0))
    if low and high:
        return gettext("de %(low)s à %(high)s %(unit)s", low=low, high=high, unit=unit).strip()
    if low:
        return gettext("au moins %(low)s %(unit)s", low=low, unit=unit).strip()
    return gettext("au plus %(high)s %(unit)s", high=high, unit=unit).strip() if high else ""


def _one_of(allowed: Sequence[object], group: str, roles: Mapping[str, str]) -> str:
    if group == "steps":
        return listed(turns()["on" if one else "off"] for one in allowed)
    named = listed(roles.get(str(one), str(one)) for one in allowed)
    return gettext("peut devenir : %(named)s", named=named) if group == "roles" else named


def _additions(count: int, group: str) -> str:
    if group == "fields":
        return ngettext("%(num)s champ ajouté au plus", "%(num)s champs ajoutés au plus", count)
    if group == "pieces":
        return ngettext("%(num)s pièce ajoutée au plus", "%(num)s pièces ajoutées au plus", count)
    return ngettext("%(num)s étape branchée au plus", "%(num)s étapes branchées au plus", count)


def changed_by_words(rule: Rule) -> str:
    """Return who may change a rule."""
    return gettext("la DGCT") if rule.changed_by == NATIONAL else rule.changed_by


def problem_words(problem: Problem) -> str:
    """Return why a rule cannot stand."""
    found = problem.detail[:80]
    return {
        "choice": gettext("Choisissez dans la liste."),
        "number": gettext("Écrivez un nombre, sans unité : « %(found)s » n’en est pas un.", found=found),
        "order": gettext("Le plus grand doit atteindre le plus petit, %(found)s.", found=found),
        "count": gettext("Écrivez un nombre de 1 à %(found)s.", found=found),
        "bound": gettext("Donnez au moins une limite, ou choisissez « ouvert »."),
        "reference": gettext("Un texte fixe cette valeur : citez celui qui permet aux communes de s’en écarter."),
    }[problem.code]
