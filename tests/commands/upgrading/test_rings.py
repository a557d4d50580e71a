"""Pilot communes first, then the others; the time to answer, what holds for silent communes, what the DGCT may do."""

from datetime import date, timedelta

import pytest

from app.commands.bus import Forbidden, execute
from app.commands.publishing import new_deployment
from app.commands.releasing.effect import put_in_effect
from app.commands.tailoring.publishing import PublishedVariant
from app.commands.upgrading.errors import PlanRefused, RingNotOpenable
from app.commands.upgrading.planning import EVERYBODY, RingPlan, UpgradePlan, plan_upgrade
from app.commands.upgrading.steering import EndAnswers, ExtendAnswers, OpenRing, RemindCommunes
from app.domain.actors import SYSTEM
from app.domain.clock import FixedClock, local_day
from app.store import publication, releases, tailoring, upgrades
from app.store.models import Deployment
from tests.world.drafting import analyst
from tests.world.places import AZROU, CASABLANCA, SLUG, TABANT, World
from tests.world.tailoring import adopt, dgs, explained, longer_collection, publish, save_operations
from tests.world.upgrading import ELSEWHERE, NARROWER, Changes, carry_over, item_of, next_version, running_upgrade

WHY = "La conférence des gouverneurs l'a demandé."
PILOT = RingPlan(kind="communes", codes=(TABANT,))


class _Release:
    """Puts the next version in effect under a plan."""

    def __init__(self, changes: Changes, plan: UpgradePlan) -> None:
        self.changes, self.plan = changes, plan

    def authorise(self, unit) -> None:  # type: ignore[no-untyped-def]
        """Anybody: the rights of a publication are tested with it."""

    def handle(self, unit) -> Deployment:  # type: ignore[no-untyped-def]
        package = next_version(World(services=unit.services), self.changes)
        deployment = new_deployment(package, unit, published_by="test")
        publication.save(deployment)
        plan_upgrade(self.plan, deployment, unit, effect=local_day(unit.now))
        put_in_effect(deployment, unit)
        return deployment


def release(world: World, changes: Changes, **plan: object) -> str:
    command = _Release(changes, UpgradePlan(**plan))  # type: ignore[arg-type]
    return execute(command, actor=SYSTEM, services=world.services).id


def steer(world: World, command: object) -> object:
    return execute(command, actor=analyst(world), services=world.services)  # type: ignore[arg-type]


def offered(commune_id: str = AZROU) -> str:
    offering = publication.find_offering(commune_id, SLUG)
    assert offering is not None
    return offering.deployment_id


def tailor(world: World) -> PublishedVariant:
    adopt(world)
    save_operations(world, [longer_collection(), explained()])
    return publish(world)


class TestRings:
    def test_the_others_stay_on_the_former_version_until_their_ring_opens(self, world: World) -> None:
        variant = tailor(world).deployment_id
        national = offered(CASABLANCA)
        new = release(world, ELSEWHERE, rings=(PILOT, EVERYBODY))
        carry_over(world)
        assert (offered(TABANT), offered(CASABLANCA), offered()) == (new, national, variant)
        assert steer(world, OpenRing(upgrade_id=running_upgrade().id, number=2)) == 1
        carry_over(world)
        assert offered(CASABLANCA) == new
        assert item_of(AZROU).state == "followed"

    def test_a_ring_opens_on_its_day(self, world: World, clock: FixedClock) -> None:
        later = RingPlan(kind="all", opens_on=date(2026, 3, 10))
        new = release(world, ELSEWHERE, rings=(PILOT, later))
        clock.advance(timedelta(days=6))
        carry_over(world)
        assert offered() != new
        clock.advance(timedelta(days=1))
        carry_over(world)
        assert offered() == new

    def test_rings_open_once_and_in_their_order(self, world: World) -> None:
        region = RingPlan(kind="regions", codes=("06",))
        release(world, ELSEWHERE, rings=(PILOT, region, EVERYBODY))
        upgrade_id = running_upgrade().id
        for number in (1, 3):
            with pytest.raises(RingNotOpenable):
                steer(world, OpenRing(upgrade_id=upgrade_id, number=number))

    def test_a_commune_that_is_not_reached_yet_still_publishes_on_the_former_version(self, world: World) -> None:
        tailor(world)
        release(world, ELSEWHERE, rings=(PILOT, EVERYBODY))
        save_operations(world, [explained("Présentez-vous avec votre carte.")])
        assert publish(world).number == 2

    def test_a_plan_that_cannot_be_followed_is_refused_by_its_answer(self, world: World) -> None:
        wrong: dict[str, UpgradePlan] = {
            "rings": UpgradePlan(rings=(PILOT,)),
            "ring-1": UpgradePlan(rings=(RingPlan(kind="communes", codes=("99",)), EVERYBODY)),
            "days": UpgradePlan(rings=(PILOT, RingPlan(kind="all", opens_on=date(2026, 1, 1)))),
            "answer_days": UpgradePlan(answer_days=0),
            "keep_until": UpgradePlan(silent="keep", keep_until=date(2026, 3, 1)),
        }
        for field, plan in wrong.items():
            with pytest.raises(PlanRefused) as refused:
                release(world, ELSEWHERE, **{key: getattr(plan, key) for key in plan.__dataclass_fields__})
            assert refused.value.field == field


