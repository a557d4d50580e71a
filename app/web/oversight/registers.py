"""The registers of a commune: gapless numbers of a year, searched, read and printed."""

from collections.abc import Mapping

from flask import Response, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from app.commands.bus import execute
from app.commands.printing.registers import MOST_ENTRIES, print_register
from app.commands.register_reading import PRINT, READ, RecordRegisterReading
from app.commands.services import current_services
from app.domain import permissions
from app.domain.languages import Language, Text, choose
from app.domain.permissions import READ_INSCRIPTIONS, READ_REGISTER
from app.domain.register_numbers import register_number
from app.languages import format_money, translate
from app.procedures.registers import RegisterKind
from app.queries.registers import RegisterPage, read_register
from app.store import registers, territory
from app.store.models import RegisterCounter, RegisterReading
from app.store.registers import FILING, PAYMENT, PAYMENT_RECEIPT, RegisterEntry
from app.web.access import current_actor, permission
from app.web.interface import gettext, language
from app.web.oversight import oversight

PAGE, LONGEST_SEARCH, YEAR_DIGITS = 100, 80, 4
NEWEST_READINGS = 50
TITLES: Mapping[str, str] = {
    FILING: "Registre des demandes",
    PAYMENT: "Registre des sommes demandées",
    PAYMENT_RECEIPT: "Registre des quittances",
}


@oversight.get("/c/<commune_slug>/registers")
@permission(READ_INSCRIPTIONS)
def registers_of(commune_slug: str) -> ResponseReturnValue:
    """The registers that the commune keeps, year by year: its own for those who may read them, and the shared ones."""
    kinds = current_services().library.registers()
    may_read = permissions.may(current_actor(), READ_REGISTER, g.commune.id)
    counters = [row for row in registers.list_counters(g.commune.id) if may_read or row.register in kinds]
    titles = registers.list_document_titles(
        g.commune.id, [_newest_number(row) for row in counters if row.register not in kinds]
    )
    rows = [_row(row, kinds.get(row.register), titles.get(_newest_number(row), {})) for row in counters]
    return render_template("oversight/registers.html", rows=rows)


def _newest_number(counter: RegisterCounter) -> str:
    return register_number(counter.register, counter.commune_id, counter.year, counter.last)


def _row(counter: RegisterCounter, kind: RegisterKind | None, newest: Text) -> dict[str, object]:
    """Return one line of the list; a register of documents tells by its newest one what stands in it."""
    endpoint = "oversight.register" if kind is None else "oversight.shared_register"
    place = {"commune_slug": g.commune.slug, "register": counter.register, "year": counter.year}
    return {
        "title": title_of(counter.register, language()) if kind is None else kind.title_in(language()),
        "key": counter.register,
        "newest": choose(newest, language()),
        "year": counter.year,
        "last": counter.last,
        "href": url_for(endpoint, **place),
    }


@oversight.get("/c/<commune_slug>/registers/<register>/<year>")
@permission(READ_REGISTER)
def register(commune_slug: str, register: str, year: str) -> ResponseReturnValue:
    """One register of one year."""
    page = _read(register, year, way=READ)
    place = max(1, request.args.get("page", 1, type=int))
    shown = page.entries[(place - 1) * PAGE : place * PAGE]
    return render_template(
        "oversight/register.html",
        page=page,
        title=title_of(register, language()),
        search=_search(),
        lines=[_line(entry) for entry in shown],
        place=place,
        pages=max(1, -(-len(page.entries) // PAGE)),
        most=MOST_ENTRIES,
        readings=_readings(page),
        ways={READ: gettext("lu"), PRINT: gettext("imprimé")},
        print_href=url_for(
            "oversight.register_pdf", commune_slug=commune_slug, register=register, year=year, q=_search() or None
        ),
    )


@oversight.get("/c/<commune_slug>/registers/<register>/<year>.pdf")
@permission(READ_REGISTER)
def register_pdf(commune_slug: str, register: str, year: str) -> ResponseReturnValue:
    """The register on paper."""
    page, services = _read(register, year, way=PRINT), current_services()
    pdf = print_register(
        page.entries,
        territory.get_commune_by_id(g.commune.id),
        year=page.year,
        last=page.last,
        missing=page.missing,
        titles={"ar": title_of(register, "ar"), "fr": title_of(register, "fr")},
        describe=_describe,
        now=services.clock.now(),
        processes_root=services.settings.processes_root,
    )
    answer = Response(pdf, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{register}-{commune_slug}-{year}.pdf"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def title_of(register: str, language_: Language) -> str:
    """Return the name of a register: those of the platform by name, those of documents by their key."""
    if register in TITLES:
        return translate(language_, TITLES[register])
    return translate(language_, "Registre des documents %(key)s", key=register)


def _search() -> str:
    return request.args.get("q", "")[:LONGEST_SEARCH].strip()


def _read(register: str, year: str, *, way: str) -> RegisterPage:
    """Return the register; that it was read is written first."""
    if not (year.isascii() and year.isdigit() and len(year) == YEAR_DIGITS):
        raise NotFound
    found = read_register(g.commune.id, register, int(year), search=_search(), may_read=_may_read)
    if found is None:
        raise NotFound
    reading = RecordRegisterReading(
        commune_id=g.commune.id,
        register=register,
        year=found.year,
        way=way,
        search=_search(),
        entries=len(found.entries),
    )
    execute(reading, actor=current_actor(), services=current_services())
    return found


def _readings(page: RegisterPage) -> list[RegisterReading]:
    """Return the newest readings, for whoever answers for the register."""
    if not permissions.may(current_actor(), permissions.AUDIT_REGISTER, g.commune.id):
        return []
    return list(registers.list_readings(g.commune.id, page.register, page.year, limit=NEWEST_READINGS))


def _may_read(entry: RegisterEntry) -> bool:
    return permissions.may(current_actor(), READ_REGISTER, g.commune.id, entry.service_id)


def _line(entry: RegisterEntry) -> dict[str, object]:
    may_open = bool(entry.case_id) and permissions.may(
        current_actor(), permissions.WORK, g.commune.id, entry.service_id
    )
    return {
        "entry": entry,
        "what": _describe(entry, language()),
        "applicant": entry.applicant or gettext("autre service"),
        "href": url_for("desk.case", commune_slug=g.commune.slug, case_id=entry.case_id) if may_open else None,
    }


def _describe(entry: RegisterEntry, language_: Language) -> str:
    package = current_services().deployments.get(entry.deployment_id).package
    name = package.text(f"documents.{entry.key}.title", language_) if entry.key else ""
    name = name or package.text("fiche.title", language_)
    if entry.amount is not None:
        name = f"{format_money(entry.amount, language_)} · {name}"
    return f"{name} ({translate(language_, 'Annulé')})" if entry.state == "revoked" else name
