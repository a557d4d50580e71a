"""Language of a request and the names that every template may use."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Blueprint, Flask, g, redirect, request, session, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from app.domain.languages import Language, choose, direction, read_language
from app.domain.permissions import PUBLIC
from app.languages import (
    colon,
    format_day,
    format_moment,
    format_money,
    format_number,
    isolate,
    translate,
    translate_plural,
)
from app.queries.agent_names import names_for
from app.store.models import Commune
from app.web.access import permission
from app.web.security import nonce

LANGUAGE_LABELS: Mapping[Language, str] = {"ar": "العربية", "fr": "Français"}
REMEMBERED_COMMUNE = "commune"
COME_BACK = frozenset({"portal.payment_return"})
"""Addresses that somebody else keeps, in the language of a case: who comes back by one goes on in their own."""
interface = Blueprint("interface", __name__)


def language() -> Language:
    """Return the language of this request."""
    chosen: Language = g.language
    return chosen


def gettext(text: str, **values: object) -> str:
    """Return a French source text in the language of this request."""
    return translate(language(), text, **values)


def ngettext(singular: str, plural: str, count: int, **values: object) -> str:
    """Return the form for `count` in the language of this request."""
    return translate_plural(language(), singular, plural, count, **values)


def name_of(thing: Any) -> str:
    """Return the name of a row with name_ar and name_fr in the language of this request."""
    return choose({"ar": thing.name_ar, "fr": thing.name_fr}, language())


def person(name: str | None) -> str:
    """Return the name of an agent that a row keeps, as a reader of this request writes it; each is looked up once."""
    known: dict[tuple[Language, str], str] = g.setdefault("people", {})
    asked = language(), name or ""
    if asked not in known:
        known[asked] = names_for(language(), {asked[1]}).get(asked[1], asked[1])
    return known[asked]


def listed(words: Iterable[object]) -> str:
    """Return words one after the other, with the comma of the language of this request."""
    return ("، " if language() == "ar" else ", ").join(str(word) for word in words)


def commune_names(commune: Commune | None) -> dict[str, str] | None:
    """Return the names of a commune as the page header shows them."""
    if commune is None:
        return None
    return {"ar": commune.name_ar, "fr": commune.name_fr, "zgh": commune.name_zgh or "", "slug": commune.slug}


def _choose_language() -> None:
    in_address = (request.view_args or {}).get("language")
    if request.endpoint in COME_BACK and session.get("language") in LANGUAGE_LABELS:
        in_address = session["language"]
    if in_address in LANGUAGE_LABELS:
        g.language = in_address
        if session.get("language") != in_address:
            session["language"] = in_address
        return
    known = session.get("language")
    if known is None and request.accept_languages.best_match(["ar", "fr"]) == "fr":
        known = "fr"
    g.language = read_language(known)


def _language_links() -> list[dict[str, Any]]:
    links = []
    for code, label in LANGUAGE_LABELS.items():
        if request.endpoint and "language" in (request.view_args or {}):
            href = url_for(request.endpoint, **{**(request.view_args or {}), "language": code}, **_safe_query())
        else:
            href = url_for("interface.switch", code=code, next=request.full_path.rstrip("?"))
        links.append({"code": code, "label": label, "href": href, "current": code == g.language})
    return links


def _safe_query() -> dict[str, Any]:
    return {key: value for key, value in request.args.items() if key.isidentifier() and not key.startswith("_")}


def local_address(target: str | None, default: str) -> str:
    """Return `target` when it is a path of ours, else the default: no redirection to another site."""
    if target and target.startswith("/") and not target.startswith(("//", "/\\")) and "\n" not in target:
        return target
    return default


@interface.get("/language/<code>")
@permission(PUBLIC)
def switch(code: str) -> Response:
    """Keep the chosen language and go back."""
    session["language"] = read_language(code)
    home = url_for("portal.home", language=session["language"])
    return redirect(local_address(request.args.get("next"), home))


def _context() -> dict[str, Any]:
    chosen: Language = g.get("language", "ar")
    return {
        "language": chosen,
        "direction": direction(chosen),
        "language_links": _language_links() if "language" in g else [],
        "nonce": nonce(),
        "current_commune": commune_names(g.get("commune")),
        "signed_in": current_user.agent if current_user.is_authenticated else None,
    }


def register(app: Flask) -> None:
    """Choose the language before each request and give templates their names."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.add_extension("jinja2.ext.do")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda text: translate(g.get("language", "ar"), text),
        ngettext=lambda one, many, count: translate_plural_raw(one, many, count),
        newstyle=True,
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        format_day=lambda day: format_day(day, g.language),
        format_moment=lambda moment: format_moment(moment, g.language),
        format_money=lambda centimes: format_money(centimes, g.language),
        format_number=lambda number: format_number(number, g.language),
        choose=choose,
        colon=lambda: colon(g.language),
        isolate=isolate,
        name_of=name_of,
    )
    app.jinja_env.filters["listed"] = listed
    app.jinja_env.filters["person"] = person
    app.before_request(_choose_language)
    app.context_processor(_context)
    app.register_blueprint(interface)


def translate_plural_raw(singular: str, plural: str, count: int) -> str:
    """Return the form for `count` with its placeholders untouched: Jinja fills them."""
    from app.languages.catalogue import find_plural

    return find_plural(g.get("language", "ar"), singular, plural, count)
