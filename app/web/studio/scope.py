"""Whose procedures the studio shows: the country's under /studio, a commune's own under the commune's address.

Both are the same views. A view declares the permission of the country; under a commune's address it asks for the
permission to change procedures there, and the address of another commune does not exist.
"""

from functools import wraps
from typing import Any, TypeVar

from flask import Blueprint, g, request
from flask.typing import RouteCallable

from app.domain.permissions import TAILOR
from app.store import modelling
from app.store.models import Commune, ProcedureDraft
from app.web.access import permission

LOCAL_STUDIO = "local_studio"
_COUNTRY_ONLY = "mastara_country_only"
ROOMS_OF_STEPS = frozenset(
    {*("", "away", "diagram", "file-findings", "files", "findings", "findings.json", "forms", "holds"), "plug"}
)
"""The rooms of a draft of steps for an extension point, by the first word of their address."""
View = TypeVar("View", bound=RouteCallable)

local_studio = Blueprint(LOCAL_STUDIO, __name__, url_prefix="/commune/<commune_slug>/studio")


class StudioBlueprint(Blueprint):
    """Hangs each view also under a commune's address, unless it is marked as the country's alone."""

    def add_url_rule(
        self,
        rule: str,
        endpoint: str | None = None,
        view_func: RouteCallable | None = None,
        provide_automatic_options: bool | None = None,
        **options: Any,
    ) -> None:
        """Add a rule to the country's studio and, where there is one, its counterpart to the communes'."""
        super().add_url_rule(rule, endpoint, view_func, provide_automatic_options, **options)
        if view_func is not None and not getattr(view_func, _COUNTRY_ONLY, False):
            local_studio.add_url_rule(rule, endpoint or view_func.__name__, _in_commune(view_func), **options)


def country_only(view: View) -> View:
    """Mark a view that has no meaning for a commune's own procedures; put it under the permission."""
    setattr(view, _COUNTRY_ONLY, True)
    return view


def scope() -> Commune | None:
    """Return the commune whose own procedures this request is about, None for those of the country."""
    commune: Commune | None = g.commune if request.blueprint == LOCAL_STUDIO else None
    return commune


def scope_id() -> str | None:
    """Return the id of the commune whose own procedures this request is about, None for the country's."""
    commune = scope()
    return commune.id if commune else None


def keep_in_scope(draft_id: str) -> ProcedureDraft:
    """Return a draft of this studio; analysts may read what a commune writes, not change it. Raises DraftUnknown."""
    draft = modelling.get_draft(draft_id)
    reads = scope() is None and request.method == "GET"
    if draft.commune_id != scope_id() and not reads:
        raise modelling.DraftUnknown(f"Expected a draft of this studio, found the id “{draft_id[:40]}”.")
    return draft


def keep_address_in_scope() -> None:
    """Hold each request about a draft to the drafts of its studio, and to the rooms that such a draft has."""
    draft_id = (request.view_args or {}).get("draft_id")
    if draft_id is None:
        return
    draft = keep_in_scope(draft_id)
    if draft.extends is not None and _room() not in ROOMS_OF_STEPS:
        raise modelling.DraftUnknown("Expected a procedure, found steps for an extension point: they have fewer rooms.")


def _room() -> str:
    """Return the first word behind the draft in the address of this request."""
    rule = request.url_rule.rule if request.url_rule else ""
    return rule.partition("/<draft_id>/")[2].partition("/")[0]


def _in_commune(view: RouteCallable) -> RouteCallable:
    """Return the view under a commune's address: access to it has put the commune into the request."""

    @wraps(view)
    def shown(*, commune_slug: str, **values: Any) -> Any:
        return view(**values)

    return permission(TAILOR)(shown)


@local_studio.url_defaults
def _same_commune(endpoint: str, values: dict[str, Any]) -> None:
    """Keep the commune of the request in every address of its studio."""
    if "commune" in g:
        values.setdefault("commune_slug", g.commune.slug)


local_studio.before_request(keep_address_in_scope)
