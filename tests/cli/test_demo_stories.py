"""The stories of the demonstration: read with clear faults, planned alike from the same seed, taken by their forms."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from app.cli.demo.placeholders import filler, mover
from app.cli.demo.planning import DemoCase, Planner
from app.cli.demo.stories import play
from app.cli.demo.story_files import StoryRefused, list_stories, read_stories
from app.cli.sources import find_sources
from app.deadlines import morocco_calendar
from app.deployments import prepare
from app.domain.clock import CASABLANCA, FixedClock, local_day
from app.procedures import ProcedurePackage, package_from_files
from app.scenarios.attachments import attach, with_file_ids
from tests.world.places import World

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 26, 14, 0, tzinfo=CASABLANCA)
AZROU = "03.271.01.01"
SLUGS = tuple(path.parent.name for path in sorted(ROOT.glob("processes/*/procedure.yaml")))
SHARE = 0.2


@cache
def package_of(slug: str) -> ProcedurePackage:
    """Return a package of the library."""
    folders: Any = SimpleNamespace(processes_root=ROOT / "processes", forms_root=ROOT / "forms")
    [source] = find_sources((slug,), folders)
    return package_from_files(source.slug, source.files)


def planner(slug: str, *, seed: str = "mastara", stories: Mapping[str, Any] | None = None) -> Planner:
    """Return the planner of a procedure, with its own stories or the given ones."""
    told = read_stories(slug, stories) if stories else next(each for each in list_stories() if each.slug == slug)
    return Planner(told, package_of(slug), seed=seed, now=NOW, calendar=morocco_calendar())


def planned(slug: str, *, seed: str = "mastara") -> list[DemoCase]:
    """Return the told cases of a procedure and some of the crowd."""
    plan = planner(slug, seed=seed)
    return [*plan.told(), *plan.crowd(SHARE)]


def test_every_procedure_of_the_library_has_stories() -> None:
    assert {stories.slug for stories in list_stories()} == set(SLUGS)


@pytest.mark.parametrize("slug", SLUGS)
def test_each_request_is_one_that_its_form_takes(slug: str) -> None:
    deployed = prepare(package_of(slug))
    form = deployed.start_form
    for case in planned(slug):
        day = local_day(case.filed_at)
        seen = {
            "case": {"commune": {"code": case.commune_id, "kind": "urban"}, "channel": case.channel},
            "parameters": deployed.package.parameters.nested_on(day),
        }
        files = attach(form, case.answers)
        answers = with_file_ids(case.answers, files)
        found = form.validate(answers, context=seen, language=case.language, now=case.filed_at, files=files)
        assert not found.errors, case.key


@pytest.mark.parametrize("slug", SLUGS)
def test_work_happens_on_working_days_each_step_after_the_one_before(slug: str) -> None:
    calendar = morocco_calendar()
    for case in planned(slug):
        moments = [case.filed_at, *(step.moment for step in case.steps)]
        assert moments == sorted(moments)
        assert case.filed_at <= NOW
        assert all(calendar.is_working_day(local_day(moment)) for moment in moments)


def test_a_seed_always_plans_the_same_cases_and_another_one_others() -> None:
    assert planned("complaint") == planned("complaint")
    assert planned("complaint") != planned("complaint", seed="another country")


def test_stories_reach_every_commune_and_both_languages() -> None:
    cases = [case for slug in ("complaint", "civil-status-copy") for case in planned(slug)]
    assert len({case.commune_id for case in cases}) == 3
    assert {case.language for case in cases} == {"ar", "fr"}


def told(**changes: Any) -> dict[str, Any]:
    """Return a file with one story."""
    return {"told": [{"key": "a-story", "commune": AZROU, "follows": "answered", "filed": 3, **changes}]}


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"follow": "answered"}, "told.0.follow: Unknown field."),
        ({"commune": "Azrou"}, "told.0.commune: expected the code of a demonstration commune, found “Azrou”"),
        ({"filed": "yesterday"}, "told.0.filed: Not a valid integer."),
        ({"outage": {"before": "qualify", "system": "telegraph"}}, "told.0.outage.system: Must be one of:"),
    ],
)
def test_a_fault_of_a_file_is_told_with_its_place(changes: dict[str, Any], fault: str) -> None:
    with pytest.raises(StoryRefused) as refused:
        read_stories("complaint", told(**changes))
    assert f"cases/complaint.yaml: {fault}" in refused.value.message


def test_a_story_that_follows_no_scenario_is_refused_with_those_that_exist() -> None:
    with pytest.raises(StoryRefused, match=r"expected one of answered, asked-user, .*, found “paid”"):
        planner("complaint", stories=told(follows="paid")).told()


def test_a_story_stops_before_the_step_that_it_names() -> None:
    [case] = planner("complaint", stories=told(until="examine")).told()
    assert [step.name for step in case.steps] == ["qualify", "assign"]


def test_words_replace_only_what_the_scenario_answers() -> None:
    words = {"words": {"assign": [{"with": {"assigned_to": "{full}", "no_such_field": "x"}}]}}
    [case] = planner("complaint", stories={**told(), **words}).told()
    assign = next(step for step in case.steps if step.name == "assign")
    assert set(assign.data) == {"assigned_to", "visit_needed"}
    assert assign.data["assigned_to"] not in ("{full}", "Équipe éclairage")


def test_days_of_a_scenario_become_days_of_the_case_and_those_of_a_life_stay() -> None:
    move = mover(date(2026, 3, 2), date(2026, 3, 9), morocco_calendar())
    assert move({"seen_on": "2026-02-20", "born": "1994-06-21", "session": "2026-03-07"}) == {
        "seen_on": "2026-02-27",
        "born": "1994-06-21",
        "session": "2026-03-16",
    }


def test_a_text_that_is_only_a_placeholder_becomes_the_value_itself() -> None:
    fill = filler({"year": 2026, "full": "Yousra Amziane"})
    assert fill(["{year}", "année {year}", "{full}", "{unknown}"]) == [
        2026,
        "année 2026",
        "Yousra Amziane",
        "{unknown}",
    ]


def test_a_case_that_cannot_go_on_stays_where_it_is_and_is_named(world: World, clock: FixedClock) -> None:
    stories = read_stories("civil-status-copy", told(follows="electronic", until="look-up-act"))
    services = world.services
    plan = Planner(
        stories, package_of("civil-status-copy"), seed="mastara", now=clock.now(), calendar=services.calendar
    )
    [case] = plan.told()
    wrong = replace(case, steps=(replace(case.steps[0], name="no-such-task"), *case.steps[1:]))
    played = play([wrong], services, clock, done=lambda: None)
    assert played.filed == 1
    [why] = played.told_stopped
    assert "Expected the task “no-such-task” to wait, found check-completeness." in why
