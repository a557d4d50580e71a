"""One case of each system of the country on the screens: it is filed, agents act, an act or an answer comes out.

Watiqa has its own walk, with every page looked at: `test_whole_job.py`.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.served import Site
from tests.browser.stepping import Walk
from tests.browser.watching import Browsers

Begin = Callable[[str, str], Walk]


@pytest.fixture
def walk(site: Site, browsers: Browsers, tmp_path: Path) -> Begin:
    """Begin a walk by a scenario of a procedure."""
    return lambda slug, scenario: Walk(site, browsers, slug, scenario, tmp_path)


def test_chikaya_answers_a_complaint(walk: Begin) -> None:
    complaint = walk("complaint", "answered")
    complaint.file()
    complaint.go_to_the_end()
    assert complaint.outcome() == "satisfied"
    assert complaint.read_paper().startswith(b"%PDF-")


def test_wraqi_certifies_a_copy(walk: Begin) -> None:
    copy = walk("signature-legalisation", "copy")
    copy.file()
    copy.go_to_the_end()
    assert copy.outcome() == "delivered"


def test_chafafiya_communicates_a_document(walk: Begin) -> None:
    request = walk("access-to-information", "granted")
    request.file()
    request.go_to_the_end()
    assert request.outcome() == "granted"
    assert request.read_paper().startswith(b"%PDF-")


def test_rokhas_receives_and_controls_a_declared_activity(walk: Begin) -> None:
    activity = walk("economic-activity", "declared")
    activity.file()
    activity.go_to_the_end()
    assert activity.outcome() == "declared"
    assert activity.read_paper().startswith(b"%PDF-")


def test_the_civil_register_draws_up_a_birth(walk: Begin) -> None:
    birth = walk("birth-declaration", "in-time")
    birth.file()
    birth.go_to_the_end()
    assert birth.outcome() == "registered"


def test_the_mail_office_answers_a_letter(walk: Begin) -> None:
    letter = walk("incoming-mail", "answered")
    letter.open_at_desk("agent_ordre")
    letter.go_to_the_end()
    assert letter.outcome() == "answered"
    assert letter.papers()


def test_finances_pay_a_purchase_order(walk: Begin) -> None:
    order = walk("purchase-order", "paid")
    order.open_at_desk("chef_service")
    order.go_to_the_end()
    assert order.outcome() == "paid"
    assert order.papers()


def test_indimaj_grants_a_leave(walk: Begin) -> None:
    act = walk("hr-act", "annual-leave")
    act.open_at_desk("rh")
    act.go_to_the_end()
    assert act.outcome() == "effective"
    assert act.papers()


def test_majaliss_holds_a_session_and_its_decision_becomes_enforceable(walk: Begin) -> None:
    session = walk("council-session", "governor-session")
    session.open_at_desk("secretaire_conseil")
    session.go_to_the_end()
    assert session.outcome() == "enforceable"
    assert {"notice", "attendance", "minutes", "extract"} <= set(session.papers())


def test_the_national_portal_publishes_a_sheet(walk: Begin) -> None:
    sheet = walk("sheet-publication", "direct")
    sheet.open_at_desk("chef_service")
    for step in [*sheet.steps()][:4]:
        sheet.take(step)
    assert sheet.papers()
