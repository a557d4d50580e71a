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
"""French name of each kind and each block."""


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
    french = KINDS.get(name, name)
    label = french.removeprefix("Bloc : ").capitalize() if base == "group" else french
    arabic = translate("ar", french).partition(": ")[2] if base == "group" else translate("ar", french)
    return {
        "type": f"ready-{name}",
        "name": gettext(french),
        "base": base,
        "key": name,
        "attributes": {"label": label, "properties": {"kind": name}},
        "arabic": arabic or translate("ar", french),
    }
