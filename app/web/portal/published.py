"""What a commune publishes: the registers of which everybody may read the entries (law 31-13, article 10)."""

from dataclasses import dataclass

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from app.commands.services import current_services
from app.domain.languages import Language
from app.domain.permissions import PUBLIC
from app.queries.published import list_published
from app.web.access import permission
from app.web.interface import language
from app.web.portal import portal
from app.web.portal.visitor import enter_commune

LONGEST_SEARCH = 80


@dataclass(frozen=True, kw_only=True)
class PublicRegister:
    """A register that everybody may read."""

    key: str
    title: str


def list_public_registers(in_language: Language) -> tuple[PublicRegister, ...]:
    """Return the registers that everybody may read, in the order of the library."""
    kinds = current_services().library.registers().values()
    return tuple(PublicRegister(key=kind.key, title=kind.title_in(in_language)) for kind in kinds if kind.public_state)


@portal.get("/communes/<commune_slug>/published/<register>")
@permission(PUBLIC)
def published(commune_slug: str, register: str) -> ResponseReturnValue:
    """The entries of one register; any other register does not exist here."""
    commune = enter_commune(commune_slug)
    kind = current_services().library.registers().get(register)
    if kind is None or not kind.public_state:
        abort(404)
    words = request.args.get("q", "")[:LONGEST_SEARCH].strip()
    return render_template(
        "portal/published.html",
        commune=commune,
        title=kind.title_in(language()),
        legal_ref=kind.law_in(language()),
        words=words,
        register=register,
        entries=list_published(commune.id, kind, words=words, language=language()),
    )
