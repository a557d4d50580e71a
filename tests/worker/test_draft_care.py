"""The end of a draft: people are told, content is erased, a filed case loses nothing."""

from datetime import timedelta

import pytest

from app.connectors.email.simulator import OUTBOX
from app.connectors.switches import Switches, set_switches
from app.domain.clock import FixedClock
from app.store import cases, drafts
from app.store.simulation import StoredRecords
from app.worker.draft_care import NOTICE, REMEMBERED, DraftRound, look_after_drafts
from tests.world.journeys import case_of, file_request, fill_in
from tests.world.places import World

NOTHING = DraftRound(warned=0, erased=0, removed=0)


@pytest.fixture
def days(world: World) -> int:
    return world.services.settings.draft_days


def outbox(clock: FixedClock) -> list[dict[str, object]]:
    return [dict(message) for message in StoredRecords(clock).list_recent(OUTBOX)]


def near_the_end(clock: FixedClock, days: int) -> None:
    clock.advance(timedelta(days=days) - NOTICE + timedelta(hours=1))


def test_people_are_told_once_before_their_draft_ends_with_the_way_back(
    world: World, clock: FixedClock, days: int
) -> None:
    token = fill_in(world)
    assert look_after_drafts(world.services) == NOTHING
    near_the_end(clock, days)
    assert look_after_drafts(world.services).warned == 1
    assert look_after_drafts(world.services) == NOTHING
    (message,) = outbox(clock)
    assert message["to"] == "yousra.amziane@example.ma"
    assert f"/fr/drafts/{token}/" in str(message["body"])
    assert "2 avril 2026" in str(message["subject"])


def test_an_arabic_draft_is_announced_in_arabic(world: World, clock: FixedClock, days: int) -> None:
    fill_in(world, language="ar")
    near_the_end(clock, days)
    look_after_drafts(world.services)
    (message,) = outbox(clock)
    assert "سيُمحى" in str(message["subject"])


def test_a_mail_server_that_is_down_is_asked_again_in_the_next_round(
    world: World, clock: FixedClock, days: int
) -> None:
    fill_in(world)
    near_the_end(clock, days)
    set_switches(StoredRecords(clock), "email", Switches(fail_next=1))
    assert look_after_drafts(world.services) == NOTHING
    assert look_after_drafts(world.services).warned == 1


def test_a_draft_that_ran_out_loses_answers_and_files_and_later_its_row(
    world: World, clock: FixedClock, days: int
) -> None:
    token = fill_in(world)
    draft = drafts.find_by_token(token)
    assert draft is not None
    (file,) = cases.list_attachments(draft.commune_id, draft_id=draft.id)
    keys = [file.storage_key, file.thumbnail_key]
    assert all((world.services.settings.files_folder / str(key)).exists() for key in keys)
    clock.advance(timedelta(days=days))
    assert look_after_drafts(world.services).erased == 1
    erased = drafts.find_by_token(token)
    assert erased is not None
    assert (erased.answers, erased.done_steps) == ({}, [])
    assert not any((world.services.settings.files_folder / str(key)).exists() for key in keys)
    clock.advance(REMEMBERED)
    assert look_after_drafts(world.services).removed == 1
    assert drafts.find_by_token(token) is None


def test_a_filed_case_keeps_its_answers_and_files(world: World, clock: FixedClock, days: int) -> None:
    filed = file_request(world)
    clock.advance(timedelta(days=days))
    look_after_drafts(world.services)
    clock.advance(REMEMBERED)
    assert look_after_drafts(world.services).removed == 1
    case = case_of(filed)
    (file,) = cases.list_attachments(case.commune_id, case_id=case.id)
    assert world.services.files.get(file.storage_key)
    assert case.document["requester_last"] == "Amziane"
    assert not any("non déposée" in str(message["subject"]) for message in outbox(clock))
