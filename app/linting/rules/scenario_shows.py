"""The scenarios show what goes wrong: a person errs, the administration is late, a system outside fails.

Why: a procedure that was only tried where all goes well surprises its first citizen; readers look for these three.
Wrong: scenarios in which every form is right, every task is done in time and every answer comes once.
Right: `shows: [citizen-errs]`, `[administration-late]` or `[system-fails]` at the scenario in which it happens.
Source: layout of packages; `processes/README.md`.
"""

from collections.abc import Iterator, Mapping

from app.linting.places import manifest_remark
from app.linting.registry import Remark, rule
from app.procedures import ProcedurePackage
from app.procedures.showing import ADMINISTRATION_LATE, CITIZEN_ERRS, SYSTEM_FAILS, shown_by

WANTED: Mapping[str, str] = {
    CITIZEN_ERRS: "Expected a scenario in which a person errs (shows: [citizen-errs]), found none: write one.",
    ADMINISTRATION_LATE: (
        "Expected a scenario in which the administration is late (shows: [administration-late]), found none: write one."
    ),
    SYSTEM_FAILS: (
        "Expected a scenario in which a system outside fails or answers twice (shows: [system-fails]), found none: "
        "write one."
    ),
}


@rule("scenario-shows", severity="warning", family="data")
def check(package: ProcedurePackage) -> Iterator[Remark]:
    if not package.scenarios:
        return
    for word, files in shown_by(package.scenarios).items():
        if not files:
            yield manifest_remark(package, "scenarios", "scenarios", message=WANTED[word])
