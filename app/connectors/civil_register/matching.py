"""Compares what is asked with what an act says."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from app.connectors.civil_register.port import Act, ActCandidate, ActQuery
from app.languages import collation_key


@dataclass(frozen=True, kw_only=True)
class _Subject:
    """A person whom an act is about, with the parents that the act names."""

    person: Mapping[str, object]
    father: Mapping[str, object]
    mother: Mapping[str, object]

    @property
    def born_on(self) -> date:
        return date.fromisoformat(str(self.person["born_at"])[:10])


def match_act(act: Act, query: ActQuery) -> ActCandidate | None:
    """Return the act as a candidate, or None when too little of it agrees with the query."""
    if act.kind != query.kind or act.commune_code != query.commune_code:
        return None
    compared = [(subject, _compare(act, subject, query)) for subject in _subjects(act)]
    subject, criteria = max(compared, key=lambda pair: sum(pair[1].values()))
    if not _is_likely(criteria):
        return None
    return ActCandidate(
        act_id=act.id,
        kind=act.kind,
        state=act.state,
        commune_code=act.commune_code,
        year=act.year,
        number=act.number,
        register=act.register,
        name_ar=_whole_name(subject.person, "ar"),
        name_lat=_whole_name(subject.person, "lat"),
        born_on=subject.born_on,
        agreeing=tuple(name for name, agrees in criteria.items() if agrees),
        differing=tuple(name for name, agrees in criteria.items() if not agrees),
    )


def rank(candidate: ActCandidate) -> tuple[int, int, str]:
    """Return the order of candidates: fewest differences, then most agreements."""
    return len(candidate.differing), -len(candidate.agreeing), candidate.act_id


def _is_likely(criteria: Mapping[str, bool]) -> bool:
    def agrees(name: str) -> bool:
        return criteria.get(name, False)

    by_reference = agrees("year") and agrees("number")
    by_name = agrees("last_name") and (agrees("first_name") or agrees("birth_date") or agrees("birth_year"))
    return by_reference or by_name


def _compare(act: Act, subject: _Subject, query: ActQuery) -> dict[str, bool]:
    """Tell for each criterion that was given whether the act agrees."""
    person = subject.person
    answers = {
        "year": None if query.year is None else query.year == act.year,
        "number": None if query.number is None else query.number == act.number,
        "register": None if not query.register else collation_key(query.register) == collation_key(act.register),
        "last_name": _same_name(query.last_name, _spellings(person, "last_name")),
        "first_name": _same_name(query.first_name, _spellings(person, "first_name")),
        "birth_date": None if query.birth_date is None else query.birth_date == subject.born_on,
        "birth_year": None if query.birth_year is None else query.birth_year == subject.born_on.year,
        "father_first_name": _same_name(query.father_first_name, _spellings(subject.father, "first_name")),
        "mother_name": _same_name(query.mother_name, [*_spellings(subject.mother, "first_name"), *_whole(subject)]),
    }
    return {name: agrees for name, agrees in answers.items() if agrees is not None}


def _same_name(asked: str | None, spellings: list[str]) -> bool | None:
    """Tell whether a name is one of the spellings; None when no name was asked, or when the act has none."""
    if not asked or not asked.strip() or not spellings:
        return None
    return _key(asked) in {_key(spelling) for spelling in spellings}


def _key(name: str) -> str:
    """Return a name without accents, spaces, dashes or apostrophes."""
    return "".join(sign for sign in collation_key(name) if sign.isalnum())


def _subjects(act: Act) -> Iterator[_Subject]:
    if act.kind == "marriage":
        for side in ("husband", "wife"):
            yield _Subject(person=_part(act.entry, side), father={}, mother={})
        return
    entry = act.entry
    yield _Subject(person=_part(entry, "person"), father=_part(entry, "father"), mother=_part(entry, "mother"))


def _whole(subject: _Subject) -> list[str]:
    return [_whole_name(subject.mother, script) for script in ("ar", "lat") if subject.mother]


def _whole_name(person: Mapping[str, object], script: str) -> str:
    names = (_part(person, "first_name").get(script), _part(person, "last_name").get(script))
    return " ".join(str(name) for name in names if name)


def _spellings(person: Mapping[str, object], part: str) -> list[str]:
    return [str(spelling) for spelling in _part(person, part).values() if spelling]


def _part(record: Mapping[str, object], key: str) -> Mapping[str, object]:
    value = record.get(key)
    return value if isinstance(value, Mapping) else {}
