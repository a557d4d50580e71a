"""The register: a commune offers, the DGCT judges, other communes take, the country keeps where it was born."""

from dataclasses import replace

import pytest

from app.commands.bus import Forbidden, execute
from app.commands.practices.noting import (
    NotCarriedOver,
    NothingToOffer,
    OfferedAlready,
    ReasonMissing,
    StateRefused,
    WordsMissing,
)
from app.commands.practices.offering import WithdrawPractice
from app.commands.practices.promoting import NameTaken, PromotePractice
from app.commands.practices.taking import TakePractice
from app.deployments.drafts import open_draft, read_draft
from app.domain.actors import Actor
from app.procedures.library import own_files
from app.queries.sheet import read_sheet
from app.queries.tailoring import open_workshop
from app.queries.variants.practices import measure, things_of_practice
from app.store import modelling, practices, publication, tailoring
from app.store.database import transaction
from app.store.models import Deployment, Offering
from app.store.practices import PracticeMoved, PracticeUnknown
from tests.builders.packages import SLUG as LIBRARY
from tests.builders.packages import a_package
from tests.world.journeys import file_request
from tests.world.places import AZROU, CASABLANCA, SLUG, TABANT, World
from tests.world.practices import WORDS, dgct, judge, offer, tailored
from tests.world.tailoring import adopt, dgs, explained

WHY = "Dites combien d’usagers étaient concernés."


def promote(world: World, practice, *, slug: str = "", actor: Actor | None = None) -> str:
    command = PromotePractice(practice_id=practice.id, seen=practices.get_practice(practice.id).revision, slug=slug)
    return execute(command, actor=actor or dgct(), services=world.services)


def take(world: World, practice, commune_id: str) -> int:
    command = TakePractice(practice_id=practice.id, commune_id=commune_id)
    return execute(command, actor=dgs(world, commune_id), services=world.services)


class TestOffering:
    def test_keeps_words_changes_and_figures(self, world: World) -> None:
        tailored(world)
        file_request(world)
        practice = offer(world, results=measure(AZROU, SLUG, now=world.services.clock.now()))
        assert (practice.kind, practice.state) == ("tailoring", "offered")
        assert practice.results["under"]["filed"] == 1
        (thing,) = things_of_practice(practice, "ar")
        assert thing.local == "وثيقتكم جاهزة بالشباك."
        assert [one.practice.id for one in practices.list_practices(search="prevenir AZROU")] == [practice.id]
        assert not practices.list_practices(search="inconnu")

    def test_needs_something_of_its_own(self, world: World) -> None:
        with pytest.raises(NothingToOffer):
            offer(world)

    def test_needs_both_languages(self, world: World) -> None:
        tailored(world)
        words = {**WORDS, "title": {"fr": "Prévenir les usagers", "ar": ""}, "lessons": {"fr": "Beaucoup."}}
        with pytest.raises(WordsMissing) as missing:
            offer(world, words=words)
        assert set(missing.value.fields) == {"title_ar", "lessons_ar"}

    def test_twice_is_told(self, world: World) -> None:
        tailored(world)
        offer(world)
        with pytest.raises(OfferedAlready):
            offer(world)


class TestJudging:
    def test_a_returned_practice_is_offered_again_with_better_words(self, world: World) -> None:
        tailored(world)
        practice = judge(world, offer(world), "returned", WHY)
        assert (practice.state, practice.decision_reason) == ("returned", WHY)
        again = offer(world, practice_id=practice.id, seen=practice.revision)
        assert (again.id, again.state) == (practice.id, "offered")
        assert [act.kind for act in practices.list_acts(practice.id)] == ["offered", "returned", "offered"]

    def test_says_why_not(self, world: World) -> None:
        tailored(world)
        with pytest.raises(ReasonMissing):
            judge(world, offer(world), "declined", "non")

    def test_is_refused_to_communes_and_after_the_end(self, world: World) -> None:
        tailored(world)
        practice = offer(world)
        withdraw = WithdrawPractice(commune_id=AZROU, practice_id=practice.id, seen=1)
        with pytest.raises(PracticeUnknown):
            foreign = replace(withdraw, commune_id=CASABLANCA)
            execute(foreign, actor=dgs(world, CASABLANCA), services=world.services)
        execute(withdraw, actor=dgs(world), services=world.services)
        with pytest.raises(StateRefused):
            judge(world, practice)

    def test_the_second_of_two_judges_is_told(self, world: World) -> None:
        tailored(world)
        practice = judge(world, offer(world))
        stale = PromotePractice(practice_id=practice.id, seen=1)
        with pytest.raises(PracticeMoved):
            execute(stale, actor=dgct(), services=world.services)


