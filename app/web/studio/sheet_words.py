"""The words of the sheet's page: what each field is called, what it wants, and why an answer cannot stand."""

from collections.abc import Mapping

from app.procedures.authoring.demand_words import demand_words as words_of_demands
from app.procedures.authoring.sheet_writing import Problem
from app.web.interface import gettext, language, listed


def part_titles() -> dict[str, str]:
    """Return the title of each part of the sheet."""
    return {
        "identity": gettext("Identité"),
        "legal_basis": gettext("Textes applicables"),
        "pieces": gettext("Pièces du dossier"),
        "fees": gettext("Frais"),
        "deadline": gettext("Délai légal"),
        "suspensions": gettext("Ce qui arrête le délai"),
        "silence": gettext("Silence de l’administration"),
        "appeals": gettext("Recours"),
        "afterwards": gettext("Dossier et conservation"),
    }


def row_words() -> dict[str, tuple[str, str]]:
    """Return the name of a row and the words of the button that adds one, by part."""
    return {
        "legal_basis": (gettext("Texte"), gettext("Ajouter un texte")),
        "pieces": (gettext("Pièce"), gettext("Ajouter une pièce")),
        "fees": (gettext("Frais"), gettext("Ajouter des frais")),
        "suspensions": (gettext("Arrêt du délai"), gettext("Ajouter un arrêt du délai")),
        "appeals": (gettext("Voie de recours"), gettext("Ajouter une voie de recours")),
    }


def labels() -> dict[str, str]:
    """Return what each field is called, by its name or by part and name."""
    return {
        "title": gettext("Intitulé"),
        "summary": gettext("En une ou deux phrases"),
        "audience": gettext("Usagers"),
        "audience_text": gettext("Qui peut la demander"),
        "responsible": gettext("Administration chargée du dossier"),
        "channels": gettext("Comment déposer"),
        "begun_by": gettext("Rôles qui ouvrent un dossier de leur propre initiative"),
        "steps_note": gettext("Comment se déroule la demande"),
        "domain": gettext("Domaine"),
        "system": gettext("Système"),
        "name": gettext("Nom"),
        "note": gettext("Précision"),
        "key": gettext("Identifiant"),
        "type": gettext("Nature du texte"),
        "number": gettext("Numéro"),
        "date": gettext("Date du texte"),
        "articles": gettext("Articles"),
        "url": gettext("Adresse du texte en ligne"),
        "provided_by": gettext("Qui la fournit"),
        "required": gettext("Demandée"),
        "required.condition": gettext("Condition (FEEL)"),
        "field": gettext("Champ du formulaire de demande"),
        "legal_ref": gettext("Texte et article"),
        "alternative": gettext("Peut être remplacée par"),
        "source_administration": gettext("Administration qui la détient"),
        "parameter": gettext("Valeur"),
        "when": gettext("Dus seulement si (FEEL)"),
        "payee": gettext("Au profit de"),
        "deadline.parameter": gettext("Durée"),
        "deadline.starts": gettext("Le délai court"),
        "deadline.restarts_after": gettext("Tâches qui complètent le dossier"),
        "deadline.ends_after": gettext("Ce qui donne la décision"),
        "deadline.half_window": gettext("Rien n’est demandé à l’usager après la première moitié du délai"),
        "deadline.extension.reasons": gettext("Motifs de prolongation"),
        "deadline.extension.parameter": gettext("Durée de la prolongation"),
        "deadline.extension.legal_ref": gettext("Texte qui permet de prolonger"),
        "deadline.extension.message": gettext("Message qui annonce la prolongation"),
        "reason": gettext("Motif"),
        "waiting_at": gettext("Pendant que le dossier attend à"),
        "once": gettext("Une seule fois"),
        "any_time": gettext("À tout moment du délai"),
        "silence.effect": gettext("Effet du silence"),
        "silence_text": gettext("Ce que l’usager lit"),
        "silence.legal_ref": gettext("Texte et article"),
        "silence.message": gettext("Message envoyé à la fin du délai"),
        "file_within": gettext("À former dans un délai de"),
        "reply_within": gettext("Réponse dans un délai de"),
        "retention.parameter": gettext("Durée de conservation du dossier"),
        "applicant.name": gettext("Champs du nom du demandeur"),
        "applicant.email": gettext("Champ de l’adresse électronique"),
        "applicant.phone": gettext("Champ du téléphone"),
    }


