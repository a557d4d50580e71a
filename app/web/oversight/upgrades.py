"""Upgrades over the country: where each region stands, who must answer, the next ring, more time, the end."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from app.commands.bus import Command, execute
from app.commands.releasing.errors import ReasonMissing
from app.commands.services import current_services
from app.commands.upgrading.errors import PlanRefused, RingNotOpenable, UpgradeEnded
from app.commands.upgrading.steering import EndAnswers, ExtendAnswers, OpenRing, RemindCommunes
from app.domain import permissions
from app.domain.languages import choose
from app.domain.permissions import STEER_TAILORING
from app.queries.upgrading.trials import RegionFigures, regions_of
from app.store import case_migrations, publication, upgrades
from app.store.models import Upgrade, UpgradeRing
from app.store.upgrades import UpgradedCommune
from app.web.access import current_actor, permission
from app.web.interface import gettext, language, name_of, ngettext
from app.web.oversight import oversight
from app.web.oversight.upgrade_words import STATE_TONES, item_words, ring_title, upgrade_state

TO_DO = ("asked", "failed", "kept")
PENDING = ("waiting", "held")


@oversight.get("/upgrades")
@permission(STEER_TAILORING)
def upgrades_of_country() -> ResponseReturnValue:
    """Every upgrade, the newest first."""
    rows = [_summary(one) for one in upgrades.list_upgrades()]
    return render_template("oversight/upgrades.html", rows=rows)


@oversight.get("/upgrades/<upgrade_id>")
@permission(STEER_TAILORING)
def upgrade(upgrade_id: str) -> ResponseReturnValue:
    """Where an upgrade stands; of one region (`region`), every commune."""
    return _page(upgrade_id)


@oversight.post("/upgrades/<upgrade_id>/rings/<int:number>")
@permission(STEER_TAILORING)
def open_upgrade_ring(upgrade_id: str, number: int) -> ResponseReturnValue:
    """Open the next ring now."""
    return _act(upgrade_id, OpenRing(upgrade_id=upgrade_id, number=number), gettext("L’étape est ouverte."))


@oversight.post("/upgrades/<upgrade_id>/remind")
@permission(STEER_TAILORING)
def remind_communes(upgrade_id: str) -> ResponseReturnValue:
    """Remind the communes that have not answered."""
    try:
        command = RemindCommunes(upgrade_id=upgrade_id, region_code=request.form.get("region") or None)
        count = execute(command, actor=current_actor(), services=current_services())
    except UpgradeEnded:
        flash(_ended(), "warning")
    else:
        flash(ngettext("%(num)s commune est relancée.", "%(num)s communes sont relancées.", count), "success")
    return redirect(url_for("oversight.upgrade", upgrade_id=upgrade_id))


@oversight.post("/upgrades/<upgrade_id>/extend")
@permission(STEER_TAILORING)
def extend_answers(upgrade_id: str) -> ResponseReturnValue:
    """Give more days to answer."""
    typed = request.form.get("days", "").strip()
    days = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 0
    command = ExtendAnswers(upgrade_id=upgrade_id, days=days, reason=request.form.get("reason", ""))
    return _act(upgrade_id, command, gettext("Le délai de réponse est prolongé."))


@oversight.post("/upgrades/<upgrade_id>/end")
@permission(STEER_TAILORING)
def end_answers(upgrade_id: str) -> ResponseReturnValue:
    """End the time for answers: the declared rule applies."""
    command = EndAnswers(upgrade_id=upgrade_id, reason=request.form.get("reason", ""))
    return _act(upgrade_id, command, gettext("Le délai de réponse est terminé : la règle annoncée s’applique."))


def _act(upgrade_id: str, command: Command[Any], done: str) -> ResponseReturnValue:
    try:
        execute(command, actor=current_actor(), services=current_services())
    except ReasonMissing:
        return _page(upgrade_id, errors={"reason": gettext("Écrivez le motif en dix signes ou plus.")}), 422
    except PlanRefused:
        return _page(upgrade_id, errors={"days": gettext("Écrivez un nombre de jours entre 1 et 365.")}), 422
    except RingNotOpenable:
        flash(gettext("Cette étape est déjà ouverte, ou une autre doit s’ouvrir avant."), "warning")
    except UpgradeEnded:
        flash(_ended(), "warning")
    else:
        flash(done, "success")
    return redirect(url_for("oversight.upgrade", upgrade_id=upgrade_id))


def _ended() -> str:
    return gettext("Cette montée de version est terminée ou remplacée : plus rien ne peut y être changé.")


def _summary(row: Upgrade) -> dict[str, Any]:
    base = publication.get_deployment(row.base_id)
    counts = _sum(upgrades.count_states(row.id).values())
    return {
        "upgrade": row,
        "state": upgrade_state(row.state),
        "title": choose(base.titles, language()) or row.slug,
        "version": base.version,
        "total": sum(counts.values()),
        "done": sum(count for state, count in counts.items() if state not in (*TO_DO, *PENDING)),
        "asked": sum(counts.get(state, 0) for state in TO_DO),
    }


def _page(upgrade_id: str, *, errors: dict[str, str] | None = None) -> str:
    row = upgrades.get_upgrade(upgrade_id)
    counted = upgrades.count_states(upgrade_id)
    figures = regions_of(counted)
    region = request.args.get("region", "")
    chosen: RegionFigures | None = next((one for one in figures if one.code == region), None)
    if region and chosen is None:
        raise NotFound
    states = () if chosen else TO_DO
    shown = upgrades.list_items(upgrade_id, region_code=region or None, states=states)
    rings, sizes = upgrades.list_rings(upgrade_id), upgrades.count_rings(upgrade_id)
    return render_template(
        "oversight/upgrade.html",
        **_summary(row),
        words=item_words(),
        tones=STATE_TONES,
        counts=_sum(counted.values()),
        figures=[{"name": name_of(one), "row": one} for one in figures],
        region=chosen,
        region_name=name_of(chosen) if chosen else "",
        communes=[_commune(row, one) for one in shown],
        rings=[_ring(one, sizes.get(one.number, 0), rings) for one in rings],
        errors=errors or {},
        typed=request.form,
    )


def _ring(ring: UpgradeRing, count: int, rings: Sequence[UpgradeRing]) -> dict[str, Any]:
    following = next((one.number for one in rings if one.opened_at is None), None)
    return {"ring": ring, "title": ring_title(ring, count), "count": count, "openable": ring.number == following}


def _commune(row: Upgrade, one: UpgradedCommune) -> dict[str, Any]:
    offering = publication.find_offering(one.item.commune_id, row.slug)
    target = offering.deployment_id if offering else ""
    return {"name": name_of(one), "item": one.item, "migration": _migration(one, target)}


def _migration(one: UpgradedCommune, target: str) -> dict[str, Any] | None:
    """Return the way to move the open cases of a commune from what it offered to what it offers, None without any."""
    source = one.item.former_id
    may = permissions.may(current_actor(), permissions.MIGRATE)
    if not may or not target or source == target:
        return None
    count = case_migrations.count_open_cases(source, commune_id=one.item.commune_id)
    if not count:
        return None
    href = url_for("operations.new_migration", source=source, target=target, commune=one.item.commune_id)
    return {"count": count, "href": href}


def _sum(counted: Iterable[Mapping[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for counts in counted:
        for state, count in counts.items():
            found[state] = found.get(state, 0) + count
    return found
