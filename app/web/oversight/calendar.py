"""The calendar: closed days of a year with their source, orders that change them, and what an order moved."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.commands.bus import execute
from app.commands.clocks.orders import DecideOrder, OrderRefused, OrderUnknown, WithdrawOrder
from app.commands.services import current_services
from app.domain.clock import local_day
from app.domain.permissions import LOCAL_CALENDAR, NATIONAL_CALENDAR
from app.queries.calendar import list_closed_days, list_order_rows
from app.store import calendars
from app.store.models import CalendarOrder
from app.web.access import current_actor, permission
from app.web.interface import gettext
from app.web.oversight import oversight

TYPED = ("effect", "first_day", "last_day", "name_fr", "name_ar", "reference", "estimated")
YEARS_AROUND = 3


@oversight.get("/calendar")
@permission(NATIONAL_CALENDAR)
def national_calendar() -> ResponseReturnValue:
    """The calendar of the country."""
    return _show(None)


@oversight.post("/calendar")
@permission(NATIONAL_CALENDAR)
def decide_national() -> ResponseReturnValue:
    """Write an order that holds everywhere."""
    return _decide(None)


@oversight.get("/calendar/<order_id>/withdraw")
@permission(NATIONAL_CALENDAR)
def ask_national(order_id: str) -> ResponseReturnValue:
    """Say what a withdrawal does, ask for its reason."""
    return _ask(None, order_id)


@oversight.post("/calendar/<order_id>/withdraw")
@permission(NATIONAL_CALENDAR)
def withdraw_national(order_id: str) -> ResponseReturnValue:
    """Take a national order back."""
    return _withdraw(None, order_id)


@oversight.get("/c/<commune_slug>/calendar")
@permission(LOCAL_CALENDAR)
def local_calendar(commune_slug: str) -> ResponseReturnValue:
    """The calendar of one commune."""
    return _show(g.commune.id)


@oversight.post("/c/<commune_slug>/calendar")
@permission(LOCAL_CALENDAR)
def decide_local(commune_slug: str) -> ResponseReturnValue:
    """Write an order of the commune."""
    return _decide(g.commune.id)


@oversight.get("/c/<commune_slug>/calendar/<order_id>/withdraw")
@permission(LOCAL_CALENDAR)
def ask_local(commune_slug: str, order_id: str) -> ResponseReturnValue:
    """Say what a withdrawal does, ask for its reason."""
    return _ask(g.commune.id, order_id)


@oversight.post("/c/<commune_slug>/calendar/<order_id>/withdraw")
@permission(LOCAL_CALENDAR)
def withdraw_local(commune_slug: str, order_id: str) -> ResponseReturnValue:
    """Take an order of the commune back."""
    return _withdraw(g.commune.id, order_id)


def _address(name: str, commune_id: str | None, **values: Any) -> str:
    if commune_id is None:
        return url_for(f"oversight.{name}_national" if name != "calendar" else "oversight.national_calendar", **values)
    endpoint = f"oversight.{name}_local" if name != "calendar" else "oversight.local_calendar"
    return url_for(endpoint, commune_slug=g.commune.slug, **values)


def _show(
    commune_id: str | None, typed: Mapping[str, str] | None = None, errors: Mapping[str, str] | None = None
) -> str:
    services = current_services()
    this_year = local_day(services.clock.now()).year
    year = _year(request.args.get("year", ""), this_year)
    rows = list_order_rows(commune_id)
    return render_template(
        "oversight/calendar.html",
        national=commune_id is None,
        year=year,
        years=[
            {"year": item, "href": _address("calendar", commune_id, year=item), "current": item == year}
            for item in range(this_year - 1, this_year + YEARS_AROUND)
        ],
        days=list_closed_days(services.calendars.get(commune_id), year),
        orders=[
            {
                "row": row,
                "withdraw_href": _address("ask", commune_id, order_id=row.order.id)
                if row.own and row.order.withdrawn_at is None
                else None,
            }
            for row in rows
        ],
        action=_address("decide", commune_id),
        typed=typed or {},
        errors=errors or {},
        sources=_sources(),
        effects=_effects(commune_id),
    )


def _year(written: str, this_year: int) -> int:
    known = {str(year): year for year in range(this_year - 1, this_year + YEARS_AROUND)}
    return known.get(written, this_year)


def _sources() -> dict[str, str]:
    return {
        "fixed": gettext("Date fixée par décret"),
        "hijri-estimate": gettext("Date estimée par le calcul"),
        "decreed": gettext("Date décidée"),
        "local": gettext("Décision de la commune"),
    }


def _effects(commune_id: str | None) -> dict[str, str]:
    effects = {"close": gettext("Jour fermé"), "open": gettext("Jour travaillé malgré le calendrier")}
    return effects | ({"stop": gettext("Arrêt général des délais")} if commune_id is None else {})


def _decide(commune_id: str | None) -> ResponseReturnValue:
    typed = {name: request.form.get(name, "").strip() for name in TYPED}
    days = {name: _day(typed[name]) for name in ("first_day", "last_day")}
    if days["first_day"] is None or (typed["last_day"] and days["last_day"] is None):
        field = "first_day" if days["first_day"] is None else "last_day"
        return _show(commune_id, typed, {field: gettext("Choisissez un jour du calendrier.")}), 422
    command = DecideOrder(
        commune_id=commune_id,
        effect=typed["effect"],
        first_day=days["first_day"],
        last_day=days["last_day"],
        name_ar=typed["name_ar"],
        name_fr=typed["name_fr"],
        reference=typed["reference"],
        estimated=typed["estimated"] == "yes",
    )
    try:
        execute(command, actor=current_actor(), services=current_services())
    except OrderRefused as refused:
        return _show(commune_id, typed, {refused.field: _why(refused)}), 422
    done = gettext("L’ordre est enregistré. Les délais en cours sont relus ; chacun est prévenu si sa date change.")
    flash(done, "success")
    return redirect(_address("calendar", commune_id))


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _why(refused: OrderRefused) -> str:
    return {
        "effect": gettext("Choisissez un effet de la liste."),
        "text": gettext("Écrivez au moins trois lettres."),
        "ends-before-start": gettext("Le dernier jour vient avant le premier : corrigez l’un des deux."),
        "far-away": gettext("Ce jour est à plus de trois ans d’aujourd’hui : vérifiez l’année."),
        "too-long": gettext("Un ordre ferme au plus 60 jours : au-delà, il faut un arrêt général des délais."),
    }[refused.problem]


def _find(commune_id: str | None, order_id: str) -> CalendarOrder:
    order = calendars.find_order(order_id)
    if order is None or order.commune_id != commune_id or order.withdrawn_at is not None:
        raise OrderUnknown("Expected an order that stands here.")
    return order


def _ask(commune_id: str | None, order_id: str, errors: Mapping[str, str] | None = None) -> str:
    return render_template(
        "oversight/withdraw_order.html",
        order=_find(commune_id, order_id),
        effects=_effects(None),
        action=_address("withdraw", commune_id, order_id=order_id),
        back=_address("calendar", commune_id),
        reason=request.form.get("reason", ""),
        errors=errors or {},
    )


def _withdraw(commune_id: str | None, order_id: str) -> ResponseReturnValue:
    command = WithdrawOrder(commune_id=commune_id, order_id=order_id, reason=request.form.get("reason", ""))
    try:
        execute(command, actor=current_actor(), services=current_services())
    except OrderRefused as refused:
        return _ask(commune_id, order_id, {refused.field: _why(refused)}), 422
    flash(gettext("L’ordre est retiré. Les délais en cours sont relus."), "success")
    return redirect(_address("calendar", commune_id))
