"""Compares two packages part by part; a file that changed without a difference of its own is told as a file."""

from collections.abc import Iterator, Sequence

from app.procedures.comparison.decisions import compare_decisions
from app.procedures.comparison.diagram import compare_diagrams
from app.procedures.comparison.difference import PARTS, Difference, Subject
from app.procedures.comparison.forms import compare_forms
from app.procedures.comparison.parameters import compare_parameters
from app.procedures.comparison.sheet import INDEXES, compare_sheets
from app.procedures.comparison.texts import compare_documents, compare_messages, compare_scenarios, compare_texts
from app.procedures.layout import SHARED, manifest_path
from app.procedures.package import ProcedurePackage


def compare_packages(before: ProcedurePackage, after: ProcedurePackage) -> tuple[Difference, ...]:
    """Return every difference, by part in the order of PARTS; none exactly when all files are the same."""
    if before.files == after.files:
        return ()
    found = list(_compare_parts(before, after))
    told = {path for difference in found for path in _files_of(difference)}
    if any(before.manifest[index] != after.manifest[index] for index in INDEXES):
        told.add(manifest_path(after.key))  # each file that the index names tells of itself
    found += _compare_files(before, after, told)
    return tuple(sorted(found, key=lambda difference: PARTS.index(difference.part)))


def _compare_parts(before: ProcedurePackage, after: ProcedurePackage) -> Iterator[Difference]:
    yield from compare_sheets(before, after)
    yield from compare_parameters(before, after)
    yield from compare_diagrams(before, after)
    yield from compare_forms(before, after)
    yield from compare_decisions(before, after)
    yield from compare_messages(before, after)
    yield from compare_documents(before, after)
    yield from compare_texts(before, after)
    yield from compare_scenarios(before, after)


def _files_of(difference: Difference) -> Iterator[str]:
    """Give the files that a difference tells of: a message that came or went is one file a language."""
    yield difference.file
    if difference.thing == "message" and difference.change in ("added", "removed"):
        folder = difference.file.rpartition("/")[0]
        sides = (difference.before or {}, difference.after or {})
        yield from (f"{folder}/{difference.key}.{language}.txt" for side in sides for language in side)


def _compare_files(before: ProcedurePackage, after: ProcedurePackage, told: set[str]) -> Sequence[Difference]:
    found = []
    for path in sorted(before.files.keys() | after.files.keys()):
        left, right = before.files.get(path), after.files.get(path)
        if left == right or path in told:
            continue
        thing = "shared" if path.split("/")[1] == SHARED else "changelog" if path.endswith("CHANGELOG.md") else "file"
        subject = Subject(part="files", thing=thing, key=path, file=path)
        if left is None:
            found.append(subject.differs("added", after=len(right or b"")))
        elif right is None:
            found.append(subject.differs("removed", before=len(left)))
        else:
            found.append(subject.differs("changed", aspect="bytes", before=len(left), after=len(right)))
    return found