class TestTaking:
    def test_brings_the_changes_into_the_workshop_and_names_the_taker(self, world: World) -> None:
        tailored(world)
        practice = judge(world, offer(world))
        adopt(world, TABANT)
        take(world, practice, TABANT)
        assert open_workshop(TABANT, SLUG).operations == (explained(),)
        assert [commune.slug for commune, _ in practices.list_takers(practice.id)] == ["tabant"]
        assert tailoring.list_acts(TABANT, SLUG)[0].kind == "practice-taken"

    def test_needs_an_accepted_practice_inside_the_policy(self, world: World) -> None:
        tailored(world)
        practice = offer(world)
        adopt(world, TABANT)
        with pytest.raises(StateRefused):
            take(world, practice, TABANT)
        practice = judge(world, practice)
        with transaction():
            row = practices.get_practice(practice.id)
            row.operations = [{"do": "map-role", "role": "officier_ec", "to": "dgs"}]
        with pytest.raises(NotCarriedOver):
            take(world, practice, TABANT)


class TestPromoting:
    def test_a_tailoring_becomes_the_next_national_version_and_keeps_its_origin(self, world: World) -> None:
        tailored(world)
        practice = judge(world, offer(world))
        draft = open_draft(promote(world, practice), world.services.library)
        package = read_draft(draft).package
        assert package is not None
        assert (package.version, draft.origin) == ("1.2.0", "practice")
        assert package.text("statuses.ready-to-collect.explanation", "fr") == "Votre document vous attend au guichet."
        assert package.manifest["policy"]["parameters"], "communes may tailor it as before"
        day = world.services.clock.now().date()
        assert read_sheet(package, day=day, language="ar").origin == "أزرو"
        assert practices.get_practice(practice.id).promoted_slug == SLUG

    def test_a_local_procedure_becomes_a_national_one_under_a_new_name(self, world: World) -> None:
        own_procedure(world)
        practice = judge(world, offer(world, slug=LIBRARY))
        assert practice.kind == "local"
        with pytest.raises(NameTaken):
            promote(world, practice, slug=SLUG)
        draft_id = promote(world, practice, slug="carte-de-lecture")
        draft = modelling.get_draft(draft_id)
        package = read_draft(open_draft(draft_id, world.services.library)).package
        assert package is not None
        assert (draft.slug, draft.commune_id, package.version) == ("carte-de-lecture", None, "1.0.0")
        assert package.manifest["origin"]["commune"] == "azrou"

    def test_is_an_analysts_act(self, world: World) -> None:
        tailored(world)
        practice = judge(world, offer(world))
        with pytest.raises(Forbidden):
            promote(world, practice, actor=dgs(world))


def own_procedure(world: World) -> None:
    """Let Azrou offer a procedure of its own."""
    package = a_package().build()
    assert own_files(LIBRARY, dict(package.files))
    with transaction():
        deployment = Deployment(
            id="local-of-azrou",
            commune_id=AZROU,
            slug=LIBRARY,
            version=package.version,
            digest=package.digest,
            domain=package.manifest["domain"],
            titles={"fr": "Carte", "ar": "بطاقة"},
            summaries={},
            package=package.to_zip(),
            published_at=world.services.clock.now(),
            published_by="test",
        )
        publication.save(deployment)
        publication.save(Offering(commune_id=AZROU, slug=LIBRARY, deployment_id=deployment.id, open=True))