def summary_of(errors: Mapping[str, str]) -> dict[str, str]:
    """Return each error with the name of its input, as the list on top of the page says it."""
    return {name: gettext("%(field)s : %(why)s", field=label_of(name), why=words) for name, words in errors.items()}


def label_of(name: str) -> str:
    """Return what an input is called where it does not stand beside its label: « Pièce 1, Nom (arabe) »."""
    words, row = name.split("."), ""
    if len(words) > 2 and words[1].isdigit() and words[0] in row_words():
        row = f"{row_words()[words[0]][0]} {int(words[1]) + 1}"
        words = words[2:]
    spoken = {"fr": gettext("français"), "ar": gettext("arabe"), "zgh": gettext("tamazight")}.get(words[-1])
    label = labels().get(".".join(words[:-1] if spoken else words), name)
    return listed(part for part in (row, f"{label} ({spoken})" if spoken else label) if part)


def hints() -> dict[str, str]:
    """Return what helps to answer, for the fields that need it."""
    return {
        "responsible": gettext("Service qui reçoit et traite, par exemple « Bureau d’état civil »."),
        "articles": gettext("Séparés par des virgules."),
        "key": gettext("Minuscules et tirets. Laissez vide : il sera fait du nom français."),
        "legal_ref": gettext("Par exemple law-36-21 a.43 : l’identifiant d’un texte ci-dessus, puis l’article."),
        "required.condition": gettext('Par exemple =relation = "guardian".'),
        "when": gettext("Laissez vide si les frais sont toujours dus."),
        "reason": gettext("Un mot : correction, payment, expertise…"),
        "deadline.extension.reasons": gettext(
            "Laissez vide si aucune prolongation n’est permise. Séparés par des virgules."
        ),
        "applicant.name": gettext("Identifiants des champs, séparés par des virgules."),
        "alternative": gettext("Par exemple une déclaration sur l’honneur."),
    }


def choice_words() -> dict[str, str]:
    """Return the words of the choices that the sheet itself defines."""
    return {
        "citizen": gettext("Citoyens"),
        "company": gettext("Entreprises"),
        "both": gettext("Citoyens et entreprises"),
        "portal": gettext("En ligne"),
        "counter": gettext("Au guichet de la commune"),
        "post": gettext("Par courrier"),
        "one-stop": gettext("Au guichet unique"),
        "desk": gettext("Par un agent de la commune, dans son service"),
        "law": gettext("Loi"),
        "decree": gettext("Décret"),
        "order": gettext("Arrêté"),
        "circular": gettext("Circulaire"),
        "other": gettext("Autre"),
        "user": gettext("L’usager"),
        "administration": gettext("L’administration"),
        "always": gettext("Toujours"),
        "never": gettext("Facultative"),
        "condition": gettext("Selon une condition"),
        "complete": gettext("à partir du jour où le dossier est complet"),
        "filed": gettext("à partir du dépôt"),
        "consent": gettext("Vaut accord"),
        "refusal_appealable": gettext("Ouvre un recours"),
    }


def demand_words() -> Mapping[str, str]:
    """Return what article 6 wants, by code."""
    return words_of_demands(language())


def problem_words(problem: Problem) -> str:
    """Return why an answer cannot stand."""
    found = problem.detail[:120]
    return {
        "required": gettext("À remplir."),
        "slug": gettext("Écrivez des minuscules sans accent, des chiffres et des tirets : carte-nationale."),
        "twice": gettext("Cet identifiant sert déjà : choisissez-en un autre."),
        "choice": gettext("« %(found)s » n’est plus dans la liste : choisissez autre chose.", found=found),
        "parameter": gettext("La valeur « %(found)s » n’existe pas : déclarez-la dans Valeurs.", found=found),
        "period": gettext("« %(found)s » n’est pas une durée.", found=found),
        "feel": gettext("Cette condition ne se lit pas : %(why)s", why=problem.detail[:240]),
        "day": gettext("Choisissez un jour du calendrier."),
        "url": gettext("Écrivez une adresse complète, qui commence par https://."),
        "long": gettext("Ce texte est trop long : %(most)s signes au plus.", most=found),
    }[problem.code]
