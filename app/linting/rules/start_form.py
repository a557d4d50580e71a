"""The start form is one of the package's forms, and who begins with it exists.

Why: a citizen or an agent begins with it; without it nobody can file.
Wrong: start_form: demand, forms: [request]; begun_by: [mail_desk]; audience: administration with channels: [portal].
Right: start_form: request, forms: [request]; begun_by: [agent_ordre] with audience and domain: administration.
Source: layout of packages.
"""

from collections.abc import Iterator

from app.linting.places import manifest_remark
from app.linting.registry import Remark, rule
from app.procedures import ProcedurePackage
from app.procedures.beginning import INTERNAL, may_begin_online


@rule("start-form", severity="error", family="form")
def check(package: ProcedurePackage) -> Iterator[Remark]:
    form = package.manifest["start_form"]
    if form not in package.forms:
        yield manifest_remark(
            package,
            "start_form",
            "start_form",
            message=f"Expected the start form among the listed forms, found “{form}”: list it under forms.",
        )
    yield from _beginners(package)


def _beginners(package: ProcedurePackage) -> Iterator[Remark]:
    manifest = package.manifest
    for role in manifest["begun_by"]:
        if role not in package.roles:
            message = f"Expected roles of processes/_shared/roles.yaml under begun_by, found “{role}”: correct it."
            yield manifest_remark(package, "begun_by", "begun_by", message=message)
    if manifest["audience"] != INTERNAL:
        return
    if may_begin_online(manifest):
        message = "Found the channel portal where the audience is the administration itself: write channels: [desk]."
        yield manifest_remark(package, "channels", "channels", message=message)
    if manifest["domain"] != INTERNAL:
        message = f"Expected the domain administration like the audience, found “{manifest['domain']}”: correct it."
        yield manifest_remark(package, "domain", "domain", message=message)
    if package.bpmn.may_be_filed and not manifest["begun_by"]:
        message = "Expected the roles that open a case under begun_by, found none: nobody could begin it."
        yield manifest_remark(package, "begun_by", "begun_by", message=message)
