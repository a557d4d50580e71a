"""The shared registers of a commune: entries of a year, one entry with its history, the register on paper."""

from collections.abc import Mapping
from typing import Any

from flask import Response, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from app.commands.bus import execute
from app.commands.printing.registers import MOST_ENTRIES, print_register
from app.commands.register_reading import PRINT, READ, RecordRegisterReading
from app.commands.services import current_services
from app.domain import permissions
from app.domain.languages import Language
from app.domain.permissions import READ_INSCRIPTIONS
from app.languages import colon
from app.procedures.registers import RegisterKind
from app.queries.inscriptions import InscriptionPage, InscriptionVersion, read_page, read_versions
from app.store import territory
from app.store.registers import RegisterEntry
from app.web.access import current_actor, permission
from app.web.interface import language
from app.web.oversight import oversight

PAGE, LONGEST_SEARCH, YEAR_DIGITS, MOST_DIGITS = 100, 80, 4, 9
SHARED = "/c/<commune_slug>/shared-registers/<register>/<year>"


@oversight.get(SHARED)
@permission(READ_INSCRIPTIONS)
def shared_register(commune_slug: str, register: str, year: str) -> ResponseReturnValue:
    """One shared register of one year."""
    place = max(1, request.args.get("page", 1, type=int))
    page = _read(register, year, way=READ, offset=(place - 1) * PAGE, limit=PAGE)
    address: dict[str, Any] = {"commune_slug": commune_slug, "register": register, "year": year}
    return render_template(
        "oversight/shared_register.html",
        page=page,
        title=page.kind.title_in(language()),
        search=_search(),
        place=place,
        pages=max(1, -(-page.total // PAGE)),
        address=address,
        entry_hrefs={
            line.sequence: url_for("oversight.shared_entry", sequence=line.sequence, **address) for line in page.lines
        },
        print_href=url_for("oversight.shared_register_pdf", q=_search() or None, **address),
    )


@oversight.get(f"{SHARED}.pdf")
@permission(READ_INSCRIPTIONS)
def shared_register_pdf(commune_slug: str, register: str, year: str) -> ResponseReturnValue:
    """The register on paper, in both languages."""
    pages: Mapping[Language, InscriptionPage] = {
        "fr": _read(register, year, way=PRINT, limit=MOST_ENTRIES, in_language="fr"),
        "ar": _read(register, year, way=None, limit=MOST_ENTRIES, in_language="ar"),
    }
    page, services = pages["fr"], current_services()
    said = {one: {line.number: _described(pages[one], line.number, one) for line in page.lines} for one in pages}
    pdf = print_register(
        [_printed(line.number, page) for line in page.lines],
        territory.get_commune_by_id(g.commune.id),
        year=page.year,
        last=page.last,
        missing=page.missing,
        titles={"ar": page.kind.title_in("ar"), "fr": page.kind.title_in("fr")},
        describe=lambda entry, in_language: said[in_language][entry.number],
        now=services.clock.now(),
        processes_root=services.settings.processes_root,
        first={one: pages[one].titles[0] for one in pages},
    )
    answer = Response(pdf, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{register}-{commune_slug}-{year}.pdf"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


@oversight.get(f"{SHARED}/<sequence>")
@permission(READ_INSCRIPTIONS)
def shared_entry(commune_slug: str, register: str, year: str, sequence: str) -> ResponseReturnValue:
    """One entry as it stands, and each version before it."""
    kind, place = _kind(register), _whole_number(sequence, MOST_DIGITS)
    found_year = _whole_number(year, YEAR_DIGITS)
    versions = read_versions(g.commune.id, kind, found_year, place, whole=_may_read_persons(kind), language=language())
    if not versions:
        raise NotFound
    number = kind.number(g.commune.id, found_year, place)
    _note_reading(kind, found_year, way=READ, search=number, entries=1)
    return render_template(
        "oversight/shared_entry.html",
        kind=kind,
        title=kind.title_in(language()),
        year=found_year,
        number=number,
        versions=versions,
        whole=_may_read_persons(kind),
        case_hrefs={version.version: _case_href(version) for version in versions},
        register_href=url_for("oversight.shared_register", commune_slug=commune_slug, register=register, year=year),
    )


def _kind(register: str) -> RegisterKind:
    kind = current_services().library.registers().get(register)
    if kind is None:
        raise NotFound
    return kind


def _whole_number(written: str, most_digits: int) -> int:
    if not (written.isascii() and written.isdigit() and len(written) <= most_digits):
        raise NotFound
    return int(written)


def _search() -> str:
    return request.args.get("q", "")[:LONGEST_SEARCH].strip()


def _may_read_persons(kind: RegisterKind) -> bool:
    return kind.may_read_persons(current_actor().roles_in(g.commune.id))


def _read(
    register: str,
    year: str,
    *,
    way: str | None,
    offset: int = 0,
    limit: int,
    in_language: Language | None = None,
) -> InscriptionPage:
    """Return the page; that it was read is written, unless `way` is None. Raises NotFound."""
    kind = _kind(register)
    found = read_page(
        g.commune.id,
        kind,
        _whole_number(year, YEAR_DIGITS),
        search=_search(),
        whole=_may_read_persons(kind),
        language=in_language or language(),
        offset=offset,
        limit=limit,
    )
    if found is None:
        raise NotFound
    if way is not None:
        _note_reading(kind, found.year, way=way, search=_search(), entries=found.total)
    return found


def _note_reading(kind: RegisterKind, year: int, *, way: str, search: str, entries: int) -> None:
    reading = RecordRegisterReading(
        commune_id=g.commune.id, register=kind.key, year=year, way=way, search=search, entries=entries
    )
    execute(reading, actor=current_actor(), services=current_services())


def _case_href(version: InscriptionVersion) -> str | None:
    may_open = bool(version.case_id) and permissions.may(
        current_actor(), permissions.WORK, g.commune.id, version.service_id
    )
    return url_for("desk.case", commune_slug=g.commune.slug, case_id=version.case_id) if may_open else None


def _described(page: InscriptionPage, number: str, in_language: Language) -> str:
    line = next(one for one in page.lines if one.number == number)
    told = zip(page.titles[1:], line.values[1:], strict=True)
    rest = [f"{title}{colon(in_language)} {value}" for title, value in told]
    return " · ".join([*rest, line.state])


def _printed(number: str, page: InscriptionPage) -> RegisterEntry:
    """Return an entry as the register's template prints it: its first column stands where the applicant does."""
    line = next(one for one in page.lines if one.number == number)
    return RegisterEntry(
        number=number,
        at=line.at,
        key="",
        state=line.state,
        amount=None,
        case_id="",
        reference="",
        service_id=None,
        applicant=line.values[0] if line.values else "",
        applicant_key="",
        deployment_id="",
    )
