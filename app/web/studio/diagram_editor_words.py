"""What the editor of diagrams itself shows, by its own English texts; in the page's language."""

from collections.abc import Mapping

from app.web.interface import gettext


def palette_words() -> Mapping[str, str]:
    """Return the titles of the palette and of what follows an element, by key."""
    return {
        "handTool": gettext("Déplacer la vue"),
        "lassoTool": gettext("Choisir plusieurs éléments"),
        "spaceTool": gettext("Faire de la place"),
        "connectTool": gettext("Relier deux éléments"),
        "blocks": gettext("Blocs prêts"),
        "startEvent": gettext("Début"),
        "endEvent": gettext("Fin"),
        "timerEvent": gettext("Attendre un délai"),
        "messageEvent": gettext("Attendre un message"),
        "userTask": gettext("Tâche d’une personne"),
        "serviceTask": gettext("Tâche automatique"),
        "sendTask": gettext("Envoi"),
        "decisionTask": gettext("Décision"),
        "scriptTask": gettext("Calcul"),
        "subProcess": gettext("Sous-processus"),
        "exclusiveGateway": gettext("Choix d’un chemin"),
        "parallelGateway": gettext("Chemins en parallèle"),
        "eventGateway": gettext("Premier événement qui arrive"),
        "pool": gettext("Démarche avec ses couloirs"),
        "note": gettext("Note sur le schéma"),
        "appendUserTask": gettext("Ajouter une tâche d’une personne"),
        "appendBlock": gettext("Ajouter un bloc prêt"),
    }


def editor_words() -> Mapping[str, str]:
    """Return translations by the editor's English text."""
    return {**_pad(), **_align(), **_replace(), **_events(), **_general()}


def _pad() -> Mapping[str, str]:
    return {
        "Delete": gettext("Supprimer"),
        "Change element": gettext("Changer de type"),
        "Connect to other element": gettext("Relier à un autre élément"),
        "Connect using association": gettext("Relier par un lien"),
        "Connect using data input association": gettext("Relier comme donnée"),
        "Add text annotation": gettext("Ajouter une note"),
        "Append end event": gettext("Ajouter une fin"),
        "Append gateway": gettext("Ajouter un choix"),
        "Append task": gettext("Ajouter une tâche"),
        "Append intermediate/boundary event": gettext("Ajouter une étape franchie"),
        "Append receive task": gettext("Ajouter l’attente d’un message"),
        "Append message intermediate catch event": gettext("Attendre un message"),
        "Append timer intermediate catch event": gettext("Attendre un délai"),
        "Append conditional intermediate catch event": gettext("Attendre une condition"),
        "Append signal intermediate catch event": gettext("Attendre un signal"),
        "Append compensation activity": gettext("Ajouter l’activité qui défait"),
        "Add lane above": gettext("Ajouter un couloir au-dessus"),
        "Add lane below": gettext("Ajouter un couloir au-dessous"),
        "Divide into two lanes": gettext("Partager en deux couloirs"),
        "Divide into three lanes": gettext("Partager en trois couloirs"),
    }


def _align() -> Mapping[str, str]:
    return {
        "Align elements": gettext("Aligner"),
        "Align elements left": gettext("Aligner à gauche"),
        "Align elements center": gettext("Centrer en largeur"),
        "Align elements right": gettext("Aligner à droite"),
        "Align elements top": gettext("Aligner en haut"),
        "Align elements middle": gettext("Centrer en hauteur"),
        "Align elements bottom": gettext("Aligner en bas"),
        "Distribute elements horizontally": gettext("Répartir en largeur"),
        "Distribute elements vertically": gettext("Répartir en hauteur"),
    }


def _replace() -> Mapping[str, str]:
    return {
        "Task": gettext("Tâche sans exécutant"),
        "User task": gettext("Tâche d’une personne"),
        "Service task": gettext("Tâche automatique"),
        "Send task": gettext("Envoi"),
        "Receive task": gettext("Attente d’un message"),
        "Manual task": gettext("Tâche faite hors de la plateforme"),
        "Business rule task": gettext("Décision"),
        "Script task": gettext("Calcul"),
        "Call activity": gettext("Étape appelée"),
        "Transaction": gettext("Transaction"),
        "Event sub-process": gettext("Sous-processus déclenché par un événement"),
        "Sub-process": gettext("Sous-processus"),
        "Sub-process (collapsed)": gettext("Sous-processus replié"),
        "Sub-process (expanded)": gettext("Sous-processus déplié"),
        "Exclusive gateway": gettext("Choix d’un chemin"),
        "Parallel gateway": gettext("Chemins en parallèle"),
        "Inclusive gateway": gettext("Choix d’un ou de plusieurs chemins"),
        "Event-based gateway": gettext("Premier événement qui arrive"),
        "Sequence flow": gettext("Flèche simple"),
        "Default flow": gettext("Chemin par défaut"),
        "Conditional flow": gettext("Flèche avec condition"),
        "Expanded pool/participant": gettext("Démarche dépliée"),
        "Empty pool/participant": gettext("Autre participant, sans contenu"),
        "Empty pool/participant (removes content)": gettext("Autre participant (le contenu est retiré)"),
        "Data object reference": gettext("Donnée"),
        "Data store reference": gettext("Registre"),
        "Parallel multi-instance": gettext("Pour chacun, en même temps"),
        "Sequential multi-instance": gettext("Pour chacun, l’un après l’autre"),
        "Loop": gettext("Tant que"),
        "Toggle non-interrupting": gettext("Sans interrompre"),
        "Collection": gettext("Plusieurs"),
        "Participant multiplicity": gettext("Plusieurs participants"),
    }


