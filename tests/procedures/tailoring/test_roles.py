"""Work that a commune gives to another role takes its calls of flows and its signatures along."""

from dataclasses import replace

import yaml

from app.domain.findings import Finding
from app.linting import lint
from app.procedures import ProcedurePackage, package_from_files
from app.procedures.layout import manifest_path, read_tree
from app.procedures.tailoring import Base, BaseReference, Overlay, resolve
from app.procedures.tailoring.kinds import MapRole
from app.settings import ROOT
from tests.builders.tailoring import an_overlay
from tests.lifecycle.package import SLUG as LIFE_CYCLE
from tests.lifecycle.package import life_cycle_files

COPY = "civil-status-copy"
FLOWS = "processes/_shared/flows/flows.yaml"


def opened(slug: str, files: dict[str, bytes]) -> Base:
    """Return the procedure with nothing locked and nothing shipped."""
    sheet = yaml.safe_load(files[manifest_path(slug)])
    sheet |= {"policy": {"default": "open"}, "overlays": []}
    kept = {path: content for path, content in files.items() if "/overlays/" not in path}
    return Base(slug, kept | {manifest_path(slug): yaml.safe_dump(sheet, allow_unicode=True).encode()})


def copy_of_act() -> Base:
    return opened(COPY, read_tree(ROOT / "processes", ROOT / "forms", COPY))


def overlay_on(base: Base, *operations: MapRole) -> Overlay:
    return replace(an_overlay(*operations), procedure=base.slug, base=BaseReference(version=base.version))


def mapped(base: Base, role: str, to: str) -> ProcedurePackage:
    resolution = resolve(base, overlay_on(base, MapRole(role=role, to=to)))
    assert resolution.variant is not None, resolution.findings
    return resolution.variant.package


def signatories(package: ProcedurePackage) -> dict[str, str]:
    return {document["key"]: document["signatory"] for document in package.manifest["documents"]}


def unsigned(package: ProcedurePackage) -> list[Finding]:
    return [finding for finding in lint(package) if finding.rule == "document-signatory"]


def test_documents_are_signed_by_the_role_that_has_the_tasks_now() -> None:
    package = mapped(copy_of_act(), "officier_ec", "dgs")
    assert (signatories(package)["copy"], signatories(package)["rejection"]) == ("dgs", "dgs")
    assert unsigned(package) == []


def test_a_document_of_another_signatory_stays_as_it_is() -> None:
    package = mapped(copy_of_act(), "agent_ec", "agent_guichet")
    assert (signatories(package)["copy"], signatories(package)["rejection"]) == ("officier_ec", "officier_ec")


def test_a_flow_that_the_role_calls_is_done_by_the_other() -> None:
    package = mapped(opened(LIFE_CYCLE, life_cycle_files()), "chef_service", "dgs")
    completeness = package.flows.models["completeness"]
    assert completeness.elements["check-completeness"].role == "dgs"
    assert completeness.elements["supply-pieces"].role == "citizen"
    assert signatories(package)["decision"] == "president"
    assert unsigned(package) == []


def test_a_role_that_only_calls_a_flow_has_work_to_give() -> None:
    files = life_cycle_files()
    diagram = f"processes/{LIFE_CYCLE}/{LIFE_CYCLE}.bpmn"
    call = b'calledElement="completeness" mastara:role="chef_service"'
    files[diagram] = files[diagram].replace(call, call.replace(b"chef_service", b"agent_guichet"))
    base = opened(LIFE_CYCLE, files)
    assert "agent_guichet" in base.names("roles")
    package = mapped(base, "agent_guichet", "dgs")
    assert package.flows.models["completeness"].elements["check-completeness"].role == "dgs"
    assert package.bpmn.elements["review"].role == "chef_service"


def test_a_document_of_a_flow_is_signed_by_the_other_in_the_variant_alone() -> None:
    files = life_cycle_files()
    files[FLOWS] = files[FLOWS].replace(
        b"register: DEC, signatory: president", b"register: DEC, signatory: chef_service"
    )
    package = mapped(opened(LIFE_CYCLE, files), "chef_service", "dgs")
    assert signatories(package)["decision"] == "dgs"
    assert package.documents["decision"] == files["processes/_shared/documents/decision.typ"].decode()
    assert package.files[FLOWS] == files[FLOWS]
    assert unsigned(package) == []
    assert [finding for finding in lint(package) if finding.severity == "error"] == []


def test_a_document_that_nobody_would_sign_is_told() -> None:
    files = read_tree(ROOT / "processes", ROOT / "forms", COPY)
    path = manifest_path(COPY)
    files[path] = files[path].replace(b"register: EC, signatory: officier_ec", b"register: EC, signatory: regisseur")
    [finding] = unsigned(package_from_files(COPY, files))
    assert (finding.element, finding.severity) == ("copy", "error")
    assert finding.line is not None and b"{key: copy" in files[path].splitlines()[finding.line - 1]
    assert "regisseur" in finding.message


def test_citizens_and_the_platform_are_no_office_of_a_commune() -> None:
    base = copy_of_act()
    assert base.names("roles").isdisjoint({"citizen", "system"})
    for role in ("citizen", "system"):
        assert resolve(base, overlay_on(base, MapRole(role=role, to="dgs"))).variant is None
