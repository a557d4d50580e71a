"""The values of the law: every dated value with its text, the next one, and what a change touches."""

from collections.abc import Mapping, Sequence
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.commands.bus import execute
from app.commands.parameters.deciding import DecideValue, ParameterUnknown, ValueRefused
from app.commands.services import current_services
from app.domain.clock import local_day
from app.domain.languages import choose
from app.domain.permissions import DECIDE_PARAMETER
from app.procedures.parameters import DatedValue, Parameter
from app.queries.parameters import (
    ParameterRow,
    Published,
    list_article_uses,
    list_parameters,
    list_same_article,
    list_uses,
    value_in_words,
)
from app.store import parameter_values, publication
from app.store.models import Deployment
from app.web.access import current_actor, permission
from app.web.interface import gettext, language
from app.web.oversight import oversight

TYPED = ("value", "since", "legal_ref", "source")
LONGEST_SEARCH = 80


@oversight.get("/parameters")
@permission(DECIDE_PARAMETER)
def parameters() -> ResponseReturnValue:
    """Every value in force, with its text; those that rest on no text are marked."""
    search = request.args.get("q", "")[:LONGEST_SEARCH].strip()
    assumed_only = request.args.get("assumed") == "yes"
    rows = list_parameters(_published(_newest()), day=_today())
    shown = [row for row in rows if _matches(row, search) and (row.assumed or not assumed_only)]
    return render_template(
        "oversight/parameters.html",
        lines=[_line(row) for row in shown],
        total=len(rows),
        assumed=sum(row.assumed for row in rows),
        search=search,
        assumed_only=assumed_only,
    )


@oversight.get("/parameters/<key>")
@permission(DECIDE_PARAMETER)
def parameter(key: str) -> ResponseReturnValue:
    """One value of the law: its past and its future, what reads it, and the form of the next one."""
    return _show(key, {}, {})


@oversight.post("/parameters/<key>")
@permission(DECIDE_PARAMETER)
def decide_parameter(key: str) -> ResponseReturnValue:
    """Add the next value."""
    typed = {name: request.form.get(name, "").strip() for name in TYPED}
    found = _find(key, list_parameters(_published(_newest()), day=_today()))
    since = _day(typed["since"])
    value = _value(typed["value"], found.parameter)
    if since is None:
        return _show(key, typed, {"since": gettext("Choisissez un jour du calendrier.")}), 422
    if value is None:
        return _show(key, typed, {"value": gettext("Écrivez un nombre, sans unité.")}), 422
    command = DecideValue(key=key, since=since, value=value, legal_ref=typed["legal_ref"], source=typed["source"])
    try:
        execute(command, actor=current_actor(), services=current_services())
    except ValueRefused as refused:
        return _show(key, typed, {refused.field: _why(refused)}), 422
    flash(gettext("La valeur est enregistrée. Les dossiers déposés avant cette date gardent la leur."), "success")
    return redirect(url_for("oversight.parameter", key=key))


def _show(key: str, typed: Mapping[str, str], errors: Mapping[str, str]) -> str:
    rows = list_parameters(_published(_newest()), day=_today())
    found = _find(key, rows)
    open_cases = parameter_values.count_open_cases()
    standing = _published(parameter_values.list_deployments(sorted({*open_cases, *(row.id for row in _newest())})))
    decided = {row.since: row for row in parameter_values.list_values(key)}
    reference = found.current.legal_ref if found.current else ""
    return render_template(
        "oversight/parameter.html",
        line=_line(found),
        values=[
            {
                "dated": dated,
                "words": value_in_words(found.parameter, dated, language()),
                "source": _sources()[dated.source],
                "decided": decided.get(dated.since),
                "state": _state(found, dated),
            }
            for dated in reversed(found.parameter.values)
        ],
        uses=list_uses(standing, key),
        article_uses=[
            {"use": use, "parts": [_parts()[part] for part in use.parts]}
            for use in list_article_uses(standing, reference)
        ],
        same_article=[_line(row) for row in list_same_article(rows, reference) if row.parameter.key != key],
        tomorrow=date.fromordinal(_today().toordinal() + 1),
        sources=_sources(),
        typed=typed,
        errors=errors,
    )


