"""The words of findings on screens, and the room in which each is corrected."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from flask import url_for

from app.linting.registry import Family
from app.linting.sentences import say
from app.queries.findings import ShownFinding
from app.queries.studio import OpenDraft
from app.web.interface import gettext, language
from app.web.studio import studio


@dataclass(frozen=True, kw_only=True)
class SeverityWords:
    """How one severity is said and shown."""

    title: str
    plural: str
    effect: str
    tone: str
    icon: str


@dataclass(frozen=True, kw_only=True)
class FindingPlace:
    """Where a finding stands: words for a person, and the room that opens there."""

    words: str
    href: str


@studio.app_template_filter()
def in_words(message: str) -> str:
    """Return what a check said, in the language of the page where a catalogue has its sentence."""
    return say(message, language())


def severity_words() -> Mapping[str, SeverityWords]:
    """Return the words of each severity in the language of the page."""
    return {
        "error": SeverityWords(
            title=gettext("Bloquant"),
            plural=gettext("Bloquants"),
            effect=gettext("arrête la publication"),
            tone="danger",
            icon="x-octagon",
        ),
        "warning": SeverityWords(
            title=gettext("À revoir"),
            plural=gettext("À revoir"),
            effect=gettext("n’arrête pas la publication"),
            tone="waiting",
            icon="exclamation-triangle",
        ),
        "info": SeverityWords(
            title=gettext("Pour information"),
            plural=gettext("Pour information"),
            effect=gettext("rappel"),
            tone="info",
            icon="info-circle",
        ),
    }


def family_words() -> Mapping[Family, str]:
    """Return the name of each family in the language of the page."""
    return {
        "legal": gettext("Droit"),
        "bpmn": gettext("Schéma BPMN"),
        "form": gettext("Formulaires"),
        "translation": gettext("Traductions"),
        "security": gettext("Sécurité"),
        "data": gettext("Données et fichiers"),
    }


def place_of(draft: OpenDraft, found: ShownFinding) -> FindingPlace:
    """Return where the finding stands and the address of the room that corrects it."""
    name = found.file.removeprefix(f"processes/{draft.slug}/").removeprefix("processes/")
    words = f"{name}:{found.line}" if found.line else name
    home = url_for(".workspace_page", draft_id=draft.id)
    return FindingPlace(words=words, href=f"{home}{_room(draft, found)}")


def _room(draft: OpenDraft, found: ShownFinding) -> str:
    own, forms = f"processes/{draft.slug}/", f"forms/{draft.slug}/"
    element = quote(found.element or "", safe="")
    if found.file.endswith(".bpmn") and found.file.startswith(own):
        return f"diagram?element={element}" if element else "diagram"
    name = found.file.removeprefix(own).removeprefix(forms)
    folder, _, rest = name.partition("/")
    if folder == "translations":
        return f"texts?q={element}" if element else "texts"
    if found.file.startswith(forms):
        return f"forms/{quote(name.removesuffix('.json'), safe='')}"
    stem = rest.split(".")[0]
    rooms = {"decisions": f"decisions/{quote(stem, safe='')}", "messages": f"messages/{quote(stem, safe='')}"}
    rooms["scenarios"] = f"scenarios/{quote(stem, safe='')}"
    if folder in rooms:
        return rooms[folder]
    others = {"assumed-value": "parameters", "scenario-present": "scenarios", "scenario-shows": "scenarios"}
    return others.get(found.rule, "fiche")
