"""What the diagram room says beside its canvas: properties, hints, kinds of elements; in the language of the page."""

from collections.abc import Mapping

from app.domain.languages import Language
from app.languages import translate
from app.web.interface import gettext


def panel_words() -> Mapping[str, object]:
    """Return the words of the properties panel, the tools and the checks by key."""
    return {
        **_sections(),
        **_persons(),
        **_work(),
        **_events(),
        **_ways(),
        **_repetitions(),
        **_communes(),
        **_room(),
        "kinds": _kinds(),
        "causes": _causes(),
    }


def _sections() -> Mapping[str, str]:
    return {
        "sectionName": gettext("Nom"),
        "sectionPerson": gettext("Qui fait quoi"),
        "sectionWork": gettext("Ce qui est fait"),
        "sectionEvent": gettext("Ce qui arrive"),
        "sectionWay": gettext("Chemins"),
        "sectionCitizen": gettext("Ce que l’usager lit"),
        "sectionData": gettext("Données reçues et rendues"),
        "sectionRepetition": gettext("Répétition"),
        "sectionCommunes": gettext("Ce que les communes peuvent en faire"),
        "sectionNotes": gettext("Pour les collègues"),
        "nameFrench": gettext("Nom en français"),
        "nameArabic": gettext("Nom en arabe"),
        "noteText": gettext("Texte de la note"),
        "id": gettext("Identifiant de l’élément"),
        "idHint": gettext("Il suit partout : formulaire, scénarios, textes. Lettres sans accent, chiffres et tirets."),
        "documentation": gettext("Note"),
        "documentationHint": gettext("Les usagers ne la lisent pas."),
        "severalSelected": gettext("Plusieurs éléments sont choisis : alignez, déplacez ou copiez-les ensemble."),
        "executable": gettext("Ce schéma peut être exécuté"),
        "none": gettext("(aucun)"),
        "name": gettext("nom"),
        "value": gettext("valeur"),
        "remove": gettext("Retirer"),
    }


def _persons() -> Mapping[str, str]:
    return {
        "role": gettext("Rôle"),
        "roleOfLane": gettext("Celui du couloir : {role}"),
        "noLane": gettext("(hors couloir)"),
        "laneHint": gettext("Toutes les tâches du couloir vont à ce rôle, sauf celles qui en nomment un autre."),
        "laneTaken": gettext("Ce rôle a déjà son couloir."),
        "form": gettext("Formulaire"),
        "formOfTask": gettext("Le même nom que la tâche : {form}"),
        "formOpen": gettext("Ouvrir le formulaire"),
        "formMake": gettext("Créer le formulaire « {form} »"),
        "target": gettext("Objectif de temps"),
        "targetHint": gettext("Un délai interne : il classe la liste de travail, il n’engage pas la commune."),
        "status": gettext("Statut du dossier"),
        "statusHint": gettext("Affiché à l’usager dès que le dossier arrive ici."),
        "outcome": gettext("Issue du dossier"),
        "outcomeHint": gettext("Comment la demande s’est terminée."),
    }


def _communes() -> Mapping[str, str]:
    return {
        "optional": gettext("Étape facultative"),
        "optionalHint": gettext("Une commune peut la retirer : ce qui y mène mène alors à la suite."),
        "optionalSwitch": gettext("Nom de l’interrupteur"),
        "optionalSwitchHint": gettext("Les étapes du même nom se retirent ensemble."),
        "optionalDefault": gettext("Présente au départ"),
        "extensionPoint": gettext("Point d’extension"),
        "extensionPointHint": gettext("Une commune branche ici ses propres étapes ; sans elles, le dossier passe."),
        "policyOf": gettext("Ce que les communes peuvent changer ici"),
        "policyOfRole": gettext("Ce que les communes peuvent changer de ce rôle"),
    }


