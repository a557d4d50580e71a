"""A commune adopts a procedure, changes it inside the policy, publishes, and goes back."""

from datetime import date, timedelta

import pytest

from app.commands.bus import Forbidden, execute
from app.commands.publishing import OfferProcedure
from app.commands.tailoring.adopting import AdoptProcedure, CloseToCitizens, OpenToCitizens
from app.commands.tailoring.changing import ChangeOperation, SaveOperations
from app.commands.tailoring.effect import PutDueOverlaysInEffect, WithdrawOverlay
from app.commands.tailoring.errors import (
    AlreadyAdopted,
    NothingToLeave,
    OperationsRefused,
    OutcomesUnread,
    ReasonMissing,
    WaitsAlready,
)
from app.commands.tailoring.returning import ReturnToNational, ReturnToOverlay
from app.domain.actors import SYSTEM
from app.domain.clock import FixedClock
from app.procedures.tailoring import read_overlay
from app.queries.tailoring import open_workshop
from app.store import publication, tailoring
from app.store.tailoring import TailoringMoved, TailoringUnknown
from tests.world.places import AZROU, CASABLANCA, SLUG, TABANT, World
from tests.world.tailoring import adopt, check, dgs, explained, longer_collection, publish, save_operations

WHY = "Les usagers ne comprennent pas ce changement."


def offered(commune_id: str = AZROU) -> str:
    offering = publication.find_offering(commune_id, SLUG)
    assert offering is not None
    return offering.deployment_id


@pytest.fixture
def adopted(world: World) -> World:
    adopt(world)
    return world


class TestAdopting:
    def test_begins_an_empty_workshop_on_the_version_in_effect(self, world: World) -> None:
        workshop = adopt(world)
        assert workshop.operations == ()
        assert not workshop.is_behind
        assert [act.kind for act in tailoring.list_acts(AZROU, SLUG)] == ["adopted"]

    def test_twice_is_told(self, adopted: World) -> None:
        with pytest.raises(AlreadyAdopted):
            adopt(adopted)

    def test_is_refused_to_who_directs_another_commune(self, world: World) -> None:
        command = AdoptProcedure(commune_id=AZROU, slug=SLUG)
        with pytest.raises(Forbidden):
            execute(command, actor=dgs(world, CASABLANCA), services=world.services)

    def test_closing_says_why_in_both_languages_and_opening_takes_it_back(self, adopted: World) -> None:
        close = CloseToCitizens(
            commune_id=AZROU, slug=SLUG, reason_fr="Inventaire annuel.", reason_ar="الجرد السنوي للسجلات."
        )
        execute(close, actor=dgs(adopted), services=adopted.services)
        closed = publication.find_offering(AZROU, SLUG)
        assert closed is not None
        assert (closed.open, closed.closed_reason_ar) == (False, "الجرد السنوي للسجلات.")
        execute(OpenToCitizens(commune_id=AZROU, slug=SLUG), actor=dgs(adopted), services=adopted.services)
        reopened = publication.find_offering(AZROU, SLUG)
        assert reopened is not None
        assert (reopened.open, reopened.closed_reason_fr) == (True, "")


class TestChanging:
    def test_keeps_operations_and_what_was_typed_for_the_publication(self, adopted: World) -> None:
        save_operations(adopted, [longer_collection(), explained()], decision_reference="Délibération n° 3/2026")
        workshop = open_workshop(AZROU, SLUG)
        assert workshop.operations == (longer_collection(), explained())
        assert workshop.row.details["decision_reference"] == "Délibération n° 3/2026"

    def test_refuses_outside_the_policy_with_the_rule_and_its_keeper(self, adopted: World) -> None:
        with pytest.raises(OperationsRefused) as refused:
            save_operations(adopted, [longer_collection(days=400)])
        assert "parameters.watiqa.collection_period" in str(refused.value)
        assert "the DGCT" in str(refused.value)
        assert open_workshop(AZROU, SLUG).operations == ()

    def test_the_second_of_two_administrators_is_told(self, adopted: World) -> None:
        seen = open_workshop(AZROU, SLUG).row.revision
        save_operations(adopted, [longer_collection()], seen=seen)
        with pytest.raises(TailoringMoved):
            save_operations(adopted, [explained()], seen=seen)
        assert open_workshop(AZROU, SLUG).operations == (longer_collection(),)

    def test_one_operation_takes_the_place_of_the_one_on_the_same_thing(self, adopted: World) -> None:
        seen = save_operations(adopted, [longer_collection(), explained()])
        change = ChangeOperation(commune_id=AZROU, slug=SLUG, seen=seen, operation=longer_collection(days=150))
        seen = execute(change, actor=dgs(adopted), services=adopted.services)
        assert set(open_workshop(AZROU, SLUG).operations) == {longer_collection(days=150), explained()}
        remove = ChangeOperation(commune_id=AZROU, slug=SLUG, seen=seen, removed=explained().identity)
        execute(remove, actor=dgs(adopted), services=adopted.services)
        assert open_workshop(AZROU, SLUG).operations == (longer_collection(days=150),)

    def test_needs_an_adopted_procedure(self, world: World) -> None:
        command = SaveOperations(commune_id=AZROU, slug=SLUG, seen=1, operations=())
        with pytest.raises(TailoringUnknown):
            execute(command, actor=dgs(world), services=world.services)


