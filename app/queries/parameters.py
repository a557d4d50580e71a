"""The dated values of the law: all of them, and for one what it decides: procedures, deployments, open cases."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from app.deadlines import Period
from app.deadlines.explanation import period_in_words
from app.deployments.clocks import named_reference
from app.domain.languages import Language
from app.languages import format_money, format_number, translate
from app.procedures import ProcedurePackage
from app.procedures.flows import FLOW_FORMS, FLOWS
from app.procedures.parameters import DatedValue, Parameter, ParameterMissing

SHARED_OWNER = ""
"""The owner of a parameter that stands in processes/_shared and not in one procedure."""


@dataclass(frozen=True, kw_only=True)
class ParameterRow:
    """A parameter with the value in force today and the next one; `owner` is a procedure's slug, "" for shared ones."""

    parameter: Parameter
    owner: str
    current: DatedValue | None
    following: DatedValue | None
    used_by: tuple[str, ...]

    @property
    def assumed(self) -> bool:
        """Tell whether the value in force rests on no text."""
        return self.current is not None and self.current.assumed


@dataclass(frozen=True, kw_only=True)
class UseRow:
    """A deployment that reads a parameter: in which files, and how many open cases stand on it."""

    deployment_id: str
    slug: str
    version: str
    titles: Mapping[str, str]
    files: tuple[str, ...]
    open_cases: int


@dataclass(frozen=True, kw_only=True)
class Published:
    """A deployment as the impact of a value is counted on it."""

    deployment_id: str
    package: ProcedurePackage
    titles: Mapping[str, str]
    open_cases: int


@dataclass(frozen=True, kw_only=True)
class ArticleUse:
    """A deployment that cites an article: in which parts of its manifest, and how many open cases stand on it."""

    slug: str
    version: str
    titles: Mapping[str, str]
    parts: tuple[str, ...]
    open_cases: int


SHEET_PARTS = ("legal_basis", "pieces", "fees", "deadline", "silence", "appeals", "parameters")
"""The parts of a manifest that cite articles, in the order of the sheet."""


def list_parameters(published: Iterable[Published], *, day: date) -> list[ParameterRow]:
    """Return every parameter of the deployments once, by key, with the values of `day`."""
    rows: dict[str, ParameterRow] = {}
    users: dict[str, set[str]] = {}
    for item in published:
        own = {loaded["key"] for loaded in item.package.manifest["parameters"]}
        cited = _cited_text(item.package)
        for key, parameter in item.package.parameters.items():
            if _cites(cited, key):
                users.setdefault(key, set()).add(item.package.key)
            if key not in rows or key in own:
                rows[key] = _row(parameter, item.package.key if key in own else SHARED_OWNER, day)
    return [
        ParameterRow(
            parameter=row.parameter,
            owner=row.owner,
            current=row.current,
            following=row.following,
            used_by=tuple(sorted(users.get(key, ()))),
        )
        for key, row in sorted(rows.items())
    ]


def list_uses(published: Iterable[Published], key: str) -> list[UseRow]:
    """Return the deployments that read a parameter, with the files where they do."""
    uses = []
    for item in published:
        files = tuple(_citing_files(item.package, key))
        if files:
            uses.append(
                UseRow(
                    deployment_id=item.deployment_id,
                    slug=item.package.key,
                    version=item.package.version,
                    titles=item.titles,
                    files=files,
                    open_cases=item.open_cases,
                )
            )
    return uses


def list_same_article(rows: Iterable[ParameterRow], reference: str) -> list[ParameterRow]:
    """Return the parameters whose value in force rests on the same article of the same text."""
    wanted = article_of(reference)
    return [row for row in rows if wanted and row.current and article_of(row.current.legal_ref) == wanted]


def list_article_uses(published: Iterable[Published], reference: str) -> list[ArticleUse]:
    """Return the deployments whose sheet, clock or own values rest on the article of a reference."""
    wanted = article_of(reference)
    if wanted is None:
        return []
    return [
        ArticleUse(
            slug=item.package.key,
            version=item.package.version,
            titles=item.titles,
            parts=parts,
            open_cases=item.open_cases,
        )
        for item in published
        if (parts := tuple(part for part in SHEET_PARTS if wanted in set(_articles_in(item.package, part))))
    ]


