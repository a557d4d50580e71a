"""A new national version reaches communes: what is clean follows by itself, what is in conflict waits for an answer."""

from datetime import timedelta

import pytest

from app.commands.bus import execute
from app.commands.tailoring.errors import OnOtherBase
from app.commands.upgrading.answering import AcknowledgeUpgrade, FollowUpgrade, SaveAnswers
from app.commands.upgrading.answers import Answer, answers_from_data, operation_key
from app.commands.upgrading.errors import AnswerRefused, AnswersMissing, NothingToAnswer
from app.commands.upgrading.sources import CarriedCommune, carry_commune
from app.domain.clock import FixedClock, local_day
from app.procedures.tailoring import Operation, read_overlay
from app.queries.tailoring import open_workshop
from app.store import publication, tailoring, upgrades
from app.store.models import UpgradeItem
from app.store.upgrades import AnswersMoved
from tests.world.places import AZROU, SLUG, TABANT, World
from tests.world.tailoring import adopt, dgs, explained, longer_collection, publish, save_operations
from tests.world.upgrading import (
    ELSEWHERE,
    NARROWER,
    OTHER_GROUND,
    REWORDED,
    carry_over,
    item_of,
    publish_next,
    running_upgrade,
)


@pytest.fixture
def tailored(world: World) -> World:
    """Azrou keeps copies for 120 days and says one sentence in its own words."""
    adopt(world)
    save_operations(world, [longer_collection(), explained()])
    publish(world)
    return world


def offered(commune_id: str = AZROU) -> str:
    offering = publication.find_offering(commune_id, SLUG)
    assert offering is not None
    return offering.deployment_id


def answer(world: World, key: str, given: Answer | None, *, seen: int | None = None) -> None:
    item = item_of(AZROU)
    command = SaveAnswers(
        upgrade_id=item.upgrade_id,
        commune_id=AZROU,
        seen=item.revision if seen is None else seen,
        answers={key: given},
    )
    execute(command, actor=dgs(world), services=world.services)


def carried(world: World) -> CarriedCommune:
    item = item_of(AZROU)
    return carry_commune(
        AZROU,
        SLUG,
        running_upgrade().base_id,
        today=local_day(world.services.clock.now()),
        answers=answers_from_data(item.answers),
    )


def follow(world: World) -> UpgradeItem:
    item = item_of(AZROU)
    command = FollowUpgrade(upgrade_id=item.upgrade_id, commune_id=AZROU, seen=item.revision, carried=carried(world))
    execute(command, actor=dgs(world), services=world.services)
    return item_of(AZROU)


def kept(operation: Operation) -> Answer:
    return Answer(choice="keep", operation=operation)


LEFT = Answer(choice="national", operation=None)


class TestWithoutConflict:
    def test_communes_without_changes_follow_at_once_and_the_others_by_the_worker(self, tailored: World) -> None:
        variant = offered()
        new = publish_next(tailored, ELSEWHERE)
        assert offered(TABANT) == new
        assert offered() == variant, "it is carried over first"
        carry_over(tailored)
        assert item_of(AZROU).state == "followed"
        assert offered() not in (variant, new)
        package = tailored.services.deployments.get(offered()).package
        assert package.version == "1.2.0"
        assert package.parameters["watiqa.collection_period"].values[-1].value == 120
        assert "en route" in package.text("statuses.sent.explanation", "fr")

    def test_what_is_published_again_says_that_it_was_carried_over(self, tailored: World) -> None:
        publish_next(tailored, ELSEWHERE)
        carry_over(tailored)
        latest = tailoring.list_overlays(AZROU, SLUG)[0]
        assert (latest.origin, latest.state, latest.number) == ("rebase", "in-effect", 2)
        assert read_overlay(latest.content.encode(), file="kept").operations == (longer_collection(), explained())
        assert [act.kind for act in tailoring.list_acts(AZROU, SLUG)][:2] == ["carried-over", "published"]

    def test_the_upgrade_closes_when_everybody_has_followed(self, tailored: World) -> None:
        publish_next(tailored, ELSEWHERE)
        carry_over(tailored)
        carry_over(tailored)
        assert [one.state for one in upgrades.list_upgrades()] == ["closed"]

    def test_unpublished_changes_and_one_that_waits_for_its_day_follow_too(self, tailored: World) -> None:
        save_operations(tailored, [explained("Venez avec votre carte.")])
        publish(tailored, since=local_day(tailored.services.clock.now()) + timedelta(days=5))
        save_operations(tailored, [explained("Venez avec votre carte."), longer_collection(days=150)])
        new = publish_next(tailored, ELSEWHERE)
        carry_over(tailored)
        row = tailoring.get_tailoring(AZROU, SLUG)
        assert row.base_id == new
        assert open_workshop(AZROU, SLUG).operations == (
            explained("Venez avec votre carte."),
            longer_collection(days=150),
        )
        waiting = tailoring.find_scheduled(AZROU, SLUG)
        assert waiting is not None and waiting.base_id == new
        assert item_of(AZROU).state == "followed"

    def test_what_a_commune_should_read_stays_marked_until_it_was_read(self, tailored: World) -> None:
        publish_next(tailored, OTHER_GROUND)
        carry_over(tailored)
        item = item_of(AZROU)
        assert (item.state, item.outcome, item.read_at) == ("followed", "attention", None)
        assert [upgrade.id for upgrade, _ in upgrades.list_to_answer(AZROU)] == [item.upgrade_id]
        command = AcknowledgeUpgrade(upgrade_id=item.upgrade_id, commune_id=AZROU)
        execute(command, actor=dgs(tailored), services=tailored.services)
        assert upgrades.list_to_answer(AZROU) == []


