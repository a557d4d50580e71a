"""A commune draws steps for an extension point in a reduced studio and plugs them into its workshop."""

import json
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.commands.tailoring.checking import check_overlay
from app.domain.clock import local_day
from app.procedures.tailoring.kinds import PlugProcedure
from app.queries.tailoring import open_workshop
from app.store import modelling
from tests.builders.packages import SLUG as LIBRARY
from tests.web.studio.pages import text_of
from tests.world.drafting import save
from tests.world.local import publish_with_point
from tests.world.places import AZROU, CASABLANCA, World

HOME = "/commune/azrou/studio"
POINT = f"{HOME}/extensions/{LIBRARY}/more"
TASK = "local-verification"


@pytest.fixture
def director(sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    return sign_in(f"dgs@{AZROU}")


def begin(director: FlaskClient) -> str:
    director.post(POINT)
    (draft,) = modelling.list_drafts(AZROU)
    return draft.id


def diagram_of(draft_id: str) -> tuple[str, bytes]:
    draft = modelling.get_draft(draft_id)
    path = f"processes/{draft.slug}/{draft.slug}.bpmn"
    return path, modelling.load_files(draft_id, draft.revision)[path]


def test_steps_begin_from_one_task_that_fits_and_have_fewer_rooms(director: FlaskClient, world: World) -> None:
    publish_with_point(world)
    assert "Dessiner les étapes" in text_of(director.get(POINT))

    draft_id = begin(director)

    for room in ("diagram", "forms", f"forms/{TASK}", f"forms/{TASK}/preview", "findings", "plug"):
        assert director.get(f"{HOME}/{draft_id}/{room}").status_code == 200, room
    for room in ("fiche", "publish", "play", "parameters", "texts", "export.zip"):
        assert director.get(f"{HOME}/{draft_id}/{room}").status_code == 404, room
    assert "Les vérifications sont passées" in text_of(director.get(f"{HOME}/{draft_id}/plug"))
    assert "Brouillon, révision 1" in text_of(director.get(POINT))


def test_the_editor_offers_people_s_work_and_the_choice_of_the_way_only(director: FlaskClient, world: World) -> None:
    publish_with_point(world)
    page = text_of(director.get(f"{HOME}/{begin(director)}/diagram"))

    told = json.loads(page.partition('id="diagram-choices"')[2].partition(">")[2].partition("</script>")[0])

    assert {"serviceTask", "callActivity", "subProcess", "businessRuleTask"} <= set(told["repertoire"]["refused"])
    assert not {"userTask", "exclusiveGateway"} & set(told["repertoire"]["refused"])
    assert told["repertoire"]["events"]["endEvent"] == {"everywhere": ["none"]}
    assert told["flows"] == told["operations"] == []
    assert not {"citizen", "gouverneur"} & {role["key"] for role in told["roles"]}
    assert 'data-prefix="local-"' in page


def test_plugged_steps_are_among_the_changes_and_the_variant_holds(director: FlaskClient, world: World) -> None:
    publish_with_point(world)
    draft_id = begin(director)

    done = director.post(
        f"{HOME}/{draft_id}/plug",
        data={"seen": str(open_workshop(AZROU, LIBRARY).row.revision)},
        follow_redirects=True,
    )

    assert "parmi les changements de la commune" in text_of(done)
    workshop = open_workshop(AZROU, LIBRARY)
    (operation,) = workshop.operations
    assert isinstance(operation, PlugProcedure)
    assert operation.texts["ar"][TASK] == {"title": "التحقق لفائدة الجماعة", "action": "حفظ"}
    checked = check_overlay(
        workshop.base, workshop.overlay(today=local_day(world.services.clock.now()), author="Direction")
    )
    assert checked.prepared.errors == []
    director.post(POINT)
    again = modelling.list_drafts(AZROU)[0]
    assert b"local-verification" in diagram_of(again.id)[1]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b"userTask", b"serviceTask", "serviceTask"),
        (b'mastara:role="chef_service"', b'mastara:role="gouverneur"', "gouverneur"),
        (b'id="local-suite"', b'id="suite"', "suite"),
    ],
)
def test_what_a_commune_may_not_draw_is_said_and_not_plugged_in(
    director: FlaskClient, world: World, old: bytes, new: bytes, said: str
) -> None:
    publish_with_point(world)
    draft_id = begin(director)
    path, source = diagram_of(draft_id)
    save(world, draft_id, {path: source.replace(old, new)}, actor=world.agent("dgs"))

    page = text_of(director.get(f"{HOME}/{draft_id}/plug"))
    refused = director.post(f"{HOME}/{draft_id}/plug", data={"seen": "1"})

    assert said in page
    assert "à corriger d’abord" in page
    assert refused.status_code == 422
    assert open_workshop(AZROU, LIBRARY).operations == ()


def test_a_locked_place_and_a_stale_page_plug_nothing_in(director: FlaskClient, world: World) -> None:
    publish_with_point(world, rule="locked")
    assert "demandez à la DGCT" in text_of(director.get(POINT))
    draft_id = begin(director)

    assert director.post(f"{HOME}/{draft_id}/plug", data={"seen": "1"}).status_code == 422
    assert open_workshop(AZROU, LIBRARY).operations == ()


def test_nobody_else_reaches_the_steps(
    director: FlaskClient, sign_in: Callable[[str], FlaskClient], world: World
) -> None:
    publish_with_point(world)
    draft_id = begin(director)
    stranger = sign_in(f"dgs@{CASABLANCA}")

    assert stranger.get(POINT).status_code == 404
    assert stranger.get(f"{HOME}/{draft_id}/plug").status_code == 404
    assert director.get(f"{HOME}/extensions/{LIBRARY}/review").status_code == 404
