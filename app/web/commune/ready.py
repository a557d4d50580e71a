"""Makes a procedure ready in the commune, step by step: head of documents, people, values, counters, opening."""

from collections.abc import Mapping
from typing import Any

from flask import flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from app.commands.accounts import AgentUnknown, RoleUnknown
from app.commands.bus import Command, execute
from app.commands.communes.places import LONGEST, ChooseService, KeepCounter, KeepService, PlaceRefused, PlaceUnknown
from app.commands.communes.staffing import ROLES, GiveRole, TakeRole
from app.commands.services import current_services
from app.commands.tailoring.adopting import OpenToCitizens
from app.domain.permissions import SEE_TAILORING, TAILOR
from app.queries.changeable import Changeable, list_changeable
from app.queries.readiness import CommuneReadiness, read_readiness
from app.queries.tailoring import Workshop
from app.queries.tailoring_words import National, national_of
from app.queries.tailoring_words.names import role_name
from app.store import people
from app.web.access import current_actor, permission
from app.web.commune import commune
from app.web.commune.changes import row_of
from app.web.commune.frame import opened, show
from app.web.commune.previews import variant_of
from app.web.commune.publish import same_as_current
from app.web.interface import gettext, language, name_of
from app.web.studio.framing import framing

COUNTER = tuple(f"{part}_{code}" for part in LONGEST for code in ("fr", "ar"))


@commune.get("/procedures/<slug>/ready")
@permission(SEE_TAILORING)
def ready(commune_slug: str, slug: str) -> ResponseReturnValue:
    """The five steps with what is done and what is left."""
    return framing(_page(opened(slug)))


@commune.post("/procedures/<slug>/ready/roles")
@permission(TAILOR)
def change_roles(commune_slug: str, slug: str) -> ResponseReturnValue:
    """Give a role to an agent of the commune, or take it back."""
    workshop, form = opened(slug), request.form
    kind = TakeRole if form.get("act") == "take" else GiveRole
    command = kind(commune_id=g.commune.id, agent_id=form.get("agent", ""), role=form.get("role", ""))
    try:
        _run(command)
    except (AgentUnknown, RoleUnknown):
        words = gettext("Choisissez un rôle et un agent de la commune.")
        return framing(_page(workshop, errors={"role": words}, typed=form), 422)
    return _back(workshop, "roles", gettext("Les rôles sont enregistrés ; l’agent se reconnecte pour les avoir."))


@commune.post("/procedures/<slug>/ready/service")
@permission(TAILOR)
def choose_service(commune_slug: str, slug: str) -> ResponseReturnValue:
    """Say which service is in charge: one that the commune has, or a new one."""
    workshop, form = opened(slug), request.form
    try:
        service = _typed_service(form)
        _run(ChooseService(commune_id=g.commune.id, slug=slug, service_id=service))
    except PlaceRefused:
        errors = {
            name: gettext("À remplir.") for name in ("service_fr", "service_ar") if not form.get(name, "").strip()
        }
        return framing(_page(workshop, errors=errors, typed=form), 422)
    except PlaceUnknown:
        raise NotFound from None
    return _back(workshop, "counters", gettext("Le service est enregistré."))


def _typed_service(form: Mapping[str, str]) -> str:
    """Return the id of the chosen service; a name that was typed makes a new one."""
    names = {name: form.get(f"service_{name}", "") for name in ("fr", "ar")}
    if form.get("service") and not any(names.values()):
        return form["service"]
    added: str = _run(KeepService(commune_id=g.commune.id, name_fr=names["fr"], name_ar=names["ar"]))
    return added


@commune.post("/procedures/<slug>/ready/counter")
@permission(TAILOR)
def keep_counter(commune_slug: str, slug: str) -> ResponseReturnValue:
    """Add a counter of the service in charge, or change one."""
    workshop, form = opened(slug), request.form
    service = workshop.offering.service_id if workshop.offering else None
    if not service:
        errors = {"service": gettext("Choisissez d’abord le service.")}
        return framing(_page(workshop, errors=errors, typed=form), 422)
    command = KeepCounter(
        commune_id=g.commune.id,
        service_id=service,
        texts={name: form.get(name, "") for name in COUNTER},
        counter_id=form.get("counter") or None,
    )
    try:
        _run(command)
    except PlaceRefused as refused:
        errors = {name: gettext("À remplir.") for name in refused.missing}
        return framing(_page(workshop, errors=errors, typed=form), 422)
    except PlaceUnknown:
        raise NotFound from None
    return _back(workshop, "counters", gettext("Le guichet est enregistré."))


