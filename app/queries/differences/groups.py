"""Differences as a page shows them: grouped by part, told in words, with the marks of the drawing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.languages import Language
from app.languages import translate
from app.procedures.comparison import PARTS, Change, Difference, Part
from app.queries.differences.sentences import sentence

PART_TITLES: Mapping[Part, str] = {
    "sheet": "La fiche",
    "parameters": "Les valeurs de la loi",
    "diagram": "Le déroulement",
    "forms": "Les formulaires",
    "decisions": "Les décisions",
    "messages": "Les messages",
    "documents": "Les documents",
    "texts": "Les textes",
    "scenarios": "Les scénarios",
    "files": "Les fichiers",
}
SIDE_BY_SIDE = 60
"""Signs from which two texts are shown side by side under the sentence."""


@dataclass(frozen=True, kw_only=True)
class DifferenceRow:
    """One difference in words; `element` is the element of the diagram it is about, `texts` two long texts."""

    change: Change
    sentence: str
    element: str
    texts: tuple[str, str] | None


@dataclass(frozen=True, kw_only=True)
class DifferenceGroup:
    """The differences of one part; `moved` are those that change nothing but the drawing."""

    part: Part
    title: str
    rows: tuple[DifferenceRow, ...]
    moved: tuple[DifferenceRow, ...]

    @property
    def count(self) -> int:
        """How many differences there are but for those of the drawing alone."""
        return len(self.rows)


def group_differences(differences: Sequence[Difference], language: Language) -> tuple[DifferenceGroup, ...]:
    """Return the parts that differ, in order, each with its differences in words."""
    found = []
    for part in PARTS:
        rows = [(one, _row(one, language)) for one in differences if one.part == part]
        if rows:
            drawn = tuple(row for one, row in rows if one.kind == "element-place-moved")
            told = tuple(row for one, row in rows if one.kind != "element-place-moved")
            title = translate(language, PART_TITLES[part])
            found.append(DifferenceGroup(part=part, title=title, rows=told, moved=drawn))
    return tuple(found)


def _row(difference: Difference, language: Language) -> DifferenceRow:
    in_drawing = difference.part == "diagram" and difference.thing in ("element", "flow") and not difference.within_key
    return DifferenceRow(
        change=difference.change,
        sentence=sentence(difference, language),
        element=difference.key if in_drawing else "",
        texts=_texts(difference),
    )


def _texts(difference: Difference) -> tuple[str, str] | None:
    before, after = difference.before, difference.after
    if difference.aspect != "text" or not (isinstance(before, str) and isinstance(after, str)):
        return None
    return (before, after) if max(len(before), len(after)) > SIDE_BY_SIDE else None


def diagram_marks(differences: Sequence[Difference]) -> dict[Change, list[str]]:
    """Return the ids of elements and arrows of the drawing by how they changed; what changed is not also moved."""
    marks: dict[Change, list[str]] = {"added": [], "removed": [], "changed": [], "moved": []}
    for difference in differences:
        if difference.part == "diagram" and difference.thing in ("element", "flow") and not difference.within_key:
            marks[difference.change].append(difference.key)
    told = {key for change in ("added", "removed", "changed") for key in marks[change]}
    marks["moved"] = [key for key in marks["moved"] if key not in told]
    marks["changed"] = list(dict.fromkeys(marks["changed"]))
    return marks
