"""What a commune publishes of its shared registers: entries in the public state, newest first, for everybody."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.languages import Language, choose
from app.procedures.registers import RegisterKind
from app.queries.inscriptions import HIDDEN, say_value
from app.store import inscriptions


@dataclass(frozen=True, kw_only=True)
class PublishedEntry:
    """One entry: its heading is the first field of the register's label, `values` are the others by title."""

    number: str
    at: datetime
    heading: str
    values: tuple[tuple[str, str], ...]


def list_published(
    commune_id: str, kind: RegisterKind, *, words: str, language: Language
) -> tuple[PublishedEntry, ...]:
    """Return the entries that everybody may read and whose words contain `words`, at most `MOST_FOUND` of them.

    A register without a public state has none.
    """
    if not kind.public_state:
        return ()
    rows = inscriptions.search(commune_id, kind.key, words, state=kind.public_state)
    first, *others = (kind.label[0], *(one.key for one in kind.fields if one.key != kind.label[0]))
    said = [{one.key: say_value(one, row.data.get(one.key), language) for one in kind.fields} for row in rows]
    titles = {one.key: choose(one.title, language) for one in kind.fields}
    return tuple(
        PublishedEntry(
            number=row.number,
            at=row.at,
            heading=values[first],
            values=tuple((titles[key], values[key]) for key in others if values[key] != HIDDEN),
        )
        for row, values in zip(rows, said, strict=True)
    )