def _events() -> Mapping[str, str]:
    return {
        "Start event": gettext("Début"),
        "Intermediate throw event": gettext("Étape franchie"),
        "End event": gettext("Fin"),
        "Message start event": gettext("Début par un message"),
        "Timer start event": gettext("Début à un moment"),
        "Conditional start event": gettext("Début par une condition"),
        "Signal start event": gettext("Début par un signal"),
        "Error start event": gettext("Début par une erreur"),
        "Escalation start event": gettext("Début par une alerte"),
        "Message start event (non-interrupting)": gettext("Début par un message, sans interrompre"),
        "Timer start event (non-interrupting)": gettext("Début à un moment, sans interrompre"),
        "Conditional start event (non-interrupting)": gettext("Début par une condition, sans interrompre"),
        "Signal start event (non-interrupting)": gettext("Début par un signal, sans interrompre"),
        "Escalation start event (non-interrupting)": gettext("Début par une alerte, sans interrompre"),
        "Message intermediate catch event": gettext("Attendre un message"),
        "Message intermediate throw event": gettext("Lancer un message"),
        "Timer intermediate catch event": gettext("Attendre un délai"),
        "Conditional intermediate catch event": gettext("Attendre une condition"),
        "Link intermediate catch event": gettext("Arrivée d’un renvoi"),
        "Link intermediate throw event": gettext("Départ d’un renvoi"),
        "Signal intermediate catch event": gettext("Attendre un signal"),
        "Signal intermediate throw event": gettext("Lancer un signal"),
        "Escalation intermediate throw event": gettext("Lancer une alerte"),
        "Compensation intermediate throw event": gettext("Défaire des activités"),
        "Message end event": gettext("Fin qui lance un message"),
        "Escalation end event": gettext("Fin qui lance une alerte"),
        "Error end event": gettext("Fin en erreur"),
        "Cancel end event": gettext("Fin qui annule la transaction"),
        "Compensation end event": gettext("Fin qui défait des activités"),
        "Signal end event": gettext("Fin qui lance un signal"),
        "Terminate end event": gettext("Fin qui arrête tout"),
        "Message boundary event": gettext("À l’arrivée d’un message"),
        "Timer boundary event": gettext("Au bout d’un délai"),
        "Escalation boundary event": gettext("À une alerte"),
        "Conditional boundary event": gettext("Quand une condition devient vraie"),
        "Error boundary event": gettext("À une erreur"),
        "Cancel boundary event": gettext("À l’annulation de la transaction"),
        "Signal boundary event": gettext("À l’arrivée d’un signal"),
        "Compensation boundary event": gettext("Pour défaire cette activité"),
        "Message boundary event (non-interrupting)": gettext("À l’arrivée d’un message, sans interrompre"),
        "Timer boundary event (non-interrupting)": gettext("Au bout d’un délai, sans interrompre"),
        "Escalation boundary event (non-interrupting)": gettext("À une alerte, sans interrompre"),
        "Conditional boundary event (non-interrupting)": gettext("Quand une condition devient vraie, sans interrompre"),
        "Signal boundary event (non-interrupting)": gettext("À l’arrivée d’un signal, sans interrompre"),
    }


def _general() -> Mapping[str, str]:
    return {
        "Search in diagram": gettext("Chercher dans le schéma"),
        "Open {element}": gettext("Ouvrir {element}"),
        "Open minimap": gettext("Montrer le plan"),
        "Close minimap": gettext("Cacher le plan"),
    }