@commune.post("/procedures/<slug>/ready/open")
@permission(TAILOR)
def open_to_citizens(commune_slug: str, slug: str) -> ResponseReturnValue:
    """Open the procedure to citizens once somebody is there for each role and a counter is known."""
    workshop = opened(slug)
    if not _readiness(workshop).may_open:
        errors = {"open": gettext("Il manque encore quelque chose ci-dessus : la démarche reste fermée.")}
        return framing(_page(workshop, errors=errors), 422)
    _run(OpenToCitizens(commune_id=g.commune.id, slug=slug))
    flash(gettext("La démarche est ouverte aux usagers."), "success")
    return redirect(url_for("commune.overview", commune_slug=commune_slug, slug=slug))


def _run(command: Command[Any]) -> Any:
    return execute(command, actor=current_actor(), services=current_services())


def _back(workshop: Workshop, step: str, words: str) -> ResponseReturnValue:
    flash(words, "success")
    address = url_for("commune.ready", commune_slug=workshop.commune.slug, slug=workshop.row.slug)
    return redirect(f"{address}#{step}")


def _readiness(workshop: Workshop) -> CommuneReadiness:
    package, _ = variant_of(workshop)
    national = national_of(workshop.row.base_id)
    service = workshop.offering.service_id if workshop.offering else None
    return read_readiness(package or national.package, workshop.row.commune_id, service)


def _page(
    workshop: Workshop, *, errors: Mapping[str, str] | None = None, typed: Mapping[str, str] | None = None
) -> str:
    national, found = national_of(workshop.row.base_id), _readiness(workshop)
    things = list_changeable(national.base, national.policy, workshop.operations, {})
    heads = [one for one in things["documents"] if not one.locked]
    unpublished = bool(workshop.operations) and not same_as_current(workshop)
    return show(
        "commune/ready.html",
        workshop,
        "commune.ready",
        heads=[row_of(national, one) for one in heads],
        values=[row_of(national, one) for one in things["parameters"] if not one.locked],
        found=found,
        roles=_roles(national, found),
        role_choices=[(role, role_name(national, role, language())) for role in sorted(ROLES)],
        agents=[(one.id, name_of(one)) for one in people.list_agents(g.commune.id) if one.active],
        first_missing=next((role for role in found.missing_roles if role in ROLES), ""),
        services=[(one.id, name_of(one)) for one in found.services],
        counters=[one for one in found.counters if one.service_id == found.service_id],
        counter_inputs=_counter_inputs(),
        unpublished=unpublished,
        done=_done(heads, found, unpublished=unpublished, is_open=bool(workshop.offering and workshop.offering.open)),
        offering=workshop.offering,
        errors=errors or {},
        typed=typed or {},
    )


def _done(heads: list[Changeable], found: CommuneReadiness, *, unpublished: bool, is_open: bool) -> dict[str, bool]:
    """Return which steps are done; values need nothing: the national ones hold."""
    return {
        "head": all(one.own for one in heads),
        "roles": not found.missing_roles,
        "values": True,
        "counters": found.has_counter,
        "publish": not unpublished,
        "open": is_open,
    }


def _roles(national: National, found: CommuneReadiness) -> list[dict[str, Any]]:
    return [
        {
            "role": one.role,
            "name": role_name(national, one.role, language()),
            "given_here": one.role in ROLES,
            "agents": [{"id": agent.id, "name": name_of(agent), "own": _works_here(agent.id)} for agent in one.agents],
        }
        for one in found.roles
    ]


def _counter_inputs() -> list[tuple[str, str, str, int]]:
    """Return the inputs of a counter: name, language code, label, most signs."""
    words = {
        "name": lambda said: gettext("Nom du guichet (%(tongue)s)", tongue=said),
        "address": lambda said: gettext("Adresse (%(tongue)s)", tongue=said),
        "hours": lambda said: gettext("Horaires (%(tongue)s)", tongue=said),
    }
    spoken = (("fr", gettext("français")), ("ar", gettext("arabe")))
    return [(f"{part}_{code}", code, words[part](said), LONGEST[part]) for part in words for code, said in spoken]


def _works_here(agent_id: str) -> bool:
    return any(one.commune_id == g.commune.id for one in people.list_assignments(agent_id))
