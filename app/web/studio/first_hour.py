"""The first hour of a new analyst, step by step through a draft."""

from flask.typing import ResponseReturnValue

from app.domain.permissions import MODEL
from app.queries.first_hour import lessons
from app.queries.studio import read_draft
from app.web.access import permission
from app.web.interface import gettext
from app.web.studio import studio
from app.web.studio.frame import opened, show


@studio.get("/<draft_id>/first-hour")
@permission(MODEL)
def first_hour(draft_id: str) -> ResponseReturnValue:
    """The way of a new analyst through a draft: what is done, what comes next."""
    draft = opened(draft_id)
    words = _words()
    steps = [
        {"path": lesson.path, "done": lesson.done, "title": words[lesson.key][0], "text": words[lesson.key][1]}
        for lesson in lessons(draft, read_draft(draft))
    ]
    following = next((number for number, step in enumerate(steps) if not step["done"]), None)
    return show("studio/first_hour.html", draft, "workspace", steps=steps, following=following)


def _words() -> dict[str, tuple[str, str]]:
    return {
        "fiche": (
            gettext("Dites ce qu’est la démarche"),
            gettext("Changez le résumé, ajoutez une pièce avec son texte de loi. À côté, la page que l’usager lira."),
        ),
        "diagram": (
            gettext("Dessinez"),
            gettext("Ajoutez une tâche, donnez-lui un nom en français et en arabe, puis un rôle. Ctrl+Z défait."),
        ),
        "form": (
            gettext("Posez une question"),
            gettext("Ajoutez un champ au formulaire de demande : il paraît à côté, comme l’usager le verra."),
        ),
        "texts": (
            gettext("Écrivez dans les deux langues"),
            gettext("Les textes qui manquent viennent en tête. Remplissez-les sans changer de page."),
        ),
        "findings": (
            gettext("Ramenez les erreurs à zéro"),
            gettext(
                "Chaque constat dit ce qui était attendu, ce qui est là, et quoi faire. Un bouton en corrige certains."
            ),
        ),
        "play": (
            gettext("Essayez comme l’usager et comme l’agent"),
            gettext("Remplissez les vrais formulaires, avancez l’horloge, puis gardez l’essai comme scénario."),
        ),
        "publish": (
            gettext("Publiez"),
            gettext(
                "La liste de contrôle dit ce qui reste. Une version publiée ne change plus ; les communes l’offrent."
            ),
        ),
    }
