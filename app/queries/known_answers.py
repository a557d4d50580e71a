"""What the administration already knows: answers of earlier submissions, with the words that say their source."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.domain.languages import INTERFACE_LANGUAGES, Text
from app.forms import Known, KnownAnswer
from app.languages import format_day, isolate, translate
from app.store.database import database
from app.store.models import Case, Submission

MOST_CASES = 5
OF_REQUEST = "votre demande %(reference)s du %(day)s"
OF_SUBMISSION = "déclaré le %(day)s par %(name)s"


@dataclass(frozen=True, kw_only=True)
class Correction:
    """An answer that a later submission replaced."""

    key: str
    before: object
    after: object
    at: datetime
    actor_kind: str
    actor_name: str


def known_from_requests(case_ids: frozenset[str]) -> Known:
    """Return the answers of the newest requests among those that a visitor follows; the newest counts."""
    if not case_ids:
        return {}
    columns = select(Case.reference, Case.filed_at, Case.document).where(Case.id.in_(case_ids))
    rows = database.session.execute(columns.order_by(Case.filed_at.desc()).limit(MOST_CASES)).all()
    known: dict[str, KnownAnswer] = {}
    for reference, filed_at, document in rows:
        source = _in_languages(OF_REQUEST, filed_at, reference=reference)
        for key, value in document.items():
            if _is_answer(value):
                known.setdefault(key, KnownAnswer(value=value, source=source))
    return known


def known_from_submissions(submissions: Sequence[Submission]) -> Known:
    """Return the present answers of a case with who gave them and when."""
    known: dict[str, KnownAnswer] = {}
    for row in submissions:
        source = _in_languages(OF_SUBMISSION, row.submitted_at, name=row.actor_name)
        for key, value in row.answers.items():
            if _is_answer(value) and (key not in known or known[key].value != value):
                known[key] = KnownAnswer(value=value, source=source)
    return known


def present_answers(submissions: Sequence[Submission]) -> Mapping[str, Any]:
    """Return the answers of the first submission, each as it was corrected since."""
    if not submissions:
        return {}
    first, *later = submissions
    corrected = {key: value for row in later for key, value in row.answers.items() if key in first.answers}
    return {**first.answers, **corrected}


def list_corrections(submissions: Iterable[Submission]) -> tuple[Correction, ...]:
    """Return what later submissions replaced, oldest first; a first answer corrects nothing."""
    held: dict[str, object] = {}
    found: list[Correction] = []
    for row in submissions:
        for key, value in row.answers.items():
            if key in held and _is_answer(held[key]) and held[key] != value:
                found.append(
                    Correction(
                        key=key,
                        before=held[key],
                        after=value,
                        at=row.submitted_at,
                        actor_kind=row.actor_kind,
                        actor_name=row.actor_name,
                    )
                )
            held[key] = value
    return tuple(found)


def _is_answer(value: object) -> bool:
    return value not in (None, "", [], {}, False)


def _in_languages(text: str, at: datetime, **values: str) -> Text:
    return {
        language: translate(
            language,
            text,
            day=format_day(at, language),
            **{name: isolate(value) if language == "ar" else value for name, value in values.items()},
        )
        for language in INTERFACE_LANGUAGES
    }
