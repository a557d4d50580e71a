"""The worklist: the least time left first, true counts, claims with a result for each."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app.domain.clock import FixedClock
from app.queries import worklist as worklist_query
from app.store import cases
from tests.web.desk.addresses import slug_of
from tests.world.journeys import case_of, claim, file_request, open_task, reach
from tests.world.places import AZROU, CASABLANCA, World

SignIn = Callable[[str], FlaskClient]
AGENT = f"agent_ec@{AZROU}"


def _references(page: str) -> list[str]:
    return re.findall(r'data-open href="[^"]+"><bdi dir="ltr" class="code">([^<]+)<', page)


def _counts(page: str) -> list[int]:
    line = page[page.index('class="tab-line"') : page.index("</nav>", page.index('class="tab-line"'))]
    return [int(number) for number in re.findall(r'class="count">(\d+)<', line)]


def test_an_empty_list_says_what_will_come(sign_in: SignIn) -> None:
    page = sign_in(AGENT).get("/desk/", follow_redirects=True).text
    assert "Rien n’attend" in page
    assert "dès qu’un usager dépose une demande" in page


def test_the_least_time_left_comes_first(world: World, sign_in: SignIn, clock: FixedClock) -> None:
    older = file_request(world)
    clock.advance(timedelta(days=2))
    newer = file_request(world, requester_first="Karim")
    page = sign_in(AGENT).get("/desk/?tab=all").text
    assert _references(page) == [older.reference, newer.reference]


def test_tabs_count_mine_free_all_and_late(world: World, sign_in: SignIn, clock: FixedClock) -> None:
    mine = file_request(world)
    claim(world, open_task(mine))
    clock.advance(timedelta(days=10))
    file_request(world, requester_first="Karim")
    client = sign_in(AGENT)
    page = client.get("/desk/?tab=late").text
    assert _counts(page) == [1, 1, 2, 1]
    assert _references(page) == [mine.reference]
    assert "En retard de" in page
    assert _references(client.get("/desk/?tab=mine").text) == [mine.reference]


def test_each_sees_the_tasks_of_own_roles_and_communes_only(world: World, sign_in: SignIn) -> None:
    filed = file_request(world)
    file_request(world, commune_id=CASABLANCA)
    assert _references(sign_in(AGENT).get("/desk/?tab=all").text) == [filed.reference]
    assert _references(sign_in(f"officier_ec@{AZROU}").get("/desk/?tab=all").text) == []


def test_the_head_of_the_service_sees_the_tasks_of_every_role(world: World, sign_in: SignIn) -> None:
    filed = file_request(world)
    page = sign_in(f"chef_service@{AZROU}").get("/desk/?tab=all").text
    assert _references(page) == [filed.reference]
    assert "/claim" not in page.replace("/desk/tasks/claim", "")


@pytest.mark.parametrize("words", ["Benali", "benali karim", "KARIM"])
def test_words_are_looked_for_in_the_applicants_name(world: World, sign_in: SignIn, words: str) -> None:
    file_request(world)
    found = file_request(world, requester_first="Karim", requester_last="Benali")
    page = sign_in(AGENT).get("/desk/", query_string={"tab": "all", "q": words}).text
    assert _references(page) == [found.reference]
    assert _counts(page)[2] == 1


def test_signs_of_patterns_in_a_search_are_plain_letters(world: World, sign_in: SignIn) -> None:
    file_request(world)
    assert _references(sign_in(AGENT).get("/desk/", query_string={"tab": "all", "q": "%"}).text) == []


def test_the_list_narrows_to_one_kind_of_task(world: World, sign_in: SignIn) -> None:
    waiting = file_request(world)
    searched = file_request(world, requester_first="Karim")
    reach(world, searched, "look-up-act")
    client = sign_in(AGENT)
    kind = {"tab": "all", "kind": "civil-status-copy/look-up-act"}
    assert _references(client.get("/desk/", query_string=kind).text) == [searched.reference]
    everything = _references(client.get("/desk/", query_string={"tab": "all", "kind": "civil-status-copy"}).text)
    assert sorted(everything) == sorted([waiting.reference, searched.reference])


def test_pages_follow_each_other_without_gap_or_repeat(
    world: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worklist_query, "PAGE", 2)
    filed = [file_request(world, requester_first=name).reference for name in ("Ali", "Badr", "Chama", "Driss", "Elias")]
    client = sign_in(AGENT)
    seen: list[list[str]] = []
    address = "/desk/?tab=all"
    for _ in range(3):
        page = client.get(address).text
        seen.append(_references(page))
        following = re.search(r'rel="next" href="([^"]+)"', page)
        address = following.group(1).replace("&amp;", "&") if following else ""
    assert [len(part) for part in seen] == [2, 2, 1]
    assert sorted(reference for part in seen for reference in part) == sorted(filed)
    back = re.search(r'rel="prev" href="([^"]+)"', page)
    assert back is not None
    assert _references(client.get(back.group(1).replace("&amp;", "&")).text) == seen[1]


@pytest.mark.parametrize("place", ["x", "1e400_abc", "nan_abc", "_", "-_zzz", "99999999999999_abc"])
def test_a_made_up_place_shows_a_page_not_an_error(world: World, sign_in: SignIn, place: str) -> None:
    file_request(world)
    assert sign_in(AGENT).get("/desk/", query_string={"tab": "all", "after": place}).status_code == 200


def test_claiming_from_the_list_comes_back_to_the_list(world: World, sign_in: SignIn) -> None:
    task = open_task(file_request(world))
    client = sign_in(AGENT)
    answer = client.post(f"/desk/c/{slug_of(AZROU)}/tasks/{task.id}/claim", data={"next": "/desk/?tab=free"})
    assert answer.location == "/desk/?tab=free"
    assert cases.get_task(AZROU, task.id).assignee_id is not None


def test_claiming_leads_nowhere_else_than_to_our_pages(world: World, sign_in: SignIn) -> None:
    task = open_task(file_request(world))
    address = f"/desk/c/{slug_of(AZROU)}/tasks/{task.id}/claim"
    answer = sign_in(AGENT).post(address, data={"next": "https://elsewhere.example"})
    assert answer.location.startswith("/desk/")


def test_several_tasks_are_claimed_with_a_result_for_each(world: World, sign_in: SignIn) -> None:
    free = open_task(file_request(world))
    foreign = open_task(file_request(world, commune_id=CASABLANCA))
    page = (
        sign_in(AGENT)
        .post(
            "/desk/tasks/claim",
            data={"task": [f"azrou/{free.id}", f"{slug_of(CASABLANCA)}/{foreign.id}", "azrou/unknown", "nonsense"]},
        )
        .text
    )
    assert page.count("Prise par vous.") == 1
    assert page.count("Tâche introuvable") == 3
    assert cases.get_task(AZROU, free.id).state == "claimed"
    assert cases.get_task(CASABLANCA, foreign.id).state == "ready"


def test_a_task_held_by_a_colleague_is_named_with_the_colleague(world: World, sign_in: SignIn) -> None:
    task = open_task(file_request(world))
    claim(world, task)
    from app.store import people
    from app.store.database import transaction
    from app.store.models import Agent, RoleAssignment

    with transaction():
        people.add(
            Agent(
                id="second",
                username="second@azrou",
                password_hash="-",
                name_ar="موظف ثان",
                name_fr="Second Agent",
                language="fr",
                active=True,
                session_version=1,
                created_at=world.services.clock.now(),
            )
        )
        from app.store.database import flush

        flush()
        people.add(RoleAssignment(id="second-role", commune_id=AZROU, agent_id="second", role="agent_ec"))
    page = sign_in("second@azrou").post("/desk/tasks/claim", data={"task": [f"azrou/{task.id}"]}).text
    assert "Agent agent_ec tient déjà cette tâche." in page


def test_releasing_gives_the_task_back_to_everybody(world: World, sign_in: SignIn) -> None:
    task = open_task(file_request(world))
    claim(world, task)
    sign_in(AGENT).post(f"/desk/c/azrou/tasks/{task.id}/release")
    assert cases.get_task(AZROU, task.id).state == "ready"


def test_the_head_of_the_service_reassigns_to_somebody_with_the_role_only(world: World, sign_in: SignIn) -> None:
    filed = file_request(world)
    task = open_task(filed)
    head = sign_in(f"chef_service@{AZROU}")
    address = f"/desk/c/azrou/tasks/{task.id}/reassign"
    assert head.post(address, data={"agent": world.agent("officier_ec").id}).status_code == 403
    assert head.post(address, data={"agent": world.agent("agent_ec").id}).status_code == 302
    assert cases.get_task(AZROU, task.id).assignee_id == world.agent("agent_ec").id
    assert "Tâche confiée à Agent agent_ec" in head.get(f"/desk/c/azrou/cases/{filed.case_id}").text


def test_a_clerk_may_not_reassign(world: World, sign_in: SignIn) -> None:
    task = open_task(file_request(world))
    answer = sign_in(AGENT).post(f"/desk/c/azrou/tasks/{task.id}/reassign", data={"agent": world.agent("agent_ec").id})
    assert answer.status_code == 403
    assert case_of(file_request(world)).state == "open"


def test_the_list_is_in_arabic_right_to_left_for_who_reads_arabic(world: World, sign_in: SignIn) -> None:
    file_request(world)
    client = sign_in(AGENT)
    client.get("/language/ar")
    page = client.get("/desk/?tab=all").text
    assert '<html lang="ar" dir="rtl">' in page
    assert "مهام في انتظار المعالجة" in page
    assert "Vérifier" not in page