def _articles_in(package: ProcedurePackage, part: str) -> Iterator[tuple[str, str]]:
    """Yield the articles that one part of a manifest cites."""
    if part == "legal_basis":
        for text in package.manifest[part]:
            yield from ((text["number"], article) for article in text["articles"])
        return
    for written in _references(package.manifest[part]):
        cited = article_of(named_reference(package, written))
        if cited is not None:
            yield cited


def _references(node: object) -> Iterator[str]:
    if isinstance(node, Mapping):
        if isinstance(node.get("legal_ref"), str):
            yield node["legal_ref"]
        node = list(node.values())
    if isinstance(node, list | tuple):
        for inner in node:
            yield from _references(inner)


def article_of(reference: str) -> tuple[str, str] | None:
    """Return ("55-19", "16") of "Loi 55-19 art. 16"; None of what cites no numbered text."""
    number = re.search(r"\d+(?:-\d+)+", reference)
    if number is None:
        return None
    article = re.search(r"art\w*\.?\s*([\d-]+)", reference[number.end() :])
    return number[0], article[1] if article else ""


def value_in_words(parameter: Parameter, dated: DatedValue, language: Language) -> str:
    """Return a value with its unit: "10 jours francs", "20,00 DH", "0,5"."""
    value = dated.value
    if isinstance(value, str):
        return value
    if parameter.unit == "centime":
        return format_money(int(value), language)
    if parameter.is_period and float(value).is_integer():
        return period_in_words(Period.from_parameter(value, parameter.unit, parameter.kind or None), language)
    unit = {"percent": "%", "dirham": translate(language, "DH")}.get(parameter.unit, "")
    return f"{format_number(value, language)} {unit}".strip()


def bound_in_words(parameter: Parameter, bound: float, language: Language) -> str:
    """Return the bound of a rule about a parameter as its values are written."""
    value = int(bound) if float(bound).is_integer() else bound
    return value_in_words(parameter, replace(parameter.values[-1], value=value), language)


def _row(parameter: Parameter, owner: str, day: date) -> ParameterRow:
    try:
        current: DatedValue | None = parameter.value_on(day)
    except ParameterMissing:
        current = None
    following = next((value for value in parameter.values if value.since > day), None)
    return ParameterRow(parameter=parameter, owner=owner, current=current, following=following, used_by=())


def _citing_files(package: ProcedurePackage, key: str) -> Iterator[str]:
    declared = f"- key: {key}\n"
    for path, text in _read_files(package):
        if _cites(text.replace(declared, ""), key):
            yield path


def _cited_text(package: ProcedurePackage) -> str:
    """Return all that a procedure says, its own declarations of parameters left out."""
    return "\n".join(re.sub(r"- key: \S+\.\S+\n", "", text) for _, text in _read_files(package))


def _read_files(package: ProcedurePackage) -> Iterator[tuple[str, str]]:
    """Yield the files by which a case of the procedure runs: its own and those of the flows that it calls."""
    called = {f"{FLOWS}{key}.bpmn" for key in package.flows.by_key}
    called |= {f"{FLOW_FORMS}{form}.json" for form in package.flows.forms}
    for path, content in sorted(package.files.items()):
        own = path.split("/")[1] == package.key and not path.endswith("CHANGELOG.md") and "/scenarios/" not in path
        if own or path in called:
            yield path, content.decode("utf-8", "replace")


def _cites(text: str, key: str) -> bool:
    """Tell whether a text names a key whole: `l5519.max_days` is not named by `l5519.max_days_investment`."""
    place = text.find(key)
    while place >= 0:
        before, after = text[max(0, place - 1) : place], text[place + len(key) : place + len(key) + 1]
        if not (after.isalnum() or after == "_") and not (before.isalnum() or before == "_"):
            return True
        place = text.find(key, place + 1)
    return False