def simulation_words() -> Mapping[str, str]:
    """Return translations of the simulation of tokens; a text that ends with … stands for all that begin like it."""
    return {
        "Reset Simulation": gettext("Recommencer la simulation"),
        "Toggle Simulation Log": gettext("Montrer ou cacher le journal"),
        "Simulation Log": gettext("Journal de la simulation"),
        "No Entries": gettext("Rien encore"),
        "Play/Pause Simulation": gettext("Lancer ou suspendre"),
        "Play Simulation": gettext("La simulation avance"),
        "Pause Simulation": gettext("La simulation est suspendue"),
        "Trigger Event": gettext("Déclencher"),
        "Set Sequence Flow": gettext("Choisir le chemin"),
        "Add pause point": gettext("Attendre ici"),
        "Remove pause point": gettext("Ne plus attendre ici"),
        "Found unsupported elements": gettext("Certains éléments ne se simulent pas"),
        "Not supported": gettext("Ne se simule pas"),
        "Finished": gettext("Terminé"),
        "Process": gettext("Démarche"),
        "Process started": gettext("Début de la démarche"),
        "Process finished": gettext("Fin de la démarche"),
        "Process canceled": gettext("Démarche interrompue"),
        "Sub Process": gettext("Sous-processus"),
        "Task": gettext("Tâche sans exécutant"),
        "User Task": gettext("Tâche d’une personne"),
        "Service Task": gettext("Tâche automatique"),
        "Send Task": gettext("Envoi"),
        "Receive Task": gettext("Attente d’un message"),
        "Script Task": gettext("Calcul"),
        "Business Rule Task": gettext("Décision"),
        "Manual Task": gettext("Tâche faite hors de la plateforme"),
        "Call Activity": gettext("Étape appelée"),
        "Exclusive Gateway": gettext("Choix d’un chemin"),
        "Parallel Gateway": gettext("Chemins en parallèle"),
        "Inclusive Gateway": gettext("Choix d’un ou de plusieurs chemins"),
        "Start Event": gettext("Début"),
        "End Event": gettext("Fin"),
        "Intermediate Event": gettext("Attente"),
        "Boundary Event": gettext("Événement de bordure"),
        "Set animation speed = Slow": gettext("Vitesse lente"),
        "Set animation speed = Normal": gettext("Vitesse normale"),
        "Set animation speed = Fast": gettext("Vitesse rapide"),
        "Focus process instance …": gettext("Suivre le passage …"),
    }


def drawing_rules() -> Mapping[str, str]:
    """Return what each recommended rule of bpmnlint asks for, by its name."""
    return {
        "ad-hoc-sub-process": gettext("Un sous-processus ad hoc ne peut pas être exécuté."),
        "conditional-flows": gettext("Chaque chemin d’un choix a une condition ou est le chemin par défaut."),
        "end-event-required": gettext("Chaque chemin se termine par une fin."),
        "event-based-gateway": gettext("Cette passerelle est suivie de deux événements au moins."),
        "event-sub-process-typed-start-event": gettext("Ce début doit dire quel événement il attend."),
        "fake-join": gettext("Plusieurs chemins arrivent ici sans passerelle : réunissez-les avant."),
        "global": gettext("Un message, un signal ou une erreur est déclaré deux fois ou ne sert pas."),
        "label-required": gettext("Donnez un nom : on doit comprendre le schéma sans ouvrir chaque élément."),
        "link-event": gettext("Le départ et l’arrivée d’un renvoi portent le même nom."),
        "no-bpmndi": gettext("Cet élément n’est pas dessiné."),
        "no-complex-gateway": gettext("Une passerelle complexe ne peut pas être exécutée."),
        "no-disconnected": gettext("Cet élément n’est relié à rien."),
        "no-duplicate-sequence-flows": gettext("Deux flèches relient les mêmes éléments."),
        "no-gateway-join-fork": gettext("Cette passerelle réunit et sépare à la fois : dessinez-en deux."),
        "no-implicit-split": gettext("Plusieurs flèches partent d’ici sans passerelle : dessinez-en une."),
        "no-implicit-end": gettext("Ce chemin s’arrête sans fin : dessinez-la."),
        "no-implicit-start": gettext("Ce chemin commence sans début : dessinez-le."),
        "no-overlapping-elements": gettext("Cet élément en recouvre un autre."),
        "single-blank-start-event": gettext("Un seul début simple : les autres disent quel événement ils attendent."),
        "single-event-definition": gettext("Cet événement a plusieurs causes : gardez-en une."),
        "start-event-required": gettext("Le schéma commence par un début."),
        "sub-process-blank-start-event": gettext("Un sous-processus commence par un début simple."),
        "superfluous-gateway": gettext("Cette passerelle ne sépare ni ne réunit rien : retirez-la."),
        "superfluous-termination": gettext("Cette fin n’arrête rien d’autre : une fin simple suffit."),
    }
