"""The sheet says how to appeal, and within which period.

Why: a citizen who is refused or not answered must know to whom to turn.
Wrong: appeals: []; an appeal without file_within and reply_within.
Right: appeals: [{key: president, file_within: l5519.appeal_file, reply_within: l5519.appeal_president_reply, …}]
Source: law 55-19 art. 6-6 and 21.
"""

from collections.abc import Iterator

from app.linting.places import manifest_remark
from app.linting.registry import Remark, rule
from app.procedures import ProcedurePackage


@rule("appeals-present", severity="error", family="legal")
def check(package: ProcedurePackage) -> Iterator[Remark]:
    appeals = package.manifest["appeals"]
    if not appeals:
        message = "Expected at least one way of appeal (law 55-19 art. 21), found none: add the president's."
        yield manifest_remark(package, "appeals", "appeals", message=message)
    for index, appeal in enumerate(appeals):
        if not appeal["file_within"] and not appeal["reply_within"]:
            yield manifest_remark(
                package,
                appeal["key"],
                "appeals",
                index,
                message=f"Expected a period for the appeal “{appeal['key']}”, found none: "
                "set file_within or reply_within.",
            )
