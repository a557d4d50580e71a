"""The procedure says how long its files are kept.

Why: personal data are kept no longer than they serve, and public archives are not destroyed before their time.
Wrong: a manifest without retention.
Right: retention: {parameter: retention.request_file}, a dated period with its text.
Source: law 09-08 art. 3 (data kept no longer than necessary); law 69-99 (archives).
"""

from collections.abc import Iterator

from app.linting.places import manifest_remark
from app.linting.registry import Remark, rule
from app.procedures import ProcedurePackage


@rule("retention-declared", severity="warning", family="legal")
def check(package: ProcedurePackage) -> Iterator[Remark]:
    if not package.manifest["retention"]:
        message = "Expected how long files are kept (law 09-08 art. 3), found nothing: add retention with a parameter."
        yield manifest_remark(package, "retention", message=message)
