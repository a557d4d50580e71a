"""A commune writes a procedure of its own in the same studio, publishes it and runs it; nobody else's is touched."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.commands.bus import Forbidden, execute
from app.commands.releasing.errors import ApprovalMissing
from app.commands.studio.saving import FileRefused
from app.commands.studio.starting import StartDraft
from app.commands.tailoring.adopting import AdoptProcedure
from app.commands.tailoring.errors import NothingNational
from app.deployments.drafts import open_draft, read_draft
from app.deployments.local import local_package_files, national_start
from app.store import modelling, publication, territory
from tests.web.studio.pages import text_of
from tests.web.studio.test_beginning import TYPED
from tests.world.drafting import analyst, save, start_draft
from tests.world.journeys import case_of, complete, open_task
from tests.world.local import LOCAL, approve_local, local_files, offer_local, president, publish_local, start_local
from tests.world.places import AZROU, CASABLANCA, World
from tests.world.two_versions import file_card

HOME = "/commune/azrou/studio"


@pytest.fixture
def director(sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    return sign_in(f"dgs@{AZROU}")


def test_the_director_composes_a_procedure_in_the_commune_and_every_room_opens(
    director: FlaskClient, world: World
) -> None:
    begun = director.post(f"{HOME}/new", data={**TYPED, "slug": "street-market", "steps": ["completeness"]})

    (row,) = modelling.list_drafts(AZROU)
    assert (row.slug, row.commune_id) == ("local-azrou-street-market", AZROU)
    assert begun.location.endswith(f"{HOME}/{row.id}/")
    for room in ("", "fiche", "diagram", "forms", "texts", "parameters", "findings", "publish", "compare", "play"):
        page = director.get(f"{HOME}/{row.id}/{room}")
        assert page.status_code == 200, room
        assert f"/studio/{row.id}/policy" not in text_of(page)
        assert 'href="/studio/' not in text_of(page), f"{room} leads out of the commune's studio"
    assert "local-azrou-street-market" in text_of(director.get(f"{HOME}/"))


def test_a_commune_approves_publishes_and_offers_its_procedure_on_the_screens(
    director: FlaskClient, sign_in: Callable[[str], FlaskClient], client: FlaskClient, world: World
) -> None:
    draft_id = start_local(world)
    assert publication.find_newest_deployment(LOCAL, AZROU) is None
    director.post(f"{HOME}/{draft_id}/publish/ask", data={"note": "Merci de relire."})
    president(world)
    elected = sign_in(f"president@{AZROU}")
    waiting = text_of(elected.get(f"{HOME}/approvals"))
    request_id = waiting.partition(f"{HOME}/approvals/")[2].partition('"')[0]
    assert "decision" not in text_of(director.get(f"{HOME}/approvals/{request_id}"))
    elected.post(f"{HOME}/approvals/{request_id}", data={"decision": "approve"})
    director.post(f"{HOME}/{draft_id}/publish", data={"current": ""})

    offered = director.post(f"{HOME}/procedures/{LOCAL}/offer", data={"service": ""}, follow_redirects=True)

    assert "offerte aux usagers" in text_of(offered)
    deployment = publication.find_newest_deployment(LOCAL, AZROU)
    assert deployment is not None
    assert deployment.commune_id == AZROU
    assert LOCAL in text_of(client.get("/fr/communes/azrou"))
    assert client.get(f"/fr/communes/azrou/procedures/{LOCAL}").status_code == 200


def test_a_citizen_files_it_and_a_clerk_finishes_it(world: World) -> None:
    offer_local(world)

    filed = file_card(world, slug=LOCAL)
    complete(world, open_task(filed), {"verdict": "accepted"})

    assert case_of(filed).state == "closed"
    assert case_of(filed).outcome == "accepted"


def test_it_does_not_exist_for_another_commune_nor_for_the_country(
    sign_in: Callable[[str], FlaskClient], client: FlaskClient, world: World
) -> None:
    deployment_id = offer_local(world)
    (draft,) = modelling.list_drafts(AZROU)
    stranger = sign_in(f"dgs@{CASABLANCA}")
    for address in (f"{HOME}/", f"{HOME}/{draft.id}/fiche", f"{HOME}/procedures/{LOCAL}"):
        assert stranger.get(address).status_code == 404, address
    own = territory.get_commune_by_id(CASABLANCA).slug
    assert stranger.get(f"/commune/{own}/studio/{draft.id}/fiche").status_code == 404
    assert client.get(f"/fr/procedures/{LOCAL}").status_code == 404
    assert publication.find_newest_deployment(LOCAL) is None
    assert deployment_id not in [row.id for row in publication.list_newest_deployments()]
    with pytest.raises(NothingNational):
        execute(
            AdoptProcedure(commune_id=CASABLANCA, slug=LOCAL),
            actor=world.agent("dgs", CASABLANCA),
            services=world.services,
        )


def test_an_analyst_reads_it_and_cannot_change_it(sign_in: Callable[[str], FlaskClient], world: World) -> None:
    draft_id = start_local(world)
    reader = sign_in("analyst@country")

    assert "elle seule la change" in text_of(reader.get(f"/studio/{draft_id}/texts"))
    assert LOCAL not in text_of(reader.get("/studio/"))
    assert reader.post(f"/studio/{draft_id}/texts", data={}).status_code == 404
    with pytest.raises(Forbidden):
        save(world, draft_id, {f"processes/{LOCAL}/CHANGELOG.md": b"# x\n"}, actor=analyst(world))


def test_a_director_has_no_way_into_national_drafts(director: FlaskClient, world: World) -> None:
    national = start_draft(world)

    assert director.get(f"{HOME}/{national}/fiche").status_code == 404
    assert director.get(f"/studio/{national}/fiche").status_code == 403
    with pytest.raises(Forbidden):
        save(world, national, {"processes/civil-status-copy/CHANGELOG.md": b"# x\n"}, actor=world.agent("dgs"))


def test_names_of_the_country_and_of_communes_never_meet(world: World) -> None:
    files = local_files()
    with pytest.raises(FileRefused):
        execute(StartDraft(slug=LOCAL, files=files, origin="copy"), actor=analyst(world), services=world.services)
    with pytest.raises(FileRefused):
        execute(
            StartDraft(slug="civil-status-copy", files=files, origin="copy", commune_id=AZROU),
            actor=world.agent("dgs"),
            services=world.services,
        )


def test_nothing_local_is_published_without_the_president_and_the_next_version_follows(world: World) -> None:
    draft_id = start_local(world)
    with pytest.raises(ApprovalMissing):
        publish_local(world, draft_id)
    approve_local(world, draft_id)
    publish_local(world, draft_id)
    second = start_local(world, "1.1.0")
    approve_local(world, second)

    released = publish_local(world, second)

    current = publication.find_newest_deployment(LOCAL, AZROU)
    assert current is not None
    assert (current.id, current.version) == (released.deployment_id, "1.1.0")
    assert len(publication.list_versions(LOCAL, AZROU)) == 2


def test_the_country_may_begin_a_procedure_from_one_of_a_commune(world: World) -> None:
    deployment_id = offer_local(world)
    files = national_start(deployment_id, "library-card")
    command = StartDraft(slug="library-card", files=files, origin="local", based_on=deployment_id)

    draft_id = execute(command, actor=analyst(world), services=world.services)

    draft = open_draft(draft_id, world.services.library)
    assert (draft.commune_id, draft.origin, draft.based_on) == (None, "local", deployment_id)
    assert read_draft(draft).errors == []
    assert set(draft.files) == {path.replace(LOCAL, "library-card") for path in local_package_files(deployment_id)}
