"""What surrounds every page of a draft: its name, its parts, where it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import render_template, url_for

from app.commands.services import current_services
from app.domain.languages import choose
from app.queries.studio import OpenDraft, find_draft, read_draft
from app.store import territory
from app.web.interface import gettext, language
from app.web.studio.scope import scope_id


@dataclass(frozen=True, kw_only=True)
class Part:
    """A room of the studio as the bar of a draft names it."""

    key: str
    label: str
    path: str
    icon: str


def parts() -> tuple[Part, ...]:
    """Return the rooms in the order of the work: say what it is, draw it, write its texts, try it, publish it."""
    return (
        Part(key="workspace", label=gettext("Atelier"), path="", icon="folder2-open"),
        Part(key="fiche", label=gettext("Fiche"), path="fiche", icon="file-earmark-text"),
        Part(key="diagram", label=gettext("Schéma"), path="diagram", icon="diagram-3"),
        Part(key="forms", label=gettext("Formulaires"), path="forms", icon="journal-text"),
        Part(key="decisions", label=gettext("Décisions"), path="decisions", icon="funnel"),
        Part(key="texts", label=gettext("Textes"), path="texts", icon="globe"),
        Part(key="parameters", label=gettext("Valeurs"), path="parameters", icon="sliders"),
        Part(key="policy", label=gettext("Adaptations"), path="policy", icon="lock"),
        Part(key="play", label=gettext("Essayer"), path="play", icon="person-check"),
        Part(key="findings", label=gettext("Constats"), path="findings", icon="list-check"),
        Part(key="compare", label=gettext("Comparer"), path="compare", icon="eye"),
        Part(key="measures", label=gettext("Mesures"), path="measures", icon="clock-history"),
        Part(key="publish", label=gettext("Publier"), path="publish", icon="check-circle"),
    )


def parts_of(draft: OpenDraft) -> tuple[Part, ...]:
    """Return the rooms of a draft: steps for an extension point are drawn, asked and plugged in, and that is all."""
    if draft.extends is None:
        return tuple(part for part in parts() if draft.commune_id is None or part.key != "policy")
    drawn = tuple(part for part in parts() if part.key in ("diagram", "forms", "findings"))
    return (*drawn, Part(key="plug", label=gettext("Brancher"), path="plug", icon="check-circle"))


def opened(draft_id: str, *, revision: int | None = None) -> OpenDraft:
    """Return a draft. Raises DraftUnknown, which is a page of its own."""
    return find_draft(draft_id, current_services().library, revision=revision)


def title_of(draft: OpenDraft) -> str:
    """Return the title of a draft in the language of the page, its slug where it has none yet."""
    return choose(draft.titles, language()) or draft.slug


def show(template: str, draft: OpenDraft, part: str, **values: Any) -> str:
    """Render a page of a draft inside the bar of its parts."""
    home = url_for(".workspace_page", draft_id=draft.id)
    report = read_draft(draft)
    tabs = [
        {
            "key": each.key,
            "label": each.label,
            "icon": each.icon,
            "href": f"{home}{each.path}",
            "current": each.key == part,
            "count": len(report.errors) or None if each.key == "findings" else None,
        }
        for each in parts_of(draft)
    ]
    return render_template(
        template,
        draft=draft,
        draft_title=title_of(draft),
        report=report,
        part=part,
        parts=tabs,
        home=home,
        owner=None if draft.commune_id is None else territory.get_named_commune(draft.commune_id),
        only_read=draft.commune_id != scope_id(),
        has_policy=draft.commune_id is None,
        **values,
    )


def choose_text(texts: Mapping[str, str]) -> str:
    """Return a text in the language of the page, or in the nearest one."""
    return choose(dict(texts), language())
