"""The list of incidents: how many by cause, then one by one, with a retry for several at once."""

from collections.abc import Mapping
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.languages import choose
from app.domain.permissions import REPAIR, RETRY, may
from app.queries.incidents import MOST, IncidentRow, read_incidents
from app.store.incidents import Cause, IncidentFilter
from app.web.access import current_actor, permission
from app.web.desk import desk
from app.web.desk.incidents.words import how_title, kind_title
from app.web.desk.words import deployed_of, element_name, short_day
from app.web.interface import gettext, language, ngettext

LONGEST = 120


@desk.get("/incidents")
@permission(RETRY)
def incidents() -> ResponseReturnValue:
    """The incidents of my communes, or of the country."""
    return show_list(read_filter(request.args))


def read_filter(given: Mapping[str, str]) -> IncidentFilter:
    """Return the filter of an address or of a form."""
    cause = {name: given.get(name, "")[:LONGEST] for name in ("kind", "procedure", "element", "deployment_id")}
    return IncidentFilter(open=given.get("state") != "resolved", **cause)


def show_list(wanted: IncidentFilter, *, reason: str = "", errors: Mapping[str, str] | None = None) -> str:
    """Return the page of a filter."""
    found = read_incidents(current_actor(), wanted)
    return render_template(
        "desk/incidents/list.html",
        found=found,
        wanted=wanted,
        tabs=_tabs(wanted, found.open_count),
        causes=[_cause(cause, wanted) for cause in found.causes],
        choices=_choices(found.causes, wanted),
        rows=[_line(row) for row in found.rows],
        several_communes=len({row.commune_slug for row in found.rows}) > 1,
        most=MOST,
        may_repair=may(current_actor(), REPAIR),
        reason=reason,
        errors=errors or {},
        hidden=_values(wanted),
    )


def _values(wanted: IncidentFilter) -> dict[str, str]:
    return {name: value for name, value in vars(wanted).items() if name != "open" and value}


def _address(wanted: IncidentFilter, **changes: Any) -> str:
    state = None if wanted.open else "resolved"
    return url_for("desk.incidents", **{"state": state, **_values(wanted), **changes})


def _tabs(wanted: IncidentFilter, count: int) -> list[dict[str, Any]]:
    return [
        {"label": gettext("À lever"), "href": _address(wanted, state=None), "current": wanted.open, "count": count},
        {
            "label": gettext("Levés"),
            "href": _address(wanted, state="resolved"),
            "current": not wanted.open,
            "count": None,
        },
    ]


def _cause(cause: Cause, wanted: IncidentFilter) -> dict[str, Any]:
    deployed = deployed_of(cause.deployment_id)
    same = (cause.kind, cause.element, cause.deployment_id)
    sentence = ngettext(
        "%(count)s dossier s’arrête à « %(step)s »",
        "%(count)s dossiers s’arrêtent à « %(step)s »",
        cause.count,
        step=element_name(deployed.package, cause.element),
    )
    return {
        "sentence": sentence,
        "kind": kind_title(cause.kind),
        "procedure": deployed.package.text("fiche.title", language()),
        "version": deployed.package.version,
        "since": short_day(cause.oldest),
        "current": (wanted.kind, wanted.element, wanted.deployment_id) == same,
        "href": url_for("desk.incidents", kind=cause.kind, element=cause.element, deployment_id=cause.deployment_id),
    }


def _choices(causes: tuple[Cause, ...], wanted: IncidentFilter) -> dict[str, list[dict[str, Any]]]:
    """Return the choices of the filters: kinds, procedures and steps that have open incidents."""

    def listed(pairs: Mapping[str, str], chosen: str) -> list[dict[str, Any]]:
        known = pairs if not chosen or chosen in pairs else {**pairs, chosen: chosen}
        return [{"value": key, "label": label, "selected": key == chosen} for key, label in known.items()]

    kinds = {cause.kind: kind_title(cause.kind) for cause in causes}
    procedures = {
        cause.procedure: deployed_of(cause.deployment_id).package.text("fiche.title", language()) for cause in causes
    }
    steps = {cause.element: element_name(deployed_of(cause.deployment_id).package, cause.element) for cause in causes}
    return {
        "kind": listed(kinds, wanted.kind),
        "procedure": listed(procedures, wanted.procedure),
        "element": listed(steps, wanted.element),
    }


def _line(row: IncidentRow) -> dict[str, Any]:
    return {
        "row": row,
        "key": f"{row.commune_slug}/{row.id}",
        "href": url_for("desk.incident", commune_slug=row.commune_slug, incident_id=row.id),
        "kind": kind_title(row.kind),
        "step": element_name(deployed_of(row.deployment_id).package, row.element),
        "procedure": choose(row.procedure, language()),
        "commune": choose(row.commune, language()),
        "how": how_title(row.resolved_how),
    }