def _work() -> Mapping[str, object]:
    return {
        "operation": gettext("Connecteur"),
        "result": gettext("Résultat gardé sous le nom"),
        "resultHint": gettext("Une donnée du dossier, par exemple payment."),
        "opens": {"messages": gettext("Ouvrir le message"), "documents": gettext("Ouvrir le modèle du document")},
        "valueHint": gettext("Un texte, ou =nom pour une donnée du dossier."),
        "decision": gettext("Décision"),
        "decisionOpen": gettext("Ouvrir la table de décision"),
        "decisionMake": gettext("Écrire une décision"),
        "script": gettext("Calcul"),
        "scriptHint": gettext("En FEEL, les données à écrire : ={ total: price * copies }"),
        "scriptResultHint": gettext("Vide : chaque nom du calcul devient une donnée du dossier."),
        "flow": gettext("Étape appelée"),
        "flowInput": gettext("Ce que l’étape reçoit : {name}"),
        "flowOutput": gettext("Ce que l’étape rend : {name}"),
        "flowOutputHint": gettext("Le nom sous lequel le dossier le garde. Vide : rien n’est gardé."),
        "input": gettext("Donnée reçue"),
        "output": gettext("Donnée rendue"),
        "addInput": gettext("Ajouter une donnée reçue"),
        "addOutput": gettext("Ajouter une donnée rendue"),
    }


def _events() -> Mapping[str, object]:
    return {
        "timerKind": gettext("Attendre"),
        "timers": {
            "timeDuration": gettext("pendant une durée"),
            "timeDate": gettext("jusqu’à une date"),
            "timeCycle": gettext("et recommencer à intervalles"),
        },
        "timerPeriod": gettext("Délai fixé par un texte"),
        "timerWritten": gettext("(écrit ci-dessous)"),
        "timerText": gettext("Durée, date ou expression"),
        "timerHints": {
            "timeDuration": gettext("Par exemple P15D (15 jours), PT2H (2 heures)."),
            "timeDate": gettext("Par exemple 2026-03-02, ou =date d’une donnée."),
            "timeCycle": gettext("Par exemple R/P1M (chaque mois)."),
        },
        "message": gettext("Message"),
        "messageInHint": gettext("Le même nom que dans la démarche ou le service qui l’envoie."),
        "messageOutHint": gettext("Le même nom que dans la démarche qui l’attend."),
        "correlation": gettext("Reconnu par la valeur"),
        "messageCorrelation": gettext("Reconnu par la valeur (pour tout le message)"),
        "correlationHint": gettext("Elle fait se retrouver deux dossiers. Vide : la référence du dossier."),
        "waits": gettext("Gardé si personne ne l’attend encore"),
        "waitsHint": gettext("Par exemple P5D. Vide : il n’est pas gardé."),
        "waitedCondition": gettext("Quand cette condition devient vraie"),
        "error": gettext("Erreur"),
        "escalation": gettext("Alerte"),
        "code": gettext("Code"),
        "codeHint": gettext("Celui qui la lance et celui qui l’attrape nomment la même."),
        "signal": gettext("Signal"),
        "link": gettext("Nom du renvoi"),
        "linkHint": gettext("Le départ et l’arrivée portent le même nom."),
        "compensated": gettext("Activité à défaire"),
        "compensateAll": gettext("(tout ce qui a été fait)"),
        "interrupts": gettext("Interrompt ce qui est en cours"),
        "interruptsHint": gettext("Décoché : ce qui est en cours continue à côté."),
    }


def _ways() -> Mapping[str, str]:
    return {
        "condition": gettext("Condition pour prendre ce chemin"),
        "conditionHint": gettext("En FEEL, sur les données du dossier : =amount > 1000"),
        "otherwise": gettext("Chemin pris quand aucune condition n’est vraie"),
        "otherwiseHint": gettext("Il n’a pas de condition."),
        "otherwiseWay": gettext("Chemin pris quand aucune condition n’est vraie"),
    }


def _repetitions() -> Mapping[str, object]:
    return {
        "repetition": gettext("Combien de fois"),
        "repetitions": {
            "once": gettext("une fois"),
            "parallel": gettext("pour chaque élément d’une liste, en même temps"),
            "sequential": gettext("pour chaque élément d’une liste, l’un après l’autre"),
            "loop": gettext("tant qu’une condition est vraie"),
        },
        "collection": gettext("La liste"),
        "collectionHint": gettext("En FEEL : =members"),
        "item": gettext("Nom d’un élément de la liste"),
        "itemHint": gettext("Par exemple member : la tâche le lit sous ce nom."),
        "cardinality": gettext("Ou un nombre de fois"),
        "completion": gettext("Arrêter dès que"),
        "outputCollection": gettext("Liste des résultats"),
        "outputItem": gettext("Résultat de chacun"),
        "loopCondition": gettext("Recommencer tant que"),
        "loopMaximum": gettext("Au plus (fois)"),
        "testBefore": gettext("Regarder la condition avant la première fois"),
        "forCompensation": gettext("Sert à défaire une autre activité"),
    }