class TestConflicts:
    def test_the_former_variant_goes_on_until_the_commune_answers(self, tailored: World) -> None:
        variant = offered()
        publish_next(tailored, NARROWER)
        carry_over(tailored)
        item = item_of(AZROU)
        assert (item.state, item.outcome) == ("asked", "conflict")
        assert [row["operation"]["do"] for row in item.details["conflicts"]] == ["set-parameter"]
        assert offered() == variant
        assert tailoring.get_tailoring(AZROU, SLUG).base_id != running_upgrade().base_id
        with pytest.raises(AnswersMissing):
            follow(tailored)

    def test_what_the_new_policy_forbids_cannot_be_kept_and_the_rule_is_named(self, tailored: World) -> None:
        publish_next(tailored, NARROWER)
        carry_over(tailored)
        with pytest.raises(AnswerRefused, match=r"watiqa\.collection_period may be changed by the DGCT"):
            answer(tailored, operation_key(longer_collection()), kept(longer_collection()))
        assert item_of(AZROU).answers == {}

    def test_another_value_inside_the_new_bounds_is_published_on_the_new_version(self, tailored: World) -> None:
        publish_next(tailored, NARROWER)
        carry_over(tailored)
        edited = Answer(choice="edit", operation=longer_collection(days=95))
        answer(tailored, operation_key(longer_collection()), edited)
        assert follow(tailored).state == "followed"
        package = tailored.services.deployments.get(offered()).package
        assert package.version == "1.2.0"
        assert package.parameters["watiqa.collection_period"].values[-1].value == 95
        assert open_workshop(AZROU, SLUG).operations == (explained(), longer_collection(days=95))

    def test_what_is_left_to_the_country_is_listed_and_kept_in_the_history(self, tailored: World) -> None:
        publish_next(tailored, NARROWER)
        carry_over(tailored)
        answer(tailored, operation_key(longer_collection()), LEFT)
        item = follow(tailored)
        assert [row["parameter"] for row in item.details["taken"]] == ["watiqa.collection_period"]
        act = next(one for one in tailoring.list_acts(AZROU, SLUG) if one.kind == "carried-over")
        assert act.data["taken"] == item.details["taken"]
        assert open_workshop(AZROU, SLUG).operations == (explained(),)

    def test_both_changed_the_same_text_and_the_commune_keeps_its_own(self, tailored: World) -> None:
        publish_next(tailored, REWORDED)
        carry_over(tailored)
        assert item_of(AZROU).details["conflicts"][0]["reason"] == "both-changed"
        answer(tailored, operation_key(explained()), kept(explained()))
        follow(tailored)
        package = tailored.services.deployments.get(offered()).package
        assert package.text("statuses.ready-to-collect.explanation", "fr") == "Votre document vous attend au guichet."

    def test_the_second_of_two_administrators_who_answer_is_told(self, tailored: World) -> None:
        publish_next(tailored, NARROWER)
        carry_over(tailored)
        seen = item_of(AZROU).revision
        answer(tailored, operation_key(longer_collection()), LEFT, seen=seen)
        with pytest.raises(AnswersMoved):
            answer(tailored, operation_key(longer_collection()), None, seen=seen)

    def test_a_second_release_takes_the_place_of_the_first_and_asks_about_what_runs(self, tailored: World) -> None:
        publish_next(tailored, NARROWER)
        carry_over(tailored)
        first = item_of(AZROU)
        publish_next(tailored, {**NARROWER, **ELSEWHERE}, version="1.3.0")
        carry_over(tailored)
        assert upgrades.get_item(first.upgrade_id, AZROU).state == "superseded"
        assert item_of(AZROU).state == "asked"
        answer(tailored, operation_key(longer_collection()), LEFT)
        follow(tailored)
        assert tailored.services.deployments.get(offered()).package.version == "1.3.0"
        done = item_of(AZROU)
        again = SaveAnswers(upgrade_id=done.upgrade_id, commune_id=AZROU, seen=done.revision, answers={})
        with pytest.raises(NothingToAnswer):
            execute(again, actor=dgs(tailored), services=tailored.services)

    def test_answers_hold_for_what_waits_and_for_the_workshop_alike(self, tailored: World, clock: FixedClock) -> None:
        save_operations(tailored, [longer_collection(), explained()])
        publish(tailored, since=local_day(clock.now()) + timedelta(days=5))
        publish_next(tailored, NARROWER)
        carry_over(tailored)
        answer(tailored, operation_key(longer_collection()), LEFT)
        assert follow(tailored).state == "followed"
        waiting = tailoring.find_scheduled(AZROU, SLUG)
        assert waiting is not None
        assert read_overlay(waiting.content.encode(), file="kept").operations == (explained(),)

    def test_while_a_commune_is_asked_nothing_is_published_on_the_former_version(self, tailored: World) -> None:
        publish_next(tailored, NARROWER)
        carry_over(tailored)
        with pytest.raises(OnOtherBase):
            publish(tailored)
