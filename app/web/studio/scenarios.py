"""The scenarios of a draft: all of them run, with what went otherwise; add, copy, rename, remove."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.permissions import MODEL
from app.procedures import ProcedurePackage
from app.procedures.showing import SHOWN
from app.procedures.yaml_source import SourceRefused, read_mapping
from app.queries.coverage import draft_coverage
from app.queries.studio import OpenDraft, read_draft
from app.scenarios.coverage import Coverage
from app.scenarios.editing import with_circumstances, with_shows
from app.scenarios.files import adding, file_path, is_name, listed_path, name_from, names_in, removing, renaming
from app.scenarios.report import ScenarioReport
from app.scenarios.writing import scenario_source
from app.web.access import permission
from app.web.interface import gettext
from app.web.studio import studio
from app.web.studio.frame import opened, show
from app.web.studio.play_words import outcome_title, say_difference
from app.web.studio.scenario_files import open_scenario, read_source, save_files, say_unreadable
from app.web.studio.scenario_shows import posted_words, shown_rows

SHORTEST_TITLE, LONGEST_TITLE = 3, 120
FIRST_CLOCK = "2026-03-02T09:00:00+01:00"


@studio.get("/<draft_id>/scenarios")
@permission(MODEL)
def scenarios(draft_id: str) -> ResponseReturnValue:
    """Every scenario with the result of its run; what has not changed is not run again."""
    draft = opened(draft_id)
    found, package = draft_coverage(draft), read_draft(draft).package
    rows = list_rows(draft, found, package)
    return show(
        "studio/scenarios.html",
        draft,
        "play",
        found=found,
        rows=rows,
        shown=shown_rows({str(row["name"]): {"name": row["title"], "shows": row["shows"]} for row in rows}),
        chosen=[word for word in SHOWN if word in request.args.getlist("shows")],
        names=names_in(draft.slug, draft.files),
        total=sum(report.seconds for report in found.reports) if found else 0.0,
    )


def list_rows(draft: OpenDraft, found: Coverage | None, package: ProcedurePackage | None) -> list[dict[str, object]]:
    """Return one row a scenario of the draft's files, in the order of the index."""
    reports = {report.file: report for report in found.reports} if found else {}
    listed = list(package.scenarios) if package else []
    names = names_in(draft.slug, draft.files)
    order = sorted(
        names, key=lambda name: listed.index(listed_path(name)) if listed_path(name) in listed else len(names)
    )
    return [_row(draft, name, reports.get(listed_path(name)), package) for name in order]


def _row(
    draft: OpenDraft, name: str, report: ScenarioReport | None, package: ProcedurePackage | None
) -> dict[str, object]:
    raw, problem = read_source(draft.files[file_path(draft.slug, name)], name)
    first = say_difference(package, report.found[0]) if report and report.found and package else ""
    return {
        "name": name,
        "title": str((raw or {}).get("name") or name),
        "readable": problem is None,
        "report": report,
        "first": first,
        "outcome": outcome_title(package, report.outcome) if report and package else "",
        "time": f"{report.seconds * 1000:.0f} ms" if report else "",
        "steps": len((raw or {}).get("steps") or ()),
        "shows": list((raw or {}).get("shows") or ()),
    }


@studio.post("/<draft_id>/scenarios")
@permission(MODEL)
def add_scenario(draft_id: str) -> ResponseReturnValue:
    """Add a scenario: an empty one, or a copy of another."""
    draft = opened(draft_id)
    title = " ".join(request.form.get("title", "").split())
    back = redirect(url_for(".scenarios", draft_id=draft.id))
    if not SHORTEST_TITLE <= len(title) <= LONGEST_TITLE:
        flash(gettext("Donnez un nom au scénario, en 3 à 120 signes."), "danger")
        return back
    name = name_from(title, names_in(draft.slug, draft.files))
    try:
        changes = adding(draft.slug, draft.files, name, _begun(draft, title, request.form.get("copy", "")))
    except SourceRefused as refused:
        say_unreadable(refused)
        return back
    if not save_files(draft, changes, {file_path(draft.slug, name): ""}):
        return back
    return redirect(url_for(".scenario", draft_id=draft.id, name=name))


def _begun(draft: OpenDraft, title: str, copied: str) -> bytes:
    """Return the YAML of a new scenario, which shows what is ticked; a copy shows what the other does too.

    Raises SourceRefused when the copied one cannot be read.
    """
    other = draft.files.get(file_path(draft.slug, copied))
    path, words = listed_path(copied), posted_words()
    if copied and other is not None:
        named = with_circumstances(other, path, {"name": title})
        raw = read_mapping(named, file=path).data
        return with_shows(named, path, raw, [*(raw.get("shows") or ()), *words]) if words else named
    circumstances = {"clock": FIRST_CLOCK, "commune": {"kind": "urban"}, "language": "fr", "channel": "portal"}
    begun = {**circumstances, "shows": words, "start": {}, "steps": []}
    return scenario_source(name=title, raw=begun, expect={}, comment="", say_step=lambda _: "")


@studio.post("/<draft_id>/scenarios/<name>/rename")
@permission(MODEL)
def rename_scenario(draft_id: str, name: str) -> ResponseReturnValue:
    """Give the file of a scenario another name."""
    scenario = open_scenario(draft_id, name)
    draft, new = scenario.draft, request.form.get("file", "").strip().removesuffix(".yaml")
    here = redirect(url_for(".scenario", draft_id=draft_id, name=name))
    if not is_name(new):
        flash(gettext("Un nom de fichier est fait de minuscules sans accent, de chiffres et de tirets."), "danger")
        return here
    if new == name:
        return here
    if file_path(draft.slug, new) in draft.files:
        flash(gettext("Un autre scénario a déjà ce nom."), "danger")
        return here
    try:
        changes = renaming(draft.slug, draft.files, name, new)
    except SourceRefused as refused:
        say_unreadable(refused)
        return here
    seen = {scenario.path: scenario.digest, file_path(draft.slug, new): ""}
    if not save_files(draft, changes, seen):
        return here
    return redirect(url_for(".scenario", draft_id=draft_id, name=new))


@studio.post("/<draft_id>/scenarios/<name>/remove")
@permission(MODEL)
def remove_scenario(draft_id: str, name: str) -> ResponseReturnValue:
    """Remove a scenario; the revisions of the draft keep it."""
    scenario = open_scenario(draft_id, name)
    draft = scenario.draft
    try:
        changes = removing(draft.slug, draft.files, name)
    except SourceRefused as refused:
        say_unreadable(refused)
        return redirect(url_for(".scenario", draft_id=draft_id, name=name))
    if save_files(draft, changes, {scenario.path: scenario.digest}):
        removed = gettext("Le scénario « %(title)s » est supprimé. Les révisions le gardent.", title=scenario.title)
        flash(removed, "success")
    return redirect(url_for(".scenarios", draft_id=draft_id))