class TestPublishing:
    def test_new_cases_of_that_commune_follow_the_variant_and_of_no_other(self, adopted: World) -> None:
        national = offered(TABANT)
        save_operations(adopted, [explained()])
        published = publish(adopted)
        assert offered() == published.deployment_id != national
        assert offered(TABANT) == national
        package = adopted.services.deployments.get(published.deployment_id).package
        assert package.text("statuses.ready-to-collect.explanation", "fr") == "Votre document vous attend au guichet."

    def test_what_was_published_is_kept_as_one_readable_file(self, adopted: World) -> None:
        save_operations(adopted, [explained()])
        number = publish(adopted).number
        kept = tailoring.get_overlay(AZROU, SLUG, number)
        overlay = read_overlay(kept.content.encode(), file="kept.yaml")
        assert overlay.operations == (explained(),)
        assert (overlay.commune, overlay.author) == ("azrou", "Direction des services")
        assert kept.state == "in-effect"

    def test_the_national_version_stays_what_others_adopt(self, adopted: World) -> None:
        before = publication.find_newest_deployment(SLUG)
        save_operations(adopted, [explained()])
        publish(adopted)
        assert publication.find_newest_deployment(SLUG) == before

    def test_is_refused_without_a_reason_which_the_file_could_not_be_read_without(self, adopted: World) -> None:
        save_operations(adopted, [explained()], reason="")
        with pytest.raises(ReasonMissing):
            publish(adopted)

    def test_offering_the_national_version_again_does_not_take_a_variant_away(self, adopted: World) -> None:
        save_operations(adopted, [explained()])
        published = publish(adopted)
        national = publication.find_newest_deployment(SLUG)
        assert national is not None
        again = OfferProcedure(deployment_id=national.id, slug=SLUG, communes=[(AZROU, None), (TABANT, None)])
        execute(again, actor=SYSTEM, services=adopted.services)
        assert offered() == published.deployment_id
        assert offered(TABANT) == national.id

    def test_equal_variants_of_two_communes_share_one_deployment(self, adopted: World) -> None:
        adopt(adopted, TABANT)
        save_operations(adopted, [explained()])
        save_operations(adopted, [explained()], commune_id=TABANT)
        first, second = publish(adopted), publish(adopted, TABANT)
        assert (first.shared, second.shared) == (False, True)
        assert first.deployment_id == second.deployment_id

    def test_changed_outcomes_are_read_first(self, adopted: World) -> None:
        save_operations(adopted, [longer_collection()])
        checked = check(adopted)
        assert [one.name for one in checked.changed]
        with pytest.raises(OutcomesUnread):
            publish(adopted, read=False)
        assert publish(adopted).number == 1

    def test_a_day_to_come_waits_and_the_worker_puts_it_in_effect(self, adopted: World, clock: FixedClock) -> None:
        national = offered()
        save_operations(adopted, [explained()])
        scheduled = publish(adopted, since=date(2026, 3, 10))
        assert scheduled.scheduled
        assert offered() == national
        with pytest.raises(WaitsAlready):
            publish(adopted)
        clock.advance(timedelta(days=7))
        due(adopted)
        assert offered() == scheduled.deployment_id

    def test_after_its_last_day_the_commune_follows_the_country_again(self, adopted: World, clock: FixedClock) -> None:
        national = offered()
        save_operations(adopted, [explained()], until="2026-03-05")
        publish(adopted)
        assert offered() != national
        clock.advance(timedelta(days=2))
        assert due(adopted) == 0, "the last day counts whole"
        clock.advance(timedelta(days=1))
        assert due(adopted) == 1
        assert offered() == national
        assert tailoring.get_overlay(AZROU, SLUG, 1).state == "ended"

    def test_what_waits_can_be_withdrawn(self, adopted: World, clock: FixedClock) -> None:
        save_operations(adopted, [explained()])
        publish(adopted, since=date(2026, 3, 10))
        withdraw = WithdrawOverlay(commune_id=AZROU, slug=SLUG, reason=WHY)
        execute(withdraw, actor=dgs(adopted), services=adopted.services)
        clock.advance(timedelta(days=8))
        assert due(adopted) == 0


class TestGoingBack:
    def test_to_the_national_version_keeps_the_changes_in_the_workshop(self, adopted: World) -> None:
        national = offered()
        save_operations(adopted, [explained()])
        publish(adopted)
        leave = ReturnToNational(commune_id=AZROU, slug=SLUG, reason=WHY)
        execute(leave, actor=dgs(adopted), services=adopted.services)
        assert offered() == national
        assert open_workshop(AZROU, SLUG).operations == (explained(),)
        with pytest.raises(NothingToLeave):
            execute(leave, actor=dgs(adopted), services=adopted.services)

    def test_to_an_earlier_overlay_publishes_it_again(self, adopted: World) -> None:
        save_operations(adopted, [explained("Première phrase pour les usagers.")])
        first = publish(adopted)
        save_operations(adopted, [explained("Deuxième phrase pour les usagers.")])
        publish(adopted)
        back = ReturnToOverlay(commune_id=AZROU, slug=SLUG, number=1, reason=WHY)
        third = execute(back, actor=dgs(adopted), services=adopted.services)
        assert (third.number, third.deployment_id) == (3, first.deployment_id)
        assert offered() == first.deployment_id

    def test_everything_stands_in_the_history_with_who_and_why(self, adopted: World) -> None:
        save_operations(adopted, [explained()])
        publish(adopted)
        leave = ReturnToNational(commune_id=AZROU, slug=SLUG, reason=WHY)
        execute(leave, actor=dgs(adopted), services=adopted.services)
        acts = tailoring.list_acts(AZROU, SLUG)
        assert [act.kind for act in acts] == ["returned-to-national", "published", "adopted"]
        assert acts[0].reason == WHY
        assert {act.actor for act in acts} == {dgs(adopted).name}


def due(world: World) -> int:
    return execute(PutDueOverlaysInEffect(), actor=SYSTEM, services=world.services)
