"""A register on paper: the entries of a year in order, under the letterhead of the commune."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from app.commands.printing.facts import BOTH, commune_facts, in_both
from app.documents.typesetting import read_libraries, render_pdf
from app.domain.clock import local_day
from app.domain.languages import Language
from app.languages import format_day, format_moment
from app.store.models import Commune
from app.store.registers import RegisterEntry

TEMPLATE = "register.typ"
APPLICANT: Mapping[Language, str] = {"fr": "Demandeur", "ar": "صاحب الطلب"}
MOST_ENTRIES = 2_000
"""Entries of one printing; a longer register is printed in parts, by a search."""


def print_register(
    entries: Sequence[RegisterEntry],
    commune: Commune,
    *,
    year: int,
    last: int,
    missing: Sequence[int],
    titles: dict[Language, str],
    describe: Callable[[RegisterEntry, Language], str],
    now: datetime,
    processes_root: Path,
    first: Mapping[Language, str] = APPLICANT,
) -> bytes:
    """Return the PDF of entries of a register whose last number is `last`. Raises DocumentError.

    `first` names the column of the applicant, or of what stands there in a shared register.
    """
    libraries = read_libraries(processes_root)
    data = {
        "commune": commune_facts(commune),
        "document": {"key": "register", "draft": False},
        "register": {
            **{f"title_{language}": titles[language] for language in BOTH},
            **{f"first_{language}": first[language] for language in BOTH},
            "year": year,
            "last": last,
            "missing": list(missing),
            **in_both("printed_at", lambda language: format_moment(now, language)),
            "entries": [
                {
                    "number": entry.number,
                    "reference": entry.reference,
                    "applicant": entry.applicant or "—",
                    **in_both("on", lambda language, at=entry.at: format_day(local_day(at), language)),
                    **in_both("what", lambda language, entry=entry: describe(entry, language)),
                }
                for entry in entries[:MOST_ENTRIES]
            ],
        },
    }
    return render_pdf(libraries[TEMPLATE], data, libraries=libraries, moment=now, name=TEMPLATE)
