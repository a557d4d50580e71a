"""The citizen may take a request back until the decision; what was paid is given back."""

import pytest

from app.commands.bus import Forbidden, execute
from app.commands.filing import Filed
from app.commands.messages import DeliverMessage, NotAwaited, WithdrawCase
from app.connectors.switches import Switches, set_switches
from app.domain.actors import SYSTEM, Actor
from app.store import cases, payments, work
from app.store.simulation import StoredRecords
from tests.world.journeys import case_of, complete, file_request, newest_payment, open_task, reach
from tests.world.places import World
from tests.world.playing import citizen_of, fill_and_complete, rows_match, subscriptions_of, withdraw

NOT_FOUND = {"finding": "not-found", "finding_reasons": ["no-trace"], "finding_note": "Vérifiez le prénom du père."}
MISSING = {"completeness": "missing", "missing_pieces": ["identity-card"], "missing_reasons": ["unreadable"]}
THIRD_PARTY = {
    "relation": "other",
    "third_party_reasons": "Notaire chargé d'une succession dans la commune.",
    "interest_proof": ["mandat.png"],
}


def _at_supply(world: World) -> Filed:
    filed = file_request(world)
    complete(world, open_task(filed), MISSING)
    open_task(filed, "supply-pieces")
    return filed


def _at_third_party(world: World) -> Filed:
    filed = file_request(world, **THIRD_PARTY)
    open_task(filed, "third-party-opinion")
    return filed


def _at_payment(world: World) -> Filed:
    filed = file_request(world)
    complete(world, open_task(filed, "check-completeness"))
    assert case_of(filed).status == "awaiting-payment"
    return filed


def _at_correction(world: World) -> Filed:
    filed = file_request(world)
    fill_and_complete(world, reach(world, filed, "look-up-act"), NOT_FOUND)
    open_task(filed, "correct-reference")
    return filed


def _at_refusal(world: World) -> Filed:
    filed = file_request(world)
    fill_and_complete(world, reach(world, filed, "sign"), {"signature_decision": "refuse"})
    open_task(filed, "prepare-refusal")
    return filed


def _at(element: str):  # type: ignore[no-untyped-def]
    def go(world: World) -> Filed:
        filed = file_request(world)
        reach(world, filed, element)
        return filed

    return go


UNPAID = {
    "check-completeness": _at("check-completeness"),
    "supply-pieces": _at_supply,
    "third-party-opinion": _at_third_party,
    "payment": _at_payment,
}
PAID = {
    "look-up-act": _at("look-up-act"),
    "correct-reference": _at_correction,
    "sign": _at("sign"),
    "prepare-refusal": _at_refusal,
}


@pytest.mark.parametrize("place", sorted(UNPAID))
def test_before_payment_a_withdrawal_closes_the_case(world: World, place: str) -> None:
    filed = UNPAID[place](world)

    withdraw(world, filed)

    case = case_of(filed)
    assert (case.state, case.outcome, case.document["withdrawal_reason"]) == ("closed", "withdrawn", "Acte retrouvé")
    assert [row.state for row in payments.list_payments(case)] in ([], ["cancelled"])
    rows_match(world, filed)


@pytest.mark.parametrize("place", sorted(PAID))
def test_after_payment_a_withdrawal_gives_the_money_back_once(world: World, place: str) -> None:
    filed = PAID[place](world)

    withdraw(world, filed)

    case = case_of(filed)
    assert (case.state, case.outcome, newest_payment(filed).state) == ("closed", "withdrawn", "refunded")
    assert len(StoredRecords(world.services.clock).list_recent("payment-refunds")) == 1
    rows_match(world, filed)


def test_after_the_signature_a_withdrawal_is_refused_and_leaves_no_trace(world: World) -> None:
    filed = file_request(world, delivery_mode="counter")
    complete(world, reach(world, filed, "sign"))
    before = len(cases.list_events(case_of(filed)))
    assert open_task(filed, "hand-over")

    with pytest.raises(NotAwaited):
        withdraw(world, filed)

    assert case_of(filed).state == "open"
    assert len(cases.list_events(case_of(filed))) == before


def test_a_closed_case_is_not_withdrawn_again(world: World) -> None:
    filed = file_request(world)
    withdraw(world, filed)
    version = case_of(filed).version

    with pytest.raises(NotAwaited):
        withdraw(world, filed)

    assert case_of(filed).version == version


def test_only_who_follows_the_case_may_withdraw_it(world: World) -> None:
    filed, other = file_request(world), file_request(world)
    command = WithdrawCase(commune_id=filed.commune_id, case_id=filed.case_id)

    for actor in (Actor(kind="citizen", name="citizen"), citizen_of(other), world.agent("officier_ec")):
        with pytest.raises(Forbidden):
            execute(command, actor=actor, services=world.services)


def test_a_message_is_delivered_by_the_platform_alone(world: World) -> None:
    filed = _at_payment(world)
    command = DeliverMessage(commune_id=filed.commune_id, case_id=filed.case_id, message="payment-paid")

    for actor in (citizen_of(filed), world.agent("officier_ec")):
        with pytest.raises(Forbidden):
            execute(command, actor=actor, services=world.services)
    execute(command, actor=SYSTEM, services=world.services)

    assert case_of(filed).document["paid"] is True


def test_a_withdrawal_ends_the_failed_job_and_its_incident(world: World) -> None:
    filed = file_request(world)
    task = open_task(filed, "check-completeness")
    set_switches(StoredRecords(world.services.clock), "payment", Switches(fail_next=1, retryable=False))
    complete(world, task)
    assert [incident.element for incident in work.list_incidents()] == ["request-payment"]

    withdraw(world, filed)

    assert case_of(filed).outcome == "withdrawn"
    assert work.list_incidents() == []
    rows_match(world, filed)


def test_a_long_or_broken_reason_is_kept_as_plain_text(world: World) -> None:
    filed = file_request(world)

    withdraw(world, filed, reason="Erreur\x00 de\x07 commune\n" + "x" * 2_000)

    reason = case_of(filed).document["withdrawal_reason"]
    assert reason.startswith("Erreur de commune\n") and len(reason) == 500


def test_a_case_waits_for_a_withdrawal_until_the_decision(world: World) -> None:
    filed = file_request(world)
    reach(world, filed, "sign")

    assert {item.message for item in subscriptions_of(case_of(filed))} == {"withdrawal", "legal-period-over"}
