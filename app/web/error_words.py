"""What is said when something went wrong: what happened, what to do, by status and by code, as French source texts."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """The words of an error page, as French source texts."""

    status: int
    title: str
    message: str
    advice: Sequence[str] = ()


_N = "Si le problème continue, écrivez à votre commune en donnant la référence ci-dessous."
BY_STATUS: dict[int, Explanation] = {
    400: Explanation(
        status=400,
        title="Cette demande n’est pas lisible",
        message="Votre navigateur a envoyé une demande que nous n’avons pas comprise.",
        advice=["Revenez à la page précédente et recommencez."],
    ),
    403: Explanation(
        status=403,
        title="Vous n’avez pas ce droit",
        message="Cette page demande un rôle que votre compte n’a pas.",
        advice=["Demandez ce rôle à l’administrateur de votre commune."],
    ),
    404: Explanation(
        status=404,
        title="Page introuvable",
        message="Cette adresse ne mène à aucune page, ou vous n’y avez pas accès.",
        advice=["Vérifiez l’adresse.", "Revenez à l’accueil et cherchez la démarche par son nom."],
    ),
    405: Explanation(
        status=405,
        title="Action impossible à cette adresse",
        message="Cette adresse ne reçoit pas ce genre de demande.",
        advice=["Revenez à la page précédente et utilisez ses boutons."],
    ),
    413: Explanation(
        status=413,
        title="Fichiers trop lourds",
        message="L’envoi dépasse la taille acceptée (32 Mo en tout, 5 Mo par fichier).",
        advice=[
            "Ce qui avait été enregistré auparavant est gardé.",
            "Revenez à l’étape et joignez des fichiers plus légers : une photo nette suffit.",
        ],
    ),
    429: Explanation(
        status=429,
        title="Trop d’essais",
        message="Trop d’essais ont été faits en peu de temps.",
        advice=["Attendez dix minutes puis recommencez."],
    ),
    500: Explanation(
        status=500,
        title="Un problème de notre côté",
        message="Notre service n’a pas pu terminer. Ce qui était enregistré est gardé.",
        advice=["Recommencez dans quelques minutes.", _N],
    ),
}
BY_CODE: dict[str, Explanation] = {
    "commune-unknown": Explanation(
        status=404,
        title="Commune inconnue",
        message="Aucune des 1 503 communes n’a cette adresse.",
        advice=["Cherchez votre commune par son nom, en arabe ou en français."],
    ),
    "procedure-not-offered": Explanation(
        status=404,
        title="Démarche non proposée en ligne ici",
        message="Cette commune ne reçoit pas encore cette démarche en ligne.",
        advice=["Adressez-vous au guichet de la commune.", "Regardez les autres démarches de la commune."],
    ),
    "procedure-not-filed": Explanation(
        status=409,
        title="Cette démarche ne se demande pas",
        message="Elle commence d’elle-même, quand un autre dossier l’appelle ou à sa date.",
        advice=["Regardez les autres démarches de la commune."],
    ),
    "procedure-retired": Explanation(
        status=410,
        title="Cette démarche n’est plus proposée",
        message="L’administration ne reçoit plus de nouvelles demandes de cette démarche.",
        advice=[
            "Sa fiche dit pourquoi et vers quoi vous tourner.",
            "Les demandes déjà déposées suivent leur cours : rien ne change pour elles.",
        ],
    ),
    "procedure-closed": Explanation(
        status=409,
        title="Démarche fermée pour le moment",
        message="La commune a fermé cette démarche pour le moment.",
        advice=["Adressez-vous au guichet de la commune, ou revenez plus tard."],
    ),
    "draft-unknown": Explanation(
        status=404,
        title="Brouillon introuvable",
        message="Aucun brouillon n’a ce lien.",
        advice=["Vérifiez que le lien est entier.", "Ou commencez une nouvelle demande."],
    ),
    "draft-expired": Explanation(
        status=410,
        title="Ce brouillon a expiré",
        message="Un brouillon est gardé 30 jours ; celui-ci est arrivé à son terme et n’a pas été déposé.",
        advice=["Commencez une nouvelle demande : elle demande quelques minutes."],
    ),
    "draft-filed": Explanation(
        status=409,
        title="Cette demande a déjà été déposée",
        message="Vous l’avez déposée : elle n’a pas été déposée deux fois.",
        advice=["Suivez-la avec sa référence et son code de suivi."],
    ),
    "case-unknown": Explanation(
        status=404,
        title="Dossier introuvable",
        message="Aucun dossier ne porte cette référence, ou vous n’y avez pas accès.",
        advice=["Vérifiez la référence sur votre récépissé."],
    ),
    "task-unknown": Explanation(
        status=404,
        title="Tâche introuvable",
        message="Cette tâche n’existe pas, ou vous n’y avez pas accès.",
        advice=["Revenez à la liste des tâches."],
    ),
    "task-not-open": Explanation(
        status=409,
        title="Cette tâche n’attend plus",
        message="Quelqu’un l’a terminée entre-temps, ou le dossier a avancé. Rien n’a été fait deux fois.",
        advice=["Ouvrez le dossier pour voir où il en est."],
    ),
    "task-held": Explanation(
        status=409,
        title="Un autre agent tient cette tâche",
        message="Elle a été prise par un collègue. Rien n’a été enregistré.",
        advice=["Demandez-lui de la rendre, ou au chef de service de la réaffecter."],
    ),
    "case-changed": Explanation(
        status=409,
        title="Le dossier a changé entre-temps",
        message="Quelqu’un d’autre a agi sur ce dossier pendant que vous l’aviez ouvert. Rien n’a été fait deux fois.",
        advice=["Relisez le dossier, puis recommencez si c’est encore utile."],
    ),
    "message-not-awaited": Explanation(
        status=409,
        title="Ce n’est plus possible à cette étape",
        message="Le dossier a avancé : cette action ne lui est plus ouverte.",
        advice=["Ouvrez le suivi du dossier pour voir où il en est."],
    ),
    "clock-refused": Explanation(
        status=409,
        title="Le délai légal ne le permet pas",
        message="La loi ne permet pas cette demande à ce moment du délai. Rien n’a été changé.",
        advice=["Ouvrez le dossier : le calcul de son délai dit ce qui est encore possible."],
    ),
    "period-unknown": Explanation(
        status=409,
        title="Ce délai ne peut pas être prolongé",
        message="Le délai a pris fin, a déjà été prolongé, ou la loi n’en permet pas la prolongation.",
        advice=["Ouvrez le dossier : le calcul de son délai dit pourquoi."],
    ),
    "parameter-unknown": Explanation(
        status=404,
        title="Valeur inconnue",
        message="Aucune démarche publiée ne lit cette valeur.",
        advice=["Revenez à la liste des valeurs de la loi."],
    ),
    "practice-unknown": Explanation(
        status=404,
        title="Pratique introuvable",
        message="Aucune pratique du registre n’a cette adresse, ou elle n’est pas ouverte à votre commune.",
        advice=["Revenez aux bonnes pratiques et choisissez dans la liste."],
    ),
    "order-unknown": Explanation(
        status=404,
        title="Ordre introuvable",
        message="Aucun ordre en vigueur n’a cette adresse ici : il a peut-être été retiré entre-temps.",
        advice=["Revenez au calendrier et lisez l’histoire des ordres."],
    ),
    "forbidden": Explanation(
        status=403,
        title="Vous n’avez pas ce droit",
        message="Cette action demande un rôle que votre compte n’a pas dans cette commune.",
        advice=["Demandez ce rôle à l’administrateur de votre commune."],
    ),
    "payment-unknown": Explanation(
        status=404,
        title="Paiement introuvable",
        message="Aucun paiement n’a cette référence.",
        advice=["Ouvrez le suivi de votre dossier et reprenez le paiement de là."],
    ),
    "document-unknown": Explanation(
        status=404,
        title="Document introuvable",
        message="Ce document n’existe pas, ou n’est plus valable.",
        advice=["Revenez au dossier."],
    ),
    "migration-unknown": Explanation(
        status=404,
        title="Migration introuvable",
        message="Aucune migration n’a cette adresse ; elle a peut-être été supprimée avant de commencer.",
        advice=["Revenez à la liste des migrations."],
    ),
    "migration-not-possible": Explanation(
        status=409,
        title="Ce n’est plus possible pour cette migration",
        message="Elle a changé entre-temps, ou une autre migration de la même démarche est en cours.",
        advice=["Ouvrez-la pour voir où elle en est."],
    ),
    "versions-unrelated": Explanation(
        status=422,
        title="Ces versions ne vont pas ensemble",
        message="Un dossier passe d’une version à une autre de la même démarche, et du même auteur.",
        advice=["Revenez à la liste des migrations et choisissez une autre version."],
    ),
    "deployment-unknown": Explanation(
        status=404,
        title="Version introuvable",
        message="Aucune version publiée n’a cette adresse.",
        advice=["Revenez à la liste et choisissez une version."],
    ),
    "procedure-draft-unknown": Explanation(
        status=404,
        title="Brouillon de démarche introuvable",
        message="Aucun brouillon du studio n’a cette adresse, ou il n’a pas cette révision.",
        advice=["Revenez au studio et choisissez un brouillon de la liste."],
    ),
    "approval-request-unknown": Explanation(
        status=404,
        title="Demande d’approbation introuvable",
        message="Aucune demande d’approbation n’a cette adresse.",
        advice=["Revenez aux approbations demandées et choisissez une demande de la liste."],
    ),
    "procedure-draft-moved": Explanation(
        status=409,
        title="Le brouillon a changé entre-temps",
        message="Une autre personne a enregistré au même instant. Rien n’a été perdu.",
        advice=["Rechargez la page, puis recommencez."],
    ),
    "draft-files-changed": Explanation(
        status=409,
        title="Une autre personne a modifié cette partie",
        message="Votre page avait été ouverte avant son changement. Rien n’a été écrasé.",
        advice=["Revenez à la page : elle montre ce qui a changé."],
    ),
    "draft-file-refused": Explanation(
        status=422,
        title="Ce fichier ne peut pas être gardé",
        message="Il n’a pas sa place dans la démarche, ou il dépasse la taille acceptée. Rien n’a été enregistré.",
        advice=["Revenez à la page et corrigez le fichier."],
    ),
    "reason-missing": Explanation(
        status=422,
        title="Un motif est nécessaire",
        message="Une décision défavorable dit ses raisons par écrit (loi 03-01).",
        advice=["Revenez et écrivez le motif."],
    ),
    "incident-unknown": Explanation(
        status=404,
        title="Incident introuvable",
        message="Cet incident n’existe pas, ou vous n’y avez pas accès.",
        advice=["Revenez à la liste des incidents."],
    ),
    "incident-closed": Explanation(
        status=409,
        title="Cet incident est déjà levé",
        message="Quelqu’un l’a levé entre-temps, ou le dossier a continué de lui-même. Rien n’a été fait deux fois.",
        advice=["Ouvrez l’incident : son histoire dit qui l’a levé et comment."],
    ),
    "repair-not-fitting": Explanation(
        status=409,
        title="Cette réparation ne convient pas ici",
        message="L’état du dossier ne permet pas cette action. Rien n’a été changé.",
        advice=["Relisez l’incident : il dit ce qui peut être fait."],
    ),
    "repair-refused": Explanation(
        status=422,
        title="Cette réparation laisserait le dossier en désordre",
        message="Le schéma de la procédure ne permet pas cette action. Rien n’a été changé.",
        advice=["Relisez l’incident et choisissez une autre action."],
    ),
    "repair-reason": Explanation(
        status=422,
        title="Écrivez le motif, de 10 à 500 signes",
        message="Une réparation dit pourquoi elle est faite : l’histoire du dossier le garde.",
        advice=["Revenez et écrivez le motif."],
    ),
    "change-refused": Explanation(
        status=422,
        title="Cette valeur ne peut pas entrer dans le dossier",
        message="Le nom ou la valeur ne convient pas. Rien n’a été changé.",
        advice=["Revenez et corrigez la valeur."],
    ),
    "too-many-files": Explanation(
        status=422,
        title="Trop de fichiers",
        message="Une demande accepte 20 fichiers au plus.",
        advice=["Retirez un fichier ou réunissez plusieurs pages en un seul PDF."],
    ),
    "answers-refused": Explanation(
        status=422,
        title="Des réponses sont à corriger",
        message="Certaines réponses manquent ou ne conviennent pas. Rien n’a été perdu.",
        advice=["Revenez au formulaire : chaque réponse à corriger y est signalée."],
    ),
    "file-missing": Explanation(
        status=500,
        title="Fichier indisponible",
        message="Le fichier ne peut pas être lu pour le moment.",
        advice=["Recommencez dans quelques minutes.", _N],
    ),
}
GENERAL = Explanation(
    status=422,
    title="Cette action n’a pas abouti",
    message="La demande ne convient pas à l’état actuel. Rien n’a été changé.",
    advice=["Revenez à la page précédente et vérifiez."],
)