def _line(row: ParameterRow) -> dict[str, object]:
    return {
        "key": row.parameter.key,
        "title": choose(row.parameter.title, language()) or row.parameter.note,
        "row": row,
        "current": _in_words(row.parameter, row.current) or gettext("aucune valeur en vigueur"),
        "following": _in_words(row.parameter, row.following),
        "source": _sources()[row.current.source] if row.current else "",
        "tone": {"sourced": "success", "known": "info"}.get(row.current.source if row.current else "", "waiting"),
        "href": url_for("oversight.parameter", key=row.parameter.key),
    }


def _in_words(parameter: Parameter, dated: DatedValue | None) -> str:
    return "" if dated is None else value_in_words(parameter, dated, language())


def _state(row: ParameterRow, dated: DatedValue) -> str:
    if row.current is not None and dated.since == row.current.since:
        return gettext("En vigueur")
    return gettext("À venir") if dated.since > _today() else gettext("Passée")


def _sources() -> dict[str, str]:
    return {
        "sourced": gettext("Lue dans le texte"),
        "known": gettext("Établie, à relire"),
        "assumed": gettext("Hypothèse, à confirmer"),
    }


def _parts() -> dict[str, str]:
    return {
        "legal_basis": gettext("textes de référence"),
        "pieces": gettext("pièces"),
        "fees": gettext("frais"),
        "deadline": gettext("délai"),
        "silence": gettext("silence"),
        "appeals": gettext("recours"),
        "parameters": gettext("valeurs datées"),
    }


def _matches(row: ParameterRow, search: str) -> bool:
    reference = row.current.legal_ref if row.current else ""
    text = " ".join([row.parameter.key, reference, row.parameter.note, *row.parameter.title.values(), *row.used_by])
    return all(word in text.casefold() for word in search.casefold().split())


def _find(key: str, rows: Sequence[ParameterRow]) -> ParameterRow:
    for row in rows:
        if row.parameter.key == key:
            return row
    raise ParameterUnknown("Expected a parameter of a published procedure.")


def _newest() -> Sequence[Deployment]:
    return publication.list_newest_deployments()


def _published(rows: Sequence[Deployment]) -> list[Published]:
    counts = parameter_values.count_open_cases()
    deployments = current_services().deployments
    return [
        Published(
            deployment_id=row.id,
            package=deployments.get(row.id).package,
            titles=row.titles,
            open_cases=counts.get(row.id, 0),
        )
        for row in rows
    ]


def _today() -> date:
    return local_day(current_services().clock.now())


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _value(written: str, parameter: Parameter) -> int | float | str | None:
    if isinstance(parameter.values[-1].value, str):
        return written
    number = written.replace(",", ".").replace(" ", "")
    if number.isascii() and number.isdigit() and len(number) <= 12:
        return int(number)
    try:
        return float(number) if number.count(".") == 1 and len(number) <= 20 else None
    except ValueError:
        return None


def _why(refused: ValueRefused) -> str:
    return {
        "past": gettext("Une valeur commence demain au plus tôt, et dans dix ans au plus tard."),
        "same-day": gettext("Une valeur commence déjà ce jour-là : choisissez un autre jour."),
        "text": gettext("Citez le texte qui fixe la valeur."),
        "source": gettext("Choisissez une source de la liste."),
        "kind": gettext("Cette valeur n’est pas de la même sorte que les précédentes."),
        "period": gettext("Cette durée n’est pas possible : corrigez-la."),
        "ceiling": gettext("Avec cette valeur, le délai d’une démarche publiée dépasserait le plafond de la loi."),
    }[refused.problem]
