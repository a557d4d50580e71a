"""The task page: one decision, everything beside it; nothing typed is lost, nothing is done twice."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app.commands.filing import Filed
from app.domain.clock import FixedClock
from app.languages import isolate
from app.store import cases, incidents
from app.store.database import transaction
from tests.builders.bpmn import a_process
from tests.builders.packages import SLUG
from tests.web.desk.addresses import task_page
from tests.world.journeys import case_of, claim, complete, file_request, open_task, reach
from tests.world.places import AZROU, World
from tests.world.stuck import REVIEW, file_small, publish

SignIn = Callable[[str], FlaskClient]
AGENT = f"agent_ec@{AZROU}"
OFFICER = f"officier_ec@{AZROU}"


def _hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None, f"no hidden field {name}"
    return found.group(1)


def test_the_page_shows_the_form_the_case_and_what_surrounds_it(world: World, sign_in: SignIn) -> None:
    filed = file_request(world)
    page = sign_in(AGENT).get(task_page(open_task(filed))).text
    assert "Le dossier est-il complet ?" in page
    assert "Enregistrer la vérification" in page
    assert "yousra.amziane@example.ma" in page
    assert "cin.png" in page
    assert "Délai légal" in page
    assert "Demande déposée en ligne" in page
    assert "complete-file" in re.search(r'data-positions="([^"]*)"', page).group(1).split()  # type: ignore[union-attr]
    assert "entitlement" in re.search(r'data-visited="([^"]*)"', page).group(1)  # type: ignore[union-attr]


def test_completing_moves_the_case_and_leads_back_to_the_list(world: World, sign_in: SignIn) -> None:
    filed = file_request(world)
    task = open_task(filed)
    client = sign_in(AGENT)
    version = _hidden(client.get(task_page(task)).text, "case_version")
    answer = client.post(task_page(task), data={"completeness": "complete", "case_version": version})
    assert answer.location == "/desk/"
    assert cases.get_task(AZROU, task.id).state == "completed"
    assert (
        f"C’est fait : Vérifier que le dossier est complet, dossier {isolate(filed.reference)}."
        in client.get("/desk/", follow_redirects=True).text
    )


def test_an_empty_form_is_shown_again_with_the_error_in_place(world: World, sign_in: SignIn) -> None:
    task = open_task(file_request(world))
    client = sign_in(AGENT)
    shown = _hidden(client.get(task_page(task)).text, "shown_fields")
    answer = client.post(task_page(task), data={"shown_fields": shown})
    assert answer.status_code == 422
    assert "error-summary" in answer.text
    assert cases.get_task(AZROU, task.id).state == "ready"


def test_questions_that_an_answer_opens_are_asked_with_what_was_typed_kept(world: World, sign_in: SignIn) -> None:
    filed = file_request(world)
    task = reach(world, filed, "look-up-act")
    client = sign_in(AGENT)
    first = client.get(task_page(task)).text
    assert 'name="act_choice"' not in re.sub(r"(?s)<template.*?</template>", "", first)
    answer = client.post(
        task_page(task),
        data={
            "finding": "found",
            "case_version": _hidden(first, "case_version"),
            "shown_fields": _hidden(first, "shown_fields"),
        },
    )
    assert answer.status_code == 200
    assert "Elles ouvrent d’autres questions" in answer.text
    assert "error-summary" not in answer.text
    assert re.search(r'value="found"[^>]*checked|checked[^>]*value="found"', answer.text)
    assert 'name="act_choice"' in answer.text
    again = client.post(
        task_page(task), data={"finding": "found", "shown_fields": "finding act_choice pending_mention"}
    )
    assert again.status_code == 422
    assert "error-summary" in again.text


def test_a_hidden_field_sent_all_the_same_is_not_taken(world: World, sign_in: SignIn) -> None:
    filed = file_request(world)
    task = reach(world, filed, "look-up-act")
    sign_in(AGENT).post(
        task_page(task),
        data={"finding": "frozen", "act_choice": "azrou-n-1994-12-318", "paid": "true", "total": "1"},
    )
    document = case_of(filed).document
    assert document["finding"] == "frozen"
    assert "act_choice" not in document
    assert document["paid"] is True
    assert "total" not in document


def test_a_task_completed_by_somebody_else_meanwhile_says_so_and_keeps_what_was_typed(
    world: World, sign_in: SignIn
) -> None:
    filed = file_request(world)
    task = open_task(filed)
    client = sign_in(AGENT)
    version = _hidden(client.get(task_page(task)).text, "case_version")
    complete(world, task)
    before = len(cases.list_submissions(case_of(filed)))
    answer = client.post(task_page(task), data={"completeness": "complete", "case_version": version})
    assert answer.status_code == 409
    assert "Cette tâche n’attend plus" in answer.text
    assert "Agent agent_ec l’a terminée le mardi 3 mars 2026" in answer.text
    assert "toutes les pièces sont là" in answer.text
    assert len(cases.list_submissions(case_of(filed))) == before
    later = client.get(task_page(task))
    assert later.status_code == 200
    assert "Agent agent_ec l’a terminée" in later.text


def test_a_case_that_changed_meanwhile_is_shown_again_with_the_answers_kept(world: World, sign_in: SignIn) -> None:
    filed = file_request(world)
    task = open_task(filed)
    client = sign_in(AGENT)
    version = _hidden(client.get(task_page(task)).text, "case_version")
    with transaction():
        cases.write_case(case_of(filed), expected_version=int(version), values={"phone": "+212600000000"})
    answer = client.post(task_page(task), data={"completeness": "complete", "case_version": version})
    assert answer.status_code == 409
    assert "Le dossier a changé pendant que vous l’aviez ouvert" in answer.text
    assert re.search(r'value="complete"[^>]*checked|checked[^>]*value="complete"', answer.text)
    fresh = _hidden(answer.text, "case_version")
    assert int(fresh) == int(version) + 1
    assert client.post(task_page(task), data={"completeness": "complete", "case_version": fresh}).status_code == 302


def test_completing_twice_with_the_same_page_does_it_once(world: World, sign_in: SignIn) -> None:
    filed = file_request(world)
    task = open_task(filed)
    client = sign_in(AGENT)
    data = {"completeness": "complete", "case_version": _hidden(client.get(task_page(task)).text, "case_version")}
    assert [client.post(task_page(task), data=data).status_code for _ in range(2)] == [302, 409]
    done = [row for row in cases.list_events(case_of(filed)) if row.kind == "TaskCompleted"]
    assert len(done) == 1


def test_a_task_held_by_a_colleague_cannot_be_completed_by_another(world: World, sign_in: SignIn) -> None:
    task = open_task(file_request(world))
    client = sign_in(AGENT)
    with transaction():
        row = cases.get_task(AZROU, task.id)
        row.state, row.assignee_id = "claimed", world.agent("officier_ec").id
    page = client.get(task_page(task)).text
    assert "Agent officier_ec tient cette tâche." in page
    assert "Enregistrer la vérification" not in page
    answer = client.post(task_page(task), data={"completeness": "complete"})
    assert answer.status_code == 409
    assert "vos réponses sont gardées ici" in answer.text


def test_a_colleague_of_another_role_reads_the_task_but_cannot_complete_it(world: World, sign_in: SignIn) -> None:
    task = open_task(file_request(world))
    officer = sign_in(OFFICER)
    page = officer.get(task_page(task))
    assert page.status_code == 200
    assert "demande le rôle « Agent d&#39;état civil »" in page.text
    assert officer.post(task_page(task), data={"completeness": "complete"}).status_code == 403
    assert cases.get_task(AZROU, task.id).state == "ready"


def test_the_citizens_own_tasks_are_not_agents_tasks(world: World, sign_in: SignIn) -> None:
    filed = file_request(world)
    complete(world, open_task(filed), _asking_for_pieces(world, filed))
    task = open_task(filed, "supply-pieces")
    assert sign_in(AGENT).get(task_page(task)).status_code == 404


def _asking_for_pieces(world: World, filed: Filed) -> dict[str, object]:
    scenario = world.services.deployments.get(case_of(filed).deployment_id).package.scenarios
    steps = next(content for name, content in scenario.items() if "pieces-supplied" in name)["steps"]
    return dict(next(step for step in steps if step.get("complete") == "check-completeness")["answers"])


def test_the_officer_opens_the_draft_and_signs(world: World, sign_in: SignIn) -> None:
    filed = file_request(world)
    task = reach(world, filed, "sign")
    officer = sign_in(OFFICER)
    page = officer.get(task_page(task)).text
    assert "Projet" in page
    draft = re.search(r'href="(/desk/c/azrou/cases/[^"]+/documents/[^"]+)"', page)
    assert draft is not None
    pdf = officer.get(draft.group(1))
    assert pdf.data.startswith(b"%PDF")
    assert pdf.headers["Content-Disposition"].startswith("inline")
    assert officer.post(task_page(task), data={"signature_decision": "sign"}).status_code == 302
    world.run_jobs()
    assert case_of(filed).status == "delivered"


def test_a_stale_token_keeps_the_answers_and_offers_to_send_them_again(world: World, sign_in: SignIn) -> None:
    task = open_task(file_request(world))
    client = sign_in(AGENT)
    client.application.config["WTF_CSRF_ENABLED"] = True
    answer = client.post(
        task_page(task),
        data={"completeness": "complete", "csrf_token": "stale"},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert answer.status_code == 400
    assert 'name="completeness" value="complete"' in answer.text
    assert cases.get_task(AZROU, task.id).state == "ready"


def test_a_late_task_says_by_how_much(world: World, sign_in: SignIn, clock: FixedClock) -> None:
    task = open_task(file_request(world))
    clock.advance(timedelta(days=20))
    page = sign_in(AGENT).get(task_page(task)).text
    assert "deadline-late" in page
    assert re.search(r"En retard de \d+ jours", page)


def test_the_page_is_whole_in_arabic(world: World, sign_in: SignIn) -> None:
    task = open_task(file_request(world))
    client = sign_in(AGENT)
    client.get("/language/ar")
    page = client.get(task_page(task)).text
    assert "قراري" in page
    assert "التحقق من اكتمال الملف" in page
    claim(world, task)
    assert "بين أيديكم" in client.get(task_page(task)).text


def test_a_script_asks_what_would_be_refused_and_the_task_still_waits(world: World, sign_in: SignIn) -> None:
    filed = file_request(world)
    task = reach(world, filed, "check-completeness")
    client = sign_in(AGENT)
    answer = client.post(task_page(task), data={"completeness": "missing"}, headers={"X-Mastara-Form": "check"})
    assert "missing_pieces" in answer.json["errors"]
    assert client.post(task_page(task), data={}, headers={"X-Mastara-Form": "part"}).status_code == 200
    assert "Vérifier que le dossier est complet" in client.get(task_page(task)).text
    assert open_task(filed, "check-completeness").id == task.id


@pytest.mark.parametrize(
    ("code", "said"), [("fr", "Un incident arrête le dossier"), ("ar", "أوقف حادث الملف")], ids=["fr", "ar"]
)
def test_who_completes_a_task_behind_which_the_case_stands_still_is_told(
    world: World, sign_in: SignIn, code: str, said: str
) -> None:
    process = a_process(SLUG).start().user_task("review", **REVIEW).xor("price").when("fee > 0")
    publish(world, process.end("paid", outcome="accepted"))
    filed = file_small(world)
    client = sign_in(AGENT)
    client.get(f"/language/{code}")

    client.post(task_page(open_task(filed)), data={"verdict": "accepted"})
    page = client.get("/desk/", follow_redirects=True).text

    assert incidents.list_of_case(case_of(filed), open_only=True)
    assert f"{said} {isolate(filed.reference)}" in page


def test_the_facts_of_a_file_are_separated_as_the_language_does(world: World, sign_in: SignIn) -> None:
    filed = file_request(world)
    client = sign_in(AGENT)
    client.get("/language/ar")
    page = client.get(task_page(open_task(filed))).text
    assert re.search(r"\u2068صورة\u2069، \d+ كيلوبايت", page)