def _room() -> Mapping[str, object]:
    return {
        "blocks": gettext("Blocs prêts"),
        "lawBlocks": gettext("Étapes de la loi 55-19"),
        "connectorBlocks": gettext("Connecteurs"),
        "elementBlocks": gettext("Éléments"),
        "namesIn": {"fr": gettext("Noms : français"), "ar": gettext("Noms : arabe")},
        "severities": {"error": gettext("Erreur"), "warning": gettext("Attention"), "info": gettext("Conseil")},
        "readability": gettext("Lisibilité"),
        "nothingFound": gettext("Rien à corriger dans ce schéma."),
        "elsewhere": gettext("Constats dans les autres fichiers : {count}"),
        "why": gettext("Pourquoi ?"),
        "notStarted": gettext("L’éditeur n’a pas pu s’ouvrir. Rechargez la page."),
        "damaged": gettext("Ce fichier n’est pas un schéma que l’éditeur peut lire : corrigez son texte."),
        "drawnForYou": gettext("Ce fichier n’avait pas de dessin : en voici un, à arranger."),
        "partlyRead": gettext(
            "Une partie du fichier n’a pas été comprise, elle serait perdue au prochain enregistrement :"
        ),
        "notADiagram": gettext("Ce texte n’a pas été pris, l’éditeur ne peut pas le lire :"),
        "arranged": gettext(
            "Schéma rangé de gauche à droite, couloir par couloir. La version d’avant est dans les révisions."
        ),
        "notArranged": gettext("Le schéma n’a pas pu être rangé : il est resté comme il était."),
        "notRenamed": gettext("L’identifiant n’a pas été changé."),
        "notMade": gettext("Le formulaire n’a pas été créé."),
        "coverageUnknown": gettext("Les scénarios n’ont pas pu être joués : voyez les constats."),
        "coverageTold": gettext("Les scénarios passent par {reached} éléments sur {known}."),
    }


def _kinds() -> Mapping[str, str]:
    return {
        "Task": gettext("Tâche sans exécutant"),
        "UserTask": gettext("Tâche d’une personne"),
        "ManualTask": gettext("Tâche faite hors de la plateforme"),
        "ServiceTask": gettext("Tâche automatique"),
        "SendTask": gettext("Envoi"),
        "ReceiveTask": gettext("Attente d’un message"),
        "ScriptTask": gettext("Calcul"),
        "BusinessRuleTask": gettext("Décision"),
        "CallActivity": gettext("Étape appelée"),
        "SubProcess": gettext("Sous-processus"),
        "Transaction": gettext("Transaction"),
        "StartEvent": gettext("Début"),
        "EndEvent": gettext("Fin"),
        "IntermediateCatchEvent": gettext("Attente"),
        "IntermediateThrowEvent": gettext("Étape franchie"),
        "BoundaryEvent": gettext("Événement de bordure"),
        "ExclusiveGateway": gettext("Choix d’un chemin"),
        "InclusiveGateway": gettext("Choix d’un ou de plusieurs chemins"),
        "ParallelGateway": gettext("Chemins en parallèle"),
        "EventBasedGateway": gettext("Premier événement qui arrive"),
        "SequenceFlow": gettext("Flèche"),
        "MessageFlow": gettext("Flux de message"),
        "Lane": gettext("Couloir"),
        "Participant": gettext("Démarche"),
        "Process": gettext("Démarche"),
        "Collaboration": gettext("Schéma"),
        "TextAnnotation": gettext("Note sur le schéma"),
        "Association": gettext("Lien"),
        "Group": gettext("Groupe"),
        "DataObjectReference": gettext("Donnée"),
        "DataStoreReference": gettext("Registre"),
    }


def _causes() -> Mapping[str, str]:
    return {
        "Message": gettext("message"),
        "Timer": gettext("délai"),
        "Conditional": gettext("condition"),
        "Error": gettext("erreur"),
        "Escalation": gettext("alerte"),
        "Signal": gettext("signal"),
        "Link": gettext("renvoi"),
        "Compensate": gettext("annulation d’une activité"),
        "Terminate": gettext("arrêt de tout"),
        "Cancel": gettext("annulation de la transaction"),
    }


