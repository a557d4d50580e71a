"""Drafts: saved step by step, resumed by their link, files kept only when they are what they say."""

from datetime import timedelta
from typing import Any

import pytest

from app.commands.attaching import MAX_FILES, TooManyFiles, UploadedFile
from app.commands.bus import execute
from app.commands.drafts import DraftExpired, DraftUnknown, RemoveDraftAttachment, SaveDraftStep, StartDraft
from app.domain.actors import Actor
from app.domain.clock import FixedClock
from app.domain.errors import MastaraError
from app.forms import Validation
from app.store import cases, drafts
from app.store.database import database
from app.store.models import Attachment, Draft
from tests.world.journeys import picture
from tests.world.places import AZROU, SLUG, World

CITIZEN = Actor(kind="citizen", name="citizen")
COPY = {"act_type": ["birth"], "doc_type": ["extract"], "copy_language": ["ar"], "qty": ["1"]}


def _start(world: World) -> str:
    command = StartDraft(commune_id=AZROU, slug=SLUG, language="fr")
    return execute(command, actor=CITIZEN, services=world.services)


def _draft(token: str) -> Draft:
    database.session.rollback()
    draft = drafts.find_by_token(token)
    assert draft is not None
    return draft


def _steps(world: World, token: str) -> list[str]:
    form = world.services.deployments.get(_draft(token).deployment_id).start_form
    return [step.id for step in form.steps]


def _save(
    world: World, token: str, step: str, answers: dict[str, list[str]], **uploads: list[UploadedFile]
) -> Validation:
    command = SaveDraftStep(token=token, step=step, answers=answers, uploads=uploads, language="fr", commune={})
    return execute(command, actor=CITIZEN, services=world.services)


def _files(token: str) -> list[Attachment]:
    return list(cases.list_attachments(AZROU, draft_id=_draft(token).id))


def _upload(content: bytes, name: str = "cin.png") -> UploadedFile:
    return UploadedFile(filename=name, content=content)


def _identity_step(world: World, token: str) -> str:
    form = world.services.deployments.get(_draft(token).deployment_id).start_form
    return next(str(field.step) for field in form.fields if field.field_key == "identity_card")


def test_the_link_of_a_draft_is_a_secret_of_which_only_the_fingerprint_is_kept(world: World) -> None:
    token = _start(world)

    assert len(token) == 28 and _draft(token).token_fingerprint != token
    assert drafts.find_by_token(token[:-1]) is None


def test_a_saved_step_is_there_when_the_draft_is_resumed(world: World) -> None:
    token = _start(world)
    step = _steps(world, token)[0]

    assert _save(world, token, step, COPY).is_valid

    draft = _draft(token)
    assert draft.done_steps == [step]
    assert (draft.answers["act_type"], draft.answers["qty"]) == ("birth", 1)


def test_saving_a_step_again_replaces_its_answers_and_counts_it_once(world: World) -> None:
    token = _start(world)
    step = _steps(world, token)[0]
    _save(world, token, step, COPY)
    _save(world, token, step, {**COPY, "qty": ["2"]})

    assert (_draft(token).done_steps, _draft(token).answers["qty"]) == ([step], 2)


def test_a_step_with_a_wrong_answer_is_not_done(world: World) -> None:
    token = _start(world)

    checked = _save(world, token, _steps(world, token)[0], {**COPY, "qty": ["40"]})

    assert "qty" in checked.errors
    assert _draft(token).done_steps == []


@pytest.mark.parametrize("step", ["", "nothing", "../x", "step\x00"])
def test_a_step_that_does_not_exist_is_an_expected_error(world: World, step: str) -> None:
    token = _start(world)
    with pytest.raises(MastaraError):
        _save(world, token, step, COPY)


@pytest.mark.parametrize("value", ["\x00", "demi\ud83d", "x" * 200_000, "9" * 5_000])
def test_a_strange_text_is_refused_by_its_field_not_a_crash(world: World, value: str) -> None:
    token = _start(world)
    step = _identity_step(world, token)

    checked = _save(world, token, step, {"requester_last": [value], "requester_first": ["Yousra"]})

    assert "requester_last" in checked.errors
    assert _draft(token).done_steps == []


def test_a_draft_ends_after_its_time_and_an_unknown_link_is_unknown(world: World, clock: FixedClock) -> None:
    token = _start(world)
    step = _steps(world, token)[0]
    clock.advance(timedelta(days=world.services.settings.draft_days))

    with pytest.raises(DraftExpired):
        _save(world, token, step, COPY)
    with pytest.raises(DraftUnknown):
        _save(world, "unknown", step, COPY)
    assert drafts.list_to_erase(clock.now()) == [_draft(token).id]


def test_a_picture_is_kept_even_when_another_answer_is_wrong(world: World) -> None:
    token = _start(world)

    checked = _save(world, token, _identity_step(world, token), {}, identity_card=[_upload(picture())])

    assert "requester_cin" in checked.errors and "identity_card" not in checked.errors
    (row,) = _files(token)
    assert (row.piece, row.media_type, row.size) == ("identity-card", "image/png", row.size)
    assert row.storage_key and row.id not in row.storage_key


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html><script>alert(1)</script>",
        b"MZ\x90\x00",
        b"%PDF-1.7 broken",
        b"\x89PNG\r\n\x1a\n broken",
        b"PK\x03\x04",
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused_and_not_kept(world: World, content: bytes) -> None:
    token = _start(world)

    checked = _save(world, token, _identity_step(world, token), {}, identity_card=[_upload(content)])

    assert "identity_card" in checked.errors
    assert _files(token) == []


def test_files_for_a_field_that_takes_none_are_passed_over(world: World) -> None:
    token = _start(world)
    _save(
        world,
        token,
        _identity_step(world, token),
        {},
        requester_last=[_upload(picture())],
        nothing=[_upload(picture())],
    )

    assert _files(token) == []


def test_no_more_files_than_a_request_may_hold(world: World) -> None:
    token = _start(world)
    with pytest.raises(TooManyFiles):
        _save(world, token, _identity_step(world, token), {}, identity_card=[_upload(picture())] * (MAX_FILES + 1))

    assert _files(token) == []


def test_a_file_taken_back_is_gone_from_the_draft_and_a_foreign_one_stays(world: World) -> None:
    mine, other = _start(world), _start(world)
    for token in (mine, other):
        _save(world, token, _identity_step(world, token), {}, identity_card=[_upload(picture())])
    ((my_file,), (other_file,)) = (_files(mine), _files(other))

    def remove(attachment_id: str) -> Any:
        command = RemoveDraftAttachment(token=mine, attachment_id=attachment_id)
        return execute(command, actor=CITIZEN, services=world.services)

    assert remove(other_file.id) == remove("0" * 32) == ()
    assert remove(my_file.id) == (my_file.storage_key, my_file.thumbnail_key)
    assert remove(my_file.id) == ()
    assert _files(mine) == [] and len(_files(other)) == 1
