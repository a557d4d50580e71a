"""What may be done about an incident, and what each will do, said before it is done."""

from dataclasses import dataclass

from flask import g, url_for

from app.web.desk.incidents.room import Standing
from app.web.interface import gettext


@dataclass(frozen=True, kw_only=True)
class Offer:
    """One repair that fits: title, a sentence, its effects one by one, the button's words and tone."""

    key: str
    title: str
    text: str
    effects: tuple[str, ...]
    label: str
    icon: str
    href: str
    kind: str = "secondary"


def offers_of(found: Standing) -> tuple[Offer, ...]:
    """Return the repairs that fit and that the agent may do, the mildest first; none for what is resolved."""
    if not found.is_open or (found.case.state != "open" and not found.is_of_platform):
        return ()
    if not found.may_repair:
        return (_retry(found),)
    if found.is_of_platform:
        return (_retry(found), _drop(found))
    return (_retry(found), _skip(found), _move(found), _cancel(found))


def _href(found: Standing, action: str) -> str:
    return url_for(f"desk.incident_{action}", commune_slug=g.commune.slug, incident_id=found.incident.id)


def _always() -> str:
    return gettext("Votre nom et le motif entrent dans l’histoire du dossier.")


def _citizen() -> str:
    return gettext("L’usager lit qu’un agent a remis son dossier en route, sans détail technique.")


def _retry(found: Standing) -> Offer:
    if found.job is None:
        effects = [
            gettext(
                "L’étape « %(step)s » est exécutée de nouveau, avec les données actuelles du dossier.", step=found.step
            ),
            gettext("Si la cause demeure, l’incident reste ouvert ; rien d’autre ne change."),
        ]
    else:
        effects = [
            gettext("La plateforme reprend le travail « %(step)s » depuis son premier essai.", step=found.step),
            gettext(
                "Ses entrées sont calculées de nouveau ; si elles n’ont pas changé, un effet déjà produit au dehors "
                "n’est pas répété."
            ),
        ]
    return Offer(
        key="retry",
        title=gettext("Relancer l’étape"),
        text=gettext("La cause est levée : les données ont été corrigées, ou le système extérieur répond de nouveau."),
        effects=(*effects, gettext("Les autres incidents du dossier ne bougent pas."), _always(), _citizen()),
        label=gettext("Relancer"),
        icon="arrow-repeat",
        href=_href(found, "retry"),
        kind="primary",
    )


def _skip(found: Standing) -> Offer:
    if found.incident.kind == "join-never-complete":
        first = gettext("La jonction « %(step)s » continue avec les chemins déjà arrivés.", step=found.step)
    elif _watches(found):
        first = gettext(
            "L’événement « %(step)s » n’est plus surveillé ; l’étape à laquelle il tient continue.", step=found.step
        )
    else:
        first = gettext("L’étape « %(step)s » compte comme faite : son travail n’est pas exécuté.", step=found.step)
    return Offer(
        key="skip",
        title=gettext("Passer l’étape"),
        text=gettext("Le travail a été fait autrement, ou n’est plus utile : vous donnez vous-même son résultat."),
        effects=(first, gettext("Les valeurs que vous tapez entrent dans le dossier."), _always(), _citizen()),
        label=gettext("Passer"),
        icon="check-circle",
        href=_href(found, "skip"),
    )


def _watches(found: Standing) -> bool:
    return any(place.obstacle == "beside" for place in found.standing)


def _drop(found: Standing) -> Offer:
    return Offer(
        key="skip",
        title=gettext("Abandonner le travail"),
        text=gettext("Ce travail de la plateforme n’est plus utile : le dossier ne l’attend pas."),
        effects=(
            gettext("Le travail « %(step)s » n’est plus essayé : rien n’est envoyé.", step=found.step),
            gettext("Le dossier ne bouge pas."),
            _always(),
        ),
        label=gettext("Abandonner"),
        icon="x-lg",
        href=_href(found, "skip"),
    )


def _move(found: Standing) -> Offer:
    return Offer(
        key="move",
        title=gettext("Déplacer le dossier vers une autre étape"),
        text=gettext("Le schéma ne mène pas où il faut : vous placez vous-même le dossier sur une étape."),
        effects=(
            gettext("Ce qui attend à l’étape quittée (tâche, travail, délai) est annulé."),
            gettext("L’étape choisie commence aussitôt ; celles qui la séparent ne sont pas faites."),
            _always(),
            _citizen(),
        ),
        label=gettext("Déplacer"),
        icon="geo-alt-fill",
        href=_href(found, "move"),
    )


def _cancel(found: Standing) -> Offer:
    return Offer(
        key="cancel",
        title=gettext("Annuler le dossier"),
        text=gettext("Le dossier ne peut plus aboutir : il prend fin maintenant."),
        effects=(
            gettext("Toutes ses tâches, tous ses travaux et délais sont annulés ; le délai légal prend fin."),
            gettext("Un paiement demandé et non payé est annulé."),
            gettext("L’usager lit que l’administration a mis fin à sa demande, avec le motif que vous écrivez."),
            gettext("Votre nom entre dans l’histoire du dossier. Un dossier annulé ne se rouvre pas."),
        ),
        label=gettext("Annuler le dossier"),
        icon="x-octagon",
        href=_href(found, "cancel"),
        kind="danger",
    )