def operation_titles(chosen: Language) -> Mapping[str, str]:
    """Return the title of each connector by its name, in a language: a block bears both."""
    return {
        "payment.request": translate(chosen, "Demander un paiement"),
        "payment.refund": translate(chosen, "Rembourser"),
        "civil-register.search": translate(chosen, "Chercher au registre national"),
        "document.draft": translate(chosen, "Préparer un document"),
        "document.issue": translate(chosen, "Délivrer un document"),
        "post.send": translate(chosen, "Envoyer par la poste"),
        "external.request": translate(chosen, "Demander à un autre système"),
        "register.add": translate(chosen, "Inscrire dans un registre"),
        "register.search": translate(chosen, "Chercher dans un registre"),
        "register.read": translate(chosen, "Lire une inscription"),
        "register.amend": translate(chosen, "Modifier une inscription"),
        "register.reserve": translate(chosen, "Réserver une somme"),
        "sheet.check": translate(chosen, "Contrôler une fiche"),
        "notify": translate(chosen, "Prévenir l’usager"),
    }


def operation_summaries() -> Mapping[str, str]:
    """Return what each connector does, by its name."""
    return {
        "payment.request": gettext(
            "Demande une somme en centimes ; l’avis du prestataire arrive par le message « payment-paid »."
        ),
        "payment.refund": gettext("Rend une somme payée."),
        "civil-register.search": gettext("Cherche un acte d’état civil ; une personne confirme ce qui est trouvé."),
        "document.draft": gettext("Fait un projet, à relire avant la signature."),
        "document.issue": gettext("Numérote, scelle et garde un document que chacun peut vérifier."),
        "post.send": gettext(
            "Confie un pli ; la remise et le retour arrivent par « post-delivered » et « post-returned »."
        ),
        "external.request": gettext(
            "Interroge un système de systems.yaml ; sa réponse arrive par le message « external-answered »."
        ),
        "register.add": gettext("Donne un numéro sans lacune ; chaque autre entrée est un champ du registre."),
        "register.search": gettext("Trouve les inscriptions qui ont ces valeurs, pour la liste d’un formulaire."),
        "register.read": gettext("Lit une inscription par son numéro ou son identifiant."),
        "register.amend": gettext("Porte une mention ou change l’état ; l’ancienne inscription reste lisible."),
        "register.reserve": gettext("Réserve une somme sous un plafond, ou la rend ; rien ne s’écrit au-delà."),
        "sheet.check": gettext("Dit ce qui manque à une fiche publiée : article 6 et règles de droit de la loi 55-19."),
        "notify": gettext("Envoie un message de la démarche par courriel et par SMS."),
    }


def input_labels() -> Mapping[str, str]:
    """Return what the inputs of connectors are called, by name."""
    return {
        "amount": gettext("Montant, en centimes"),
        "expiry": gettext("Délai pour payer ou pour répondre"),
        "payment": gettext("Référence du paiement"),
        "act_type": gettext("Nature de l’acte"),
        "document": gettext("Document"),
        "recipient": gettext("Destinataire"),
        "address": gettext("Adresse"),
        "city": gettext("Ville"),
        "message": gettext("Message envoyé"),
        "register": gettext("Registre"),
        "entry": gettext("Numéro de l’inscription"),
        "reserve": gettext("Champ où la somme est réservée"),
        "sum": gettext("Somme, en centimes"),
        "system": gettext("Système interrogé"),
        "kind": gettext("Ce qui lui est demandé"),
        "sheet": gettext("Nom de la démarche dans les adresses"),
    }


def feel_problem(reason: str, position: int | None) -> str:
    """Return what is wrong with an expression; `position` counts characters from 0."""
    if reason == "syntax" and position is not None:
        return gettext("Cette expression ne se lit pas à partir du signe %(place)s.", place=position + 1)
    return {
        "syntax": gettext("Cette expression ne se lit pas."),
        "unknown-function": gettext("Cette expression nomme une fonction que FEEL n’a pas."),
        "too-long": gettext("Cette expression est trop longue."),
        "too-deep": gettext("Cette expression a trop de parenthèses emboîtées."),
    }.get(reason, gettext("Cette expression ne peut pas être calculée."))


def rename_problem(problem: str) -> str:
    """Return why an element keeps its id."""
    return {
        "unknown": gettext("Cet élément n’est pas encore enregistré. Réessayez dans un instant."),
        "shape": gettext(
            "Un identifiant commence par une lettre et n’a que des lettres sans accent, chiffres et tirets."
        ),
        "taken": gettext("Un autre élément porte déjà cet identifiant."),
        "form-taken": gettext("Un formulaire porte déjà ce nom : renommez-le ou retirez-le d’abord."),
    }.get(problem, gettext("L’identifiant n’a pas été changé."))
