"""What a component may be told beyond form-js: the properties of ours, in the analyst's words."""

from dataclasses import dataclass
from typing import Literal

from app.forms.blocks import BLOCK_KINDS
from app.forms.kinds import find_kind, list_kinds
from app.procedures.layout import manifest_path
from app.procedures.yaml_source import SourceRefused, read_mapping
from app.queries.studio import OpenDraft
from app.web.interface import gettext
from app.web.studio.ready_fields import kind_words

FIELDS = (
    "textfield",
    "textarea",
    "number",
    "datetime",
    "radio",
    "select",
    "checkbox",
    "checklist",
    "taglist",
    "filepicker",
)


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One value of a setting; `types` are the components that may have it, all of the setting's when empty."""

    value: str
    words: str
    types: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Setting:
    """One property: `types` are the form-js types that may carry it; a `flag` is written "true", or not at all."""

    name: str
    words: str
    types: tuple[str, ...]
    control: Literal["text", "number", "flag", "choice"]
    help: str = ""
    choices: tuple[Choice, ...] = ()
    value: str = "true"
    kind: str = ""
    """The kind of answer that the setting belongs to; every kind when empty."""


def list_settings(draft: OpenDraft) -> tuple[Setting, ...]:
    """Return the settings in the order of the panel; pieces are those of the fiche."""
    return (
        Setting(
            name="kind",
            words=gettext("Nature de la réponse"),
            help=gettext("Donne le clavier, la vérification et l’écriture qui conviennent."),
            types=tuple(dict.fromkeys([*(name for kind in list_kinds() for name in _types(kind)), "group"])),
            control="choice",
            choices=(*(_kind(name) for name in list_kinds()), *(_block(name) for name in BLOCK_KINDS)),
        ),
        Setting(
            name="prefix",
            words=gettext("Préfixe des clés du bloc"),
            help=gettext("Par exemple « mother_ », pour prendre deux fois le même bloc."),
            types=("group",),
            control="text",
        ),
        Setting(
            name="piece",
            words=gettext("Pièce de la fiche"),
            help=gettext("On ne demande que les pièces de la fiche."),
            types=("filepicker",),
            control="choice",
            choices=_pieces(draft),
        ),
        Setting(name="maxMegabytes", words=gettext("Taille acceptée, en Mo"), types=("filepicker",), control="number"),
        Setting(
            name="camera",
            words=gettext("Sans le bouton de l’appareil photo"),
            types=("filepicker",),
            control="flag",
            value="false",
        ),
        Setting(
            name="min",
            words=gettext("Au plus tôt"),
            help=gettext("« today », une date 2026-01-31, ou une expression qui commence par =."),
            types=("datetime",),
            control="text",
        ),
        Setting(name="max", words=gettext("Au plus tard"), types=("datetime",), control="text"),
        Setting(name="hijri", words=gettext("Montrer le jour hégirien"), types=("datetime",), control="flag"),
        Setting(name="minRows", words=gettext("Lignes au moins"), types=("dynamiclist",), control="number"),
        Setting(name="maxRows", words=gettext("Lignes au plus"), types=("dynamiclist",), control="number"),
        Setting(
            name="international",
            words=gettext("Accepter les numéros d’autres pays"),
            types=("textfield",),
            control="flag",
            kind="phone",
        ),
        Setting(
            name="prefill",
            words=gettext("Commencer par ce que l’administration sait déjà"),
            types=FIELDS,
            control="flag",
        ),
        Setting(
            name="asked_again",
            words=gettext("Pourquoi le redemander"),
            help=gettext("« Dites-le-nous une fois » : à remplir quand un autre formulaire demande déjà cette donnée."),
            types=(*FIELDS, "group"),
            control="text",
        ),
    )


def _types(kind: str) -> tuple[str, ...]:
    found = find_kind(kind)
    return found.types if found is not None else ()


def _kind(name: str) -> Choice:
    return Choice(value=name, words=kind_words(name), types=_types(name))


def _block(name: str) -> Choice:
    return Choice(value=name, words=kind_words(name), types=("group",))


def _pieces(draft: OpenDraft) -> tuple[Choice, ...]:
    """Return the pieces that the fiche asks for; none while it cannot be read."""
    index = manifest_path(draft.slug)
    try:
        pieces = read_mapping(draft.files.get(index, b"{}"), file=index).data.get("pieces")
    except SourceRefused:
        return ()
    keys = [one.get("key") for one in pieces if isinstance(one, dict)] if isinstance(pieces, list) else []
    return tuple(Choice(value=str(key), words=str(key)) for key in keys if key)
