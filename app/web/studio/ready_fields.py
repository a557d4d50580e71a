"""Fields that are ready to drop into a form: our kinds of answers, and the blocks that every procedure may take."""

from collections.abc import Mapping

from app.forms.blocks import BLOCK_KINDS
from app.forms.kinds import find_kind, list_kinds
from app.languages import translate
from app.web.interface import gettext

KINDS: Mapping[str, str] = {
    "amount": "Montant en dirhams",
    "cin": "CNIE",
    "commune": "Commune",
    "email": "Adresse électronique",
    "ice": "ICE de l’entreprise",
    "land_title": "Titre foncier",
    "map_point": "Lieu sur le plan",
    "name_ar": "Nom en arabe",
    "name_lat": "Nom en latin",
    "passport": "Passeport",
    "phone": "Téléphone",
    "plate": "Plaque du véhicule",
    "postcode": "Code postal",
    "rc": "Registre du commerce",
    "rib": "RIB",
    "tax_id": "Identifiant fiscal",
    "person": "Bloc : identité d’une personne",
    "names": "Bloc : noms dans les deux écritures",
    "address": "Bloc : adresse",
    "company": "Bloc : entreprise",
    "declaration": "Bloc : déclaration sur l’honneur",
}
"""French name of each kind and each block, short enough for a palette."""

QUESTIONS: Mapping[str, str] = {
    "cin": "Numéro de la carte nationale d’identité",
    "ice": "Identifiant commun de l’entreprise (ICE)",
    "rib": "Relevé d’identité bancaire (RIB)",
    "rc": "Numéro du registre du commerce",
    "plate": "Numéro d’immatriculation du véhicule",
    "map_point": "Où est-ce sur le plan ?",
    "name_lat": "Nom en lettres latines",
    "passport": "Numéro du passeport",
    "land_title": "Numéro du titre foncier",
}
"""What a field asks in French, where its short name is no question."""


def kind_words(name: str) -> str:
    """Return the name of a kind or of a block in the language of the page."""
    return gettext(KINDS.get(name, name))


def list_ready_fields() -> list[dict[str, object]]:
    """Return {type, name, base, key, attributes, arabic} for each: `base` is the form-js type that it becomes.

    Its label in the form is French, as in every form; `arabic` is the label that is kept beside it.
    """
    fields = [_ready(name, base="textfield") for name in list_kinds() if find_kind(name) is not None]
    return [*fields, *(_ready(name, base="group") for name in BLOCK_KINDS)]


def _ready(name: str, *, base: str) -> dict[str, object]:
    asked = QUESTIONS.get(name, KINDS.get(name, name))
    arabic = translate("ar", asked)
    if base == "group":  # "Bloc : adresse" becomes the title "Adresse" of a page.
        asked, arabic = asked.partition(" : ")[2].capitalize(), arabic.partition(": ")[2]
    return {
        "type": f"ready-{name}",
        "name": kind_words(name),
        "base": base,
        "key": name,
        "attributes": {"label": asked, "properties": {"kind": name}},
        "arabic": arabic,
    }