class TestSilentCommunes:
    def test_the_countrys_version_takes_the_place_of_what_is_in_conflict(self, world: World, clock: FixedClock) -> None:
        variant = tailor(world).deployment_id
        release(world, NARROWER)
        carry_over(world)
        clock.advance(timedelta(days=30))
        carry_over(world)
        assert offered() == variant, "the last day counts whole"
        clock.advance(timedelta(days=1))
        carry_over(world)
        item = item_of(AZROU)
        assert (item.state, [row["do"] for row in item.details["taken"]]) == ("defaulted", ["set-parameter"])
        package = world.services.deployments.get(offered()).package
        assert package.version == "1.2.0"
        assert package.text("statuses.ready-to-collect.explanation", "fr") == "Votre document vous attend au guichet."
        assert [upgrade.slug for upgrade, _ in upgrades.list_to_answer(AZROU)] == [SLUG], "it is told"

    def test_or_the_former_variant_goes_on_until_its_last_day(self, world: World, clock: FixedClock) -> None:
        variant = tailor(world).deployment_id
        release(world, NARROWER, silent="keep", keep_until=date(2026, 6, 1), answer_days=10)
        carry_over(world)
        clock.advance(timedelta(days=11))
        carry_over(world)
        assert (item_of(AZROU).state, offered()) == ("kept", variant)
        clock.advance(timedelta(days=80))
        carry_over(world)
        assert item_of(AZROU).state == "defaulted"
        assert offered() != variant


class TestSteering:
    def test_more_time_is_given_with_a_reason(self, world: World, clock: FixedClock) -> None:
        tailor(world)
        release(world, NARROWER)
        carry_over(world)
        before = upgrades.list_rings(running_upgrade().id)[0].answers_by
        steer(world, ExtendAnswers(upgrade_id=running_upgrade().id, days=15, reason=WHY))
        after = upgrades.list_rings(running_upgrade().id)[0].answers_by
        assert before is not None and after == before + timedelta(days=15)
        assert releases.list_acts(SLUG)[0].reason == WHY

    def test_communes_that_have_not_answered_are_reminded_in_their_history(self, world: World) -> None:
        tailor(world)
        release(world, NARROWER)
        carry_over(world)
        assert steer(world, RemindCommunes(upgrade_id=running_upgrade().id)) == 1
        assert tailoring.list_acts(AZROU, SLUG)[0].kind == "upgrade-reminded"
        assert item_of(AZROU).reminded_at is not None

    def test_the_time_for_answers_can_be_ended_and_the_rule_applies(self, world: World) -> None:
        tailor(world)
        release(world, NARROWER)
        carry_over(world)
        steer(world, EndAnswers(upgrade_id=running_upgrade().id, reason=WHY))
        carry_over(world)
        assert item_of(AZROU).state == "defaulted"
        assert [one.state for one in upgrades.list_upgrades()] == ["closed"]

    def test_a_commune_steers_nothing(self, world: World) -> None:
        release(world, ELSEWHERE, rings=(PILOT, EVERYBODY))
        command = OpenRing(upgrade_id=running_upgrade().id, number=2)
        with pytest.raises(Forbidden):
            execute(command, actor=dgs(world), services=world.services)
