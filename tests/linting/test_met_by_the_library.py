"""Mistakes that packages of the library met: each is found before a case stands still over it."""

from itertools import pairwise
from typing import Any

import pytest
import yaml

from app.decisions import read_decisions
from app.domain.findings import Finding
from app.domain.languages import Language
from app.linting import lint
from app.linting.sentences import find_words
from app.procedures import package_from_files
from app.procedures.flows import FLOWS
from app.procedures.registers import REGISTERS
from tests.builders.dmn import a_dmn, decision, input_data, text
from tests.builders.packages import PackageBuilder, a_package
from tests.lifecycle.package import SLUG, life_cycle_files
from tests.world.registering import SOURCE

TIMER = "=parameters.library.answer"
LANGUAGES: tuple[Language, ...] = ("fr", "ar")


def said(findings: list[Finding]) -> list[str]:
    """Return the messages, each of which has words in French and in Arabic."""
    for finding in findings:
        assert all(find_words(finding.message, language) for language in LANGUAGES), finding.message
    return [finding.message for finding in findings]


@pytest.mark.parametrize(
    "timer",
    [
        "=if age &lt; 18 then parameters.library.answer else parameters.library.review_target",
        '=duration("P3D")',
        "=chosen_day",
    ],
)
def test_a_timer_that_gives_a_moment_is_accepted(timer: str) -> None:
    assert a_package().diagram(TIMER, timer).findings("timer-moment") == []


@pytest.mark.parametrize(
    "timer",
    ["=parameters.library.answer + 3", "=if age &lt; 18 then 5 else parameters.library.answer", "=max(3, 4)"],
)
def test_a_timer_that_gives_a_number_is_found(timer: str) -> None:
    [message] = said(a_package().diagram(TIMER, timer).findings("timer-moment"))
    assert "found the number" in message and "“too-late”" in message


def test_an_entry_that_hides_the_item_of_its_loop_is_found() -> None:
    script = '<scriptTask id="sum-up"><script>={ all: for line in lines return {line: line.a, b: line.b} }</script>'
    process = f'<startEvent id="s"/>{script}</scriptTask><endEvent id="e"/>{_arrows("s", "sum-up", "e")}'
    [message] = said(_drawn(a_package(), process).findings("hidden-item"))
    assert "“line”" in message


def test_an_entry_of_a_decision_that_hides_the_item_of_its_loop_is_found() -> None:
    written = "for sub total in lines return {sub total: sub total.a, b: sub total.b}"
    model = read_decisions(a_dmn(input_data("lines"), decision("sum", text(written), needs=["lines"])), file="sum.dmn")
    [message] = said([each for each in model.findings() if each.rule == "hidden-item"])
    assert "“sub total”" in message


def _arrows(*ids: str) -> str:
    return "".join(f'<sequenceFlow id="{a}--{b}" sourceRef="{a}" targetRef="{b}"/>' for a, b in pairwise(ids))


def _drawn(builder: PackageBuilder, process: str) -> PackageBuilder:
    return builder.draw(
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:mastara="urn:mastara:bpmn:1">'
        f'<process id="library-card" isExecutable="true">{process}</process></definitions>'
    )


def _refund(given: str, before: str = "") -> list[str]:
    task = (
        '<serviceTask id="refund" mastara:operation="payment.refund"><extensionElements>'
        f'<mastara:input name="payment" value="{given}"/></extensionElements></serviceTask>'
    )
    ids = ("s", "ask", "refund", "e") if before else ("s", "refund", "e")
    process = f'<startEvent id="s"/>{before}{task}<endEvent id="e"/>{_arrows(*ids)}'
    return said(_drawn(a_package(), process).findings("refund-reference"))


ASK = '<serviceTask id="ask" mastara:operation="payment.request" mastara:result="payment"/>'
WRITE = '<scriptTask id="ask"><script>={ payment: {reference: "P1"} }</script></scriptTask>'


@pytest.mark.parametrize("before", [ASK, WRITE])
def test_a_refund_of_a_payment_that_the_case_knows_is_accepted(before: str) -> None:
    assert _refund("=payment.reference", before) == []
    assert _refund("=if payment = null then null else payment.reference", before) == []


@pytest.mark.parametrize(
    ("given", "words"),
    [("=payment", "found “=payment”"), ("P-12", "found “P-12”"), ("=paid.reference", "write “paid”")],
)
def test_a_refund_without_the_reference_of_a_payment_is_found(given: str, words: str) -> None:
    [message] = _refund(given, ASK)
    assert words in message


def test_a_document_numbered_in_a_shared_register_is_found() -> None:
    class _WithRegisters(PackageBuilder):
        def files(self) -> dict[str, bytes]:
            return {**super().files(), REGISTERS: SOURCE}

    def numbered(letters: str) -> list[Finding]:
        document: dict[str, Any] = {"key": "card", "file": "documents/card.typ", "register": letters}
        builder = _WithRegisters().manifest(documents=[document])
        builder._others["processes/library-card/documents/card.typ"] = b"= Card"
        return builder.findings("document-register")

    births = next(kind for kind in _WithRegisters().build().registers.values() if kind.key == "births")
    [message] = said(numbered(births.prefix))
    assert "“births”" in message
    assert numbered("CRD") == []


def _life_cycle(path: str, old: bytes, new: bytes) -> list[Finding]:
    files = life_cycle_files()
    assert old in files[path]
    files[path] = files[path].replace(old, new, 1)
    return lint(package_from_files(SLUG, files))


def test_a_shared_flow_is_read_like_the_diagram() -> None:
    path = f"{FLOWS}payment.bpmn"
    wrong = b'mastara:operation="register.search" mastara:result="payment"><extensionElements>'
    wrong += b'<mastara:input name="register" value="nowhere"/></extensionElements><extensionElements>'
    old = b'mastara:operation="payment.request" mastara:result="payment">\n      <extensionElements>'
    found = [each for each in _life_cycle(path, old, wrong) if each.rule == "register-known"]
    assert [(each.file, each.element) for each in found] == [(path, "request-payment")]
    asked = wrong.replace(b"register.search", b"external.request").replace(b'name="register"', b'name="system"')
    found = [each for each in _life_cycle(path, old, asked) if each.rule == "system-known"]
    assert [(each.file, each.element) for each in found] == [(path, "request-payment")]


def test_the_end_of_the_legal_period_stands_in_the_procedures_own_diagram() -> None:
    files = life_cycle_files()
    path = f"processes/{SLUG}/procedure.yaml"
    manifest = yaml.safe_load(files[path])
    manifest["deadline"]["ends_after"] = ["decide"]
    files[path] = yaml.safe_dump(manifest, allow_unicode=True).encode()
    found = [each for each in lint(package_from_files(SLUG, files)) if each.rule == "deadline-elements"]
    [message] = said(found)
    assert "“decide”" in message and "name the call" in message
