"""The worklist: what waits for me, the least time left first."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.commands.services import current_services
from app.domain import permissions
from app.domain.actors import Actor
from app.domain.languages import choose
from app.domain.permissions import TAKE_PART
from app.queries.alerts import list_alerts
from app.queries.worklist import TABS, KindRow, TaskRow, Worklist, read_worklist
from app.store.worklists import Place, TaskFilter
from app.web.access import current_actor, permission
from app.web.desk import desk
from app.web.desk.words import deadline_words, deployed_of, short_day, task_title
from app.web.interface import gettext, language

LONGEST = 120
NO_MOMENT = "-"


@desk.get("/")
@permission(TAKE_PART)
def worklist() -> ResponseReturnValue:
    """One page of open tasks."""
    actor = current_actor()
    if "tab" not in request.args and not request.args:
        return redirect(url_for("desk.worklist", tab=_first_tab(actor)))
    wanted = _wanted(actor, request.args.get("tab", ""))
    now = current_services().clock.now()
    page = read_worklist(actor, wanted, now=now, place=_place())
    rows = [_line(row, actor) for row in page.rows]
    return render_template(
        "desk/worklist.html",
        page=page,
        rows=rows,
        alerts=_alerts(actor),
        may_tick=any(row["may_claim"] for row in rows),
        several_procedures=len({kind.procedure for kind in page.kinds}) > 1,
        wanted=wanted,
        tabs=_tabs(page, wanted),
        kinds=_kind_choices(page.kinds, wanted),
        several_communes=len({row.commune_id for row in page.rows}) > 1,
        previous_href=_page_address(wanted, page.before),
        next_href=_page_address(wanted, page.after),
        here=request.full_path.rstrip("?"),
    )


def _alerts(actor: Actor) -> Mapping[str, Any]:
    """Return the periods that run out, for whoever answers for a service."""
    found = list_alerts(actor)
    lines = [
        {
            "reference": row.reference,
            "procedure": choose(row.procedure, language()),
            "commune": choose(row.commune, language()),
            "share": row.share,
            "part": f"{row.share} %",
            "href": url_for("desk.case", commune_slug=row.commune_slug, case_id=row.case_id),
            "deadline": deadline_words(row.due_at, row.commune_id),
        }
        for row in found.rows
    ]
    return {"lines": lines, "total": found.total}


def _first_tab(actor: Actor) -> str:
    """Begin with my own tasks when I hold some, else with those to take."""
    wanted = TaskFilter(tab="mine", agent_id=actor.id or "")
    counts = read_worklist(actor, wanted, now=current_services().clock.now(), place=None).counts
    return "mine" if counts["mine"] else "free" if counts["free"] else "all"


def _wanted(actor: Actor, tab: str) -> TaskFilter:
    procedure, _, element = request.args.get("kind", "")[:LONGEST].partition("/")
    return TaskFilter(
        tab=tab if tab in TABS else "all",
        agent_id=actor.id or "",
        procedure=procedure,
        element=element,
        words=request.args.get("q", "")[:LONGEST].strip(),
    )


def _place() -> Place | None:
    """Read a place such as `1772528400.0_3f…` from the address; anything else is the first page."""
    for name in ("after", "before"):
        moment, _, task_id = request.args.get(name, "").partition("_")
        if not task_id:
            continue
        try:
            due_at = None if moment == NO_MOMENT else datetime.fromtimestamp(float(moment), tz=UTC)
        except (ValueError, OverflowError, OSError):
            continue
        return Place(due_at=due_at, task_id=task_id[:32], backwards=name == "before")
    return None


def _address(wanted: TaskFilter, **changes: Any) -> str:
    kind = f"{wanted.procedure}/{wanted.element}".strip("/")
    values = {"tab": wanted.tab, "kind": kind or None, "q": wanted.words or None, **changes}
    return url_for("desk.worklist", **values)


def _page_address(wanted: TaskFilter, place: Place | None) -> str | None:
    if place is None:
        return None
    moment = NO_MOMENT if place.due_at is None else repr(place.due_at.timestamp())
    return _address(wanted, **{"before" if place.backwards else "after": f"{moment}_{place.task_id}"})


def _tabs(page: Worklist, wanted: TaskFilter) -> list[Mapping[str, Any]]:
    titles = {
        "mine": gettext("À moi"),
        "free": gettext("À prendre"),
        "all": gettext("Tout le service"),
        "late": gettext("En retard"),
    }
    return [
        {
            "label": titles[tab],
            "href": _address(wanted, tab=tab),
            "current": tab == wanted.tab,
            "count": page.counts[tab],
        }
        for tab in TABS
    ]


def _kind_choices(kinds: tuple[KindRow, ...], wanted: TaskFilter) -> list[dict[str, Any]]:
    """Return the filter's choices: each procedure, then its tasks, with their counts."""
    choices: list[dict[str, Any]] = []
    for slug in dict.fromkeys(kind.procedure for kind in kinds):
        own = [kind for kind in kinds if kind.procedure == slug]
        package = deployed_of(own[0].deployment_id).package
        title = package.text("fiche.title", language())
        total = sum(kind.count for kind in own)
        choices.append({"value": slug, "label": f"{title} ({total})", "within": ""})
        choices += [
            {
                "value": f"{slug}/{kind.element}",
                "label": f"{task_title(deployed_of(kind.deployment_id).package, kind.element)} ({kind.count})",
                "within": title,
            }
            for kind in own
        ]
    chosen = f"{wanted.procedure}/{wanted.element}".strip("/")
    return [{**choice, "selected": choice["value"] == chosen} for choice in choices]


def _line(row: TaskRow, actor: Actor) -> dict[str, Any]:
    may_do = actor.holds(row.role, row.commune_id, row.service_id)
    mine = row.assignee_id is not None and row.assignee_id == actor.id
    may_reassign = permissions.may(actor, permissions.REASSIGN, row.commune_id, row.service_id)
    return {
        "row": row,
        "href": url_for("desk.task", commune_slug=row.commune_slug, task_id=row.id),
        "procedure": choose(row.procedure, language()),
        "task": task_title(deployed_of(row.deployment_id).package, row.element),
        "commune": choose(row.commune, language()),
        "filed": short_day(row.filed_at),
        "deadline": deadline_words(row.due_at, row.commune_id),
        "internal": row.is_internal_target(),
        "assignee": choose(row.assignee, language()) if row.assignee else "",
        "mine": mine,
        "may_claim": may_do and row.state == "ready",
        "may_release": row.state == "claimed" and (mine or may_reassign),
    }
