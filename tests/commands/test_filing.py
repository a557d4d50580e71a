"""Filing: once, with a gapless reference and a code that only the citizen has."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import String, Text, cast, select

from app.commands.bus import execute
from app.commands.drafts import (
    DraftExpired,
    DraftFiled,
    DraftUnknown,
    ProcedureClosed,
    ProcedureNotOffered,
    SaveDraftStep,
    StartDraft,
)
from app.commands.filing import AnswersRefused, FileCase, Filed
from app.domain.actors import Actor
from app.domain.clock import FixedClock
from app.domain.codes import fingerprint, normalise_code
from app.store import cases, drafts, numbering, publication, work
from app.store.database import Base, database, transaction
from app.store.models import Case
from app.store.steps import StepRows
from tests.world.journeys import ANSWERS, case_of, file_request, fill_in
from tests.world.places import AZROU, SLUG, TABANT, World
from tests.world.together import at_once

CITIZEN = Actor(kind="citizen", name="citizen")


def _file(world: World, token: str) -> Filed:
    return execute(FileCase(token=token, language="fr"), actor=CITIZEN, services=world.services)


def _number(reference: str) -> int:
    return int(reference.rpartition("-")[2])


def test_a_draft_filed_twice_gives_one_case_with_the_same_reference_and_code(world: World) -> None:
    token = fill_in(world)

    first, second = _file(world, token), _file(world, token)

    assert not first.again and second.again
    assert (first.case_id, first.reference, first.tracking_code) == (
        second.case_id,
        second.reference,
        second.tracking_code,
    )
    assert len(database.session.scalars(select(Case)).all()) == 1
    assert [event.kind for event in cases.list_events(case_of(first))].count("CaseFiled") == 1


def test_a_draft_filed_by_four_hands_at_once_gives_one_case(app: Flask, world: World) -> None:
    token = fill_in(world)

    answers = at_once(app, [lambda: _file(world, token)] * 4)

    filed = [answer for answer in answers if isinstance(answer, Filed)]
    assert len(filed) == 4, answers
    assert len({(item.case_id, item.reference, item.tracking_code) for item in filed}) == 1
    assert [item.again for item in filed].count(False) == 1
    assert len(database.session.scalars(select(Case)).all()) == 1


def test_references_have_no_gap_when_five_file_at_once(app: Flask, world: World) -> None:
    tokens = [fill_in(world) for _ in range(5)]

    answers = at_once(app, [lambda token=token: _file(world, token) for token in tokens])  # type: ignore[misc]

    assert sorted(_number(answer.reference) for answer in answers) == [1, 2, 3, 4, 5]  # type: ignore[union-attr]


def test_a_reference_is_given_back_when_the_filing_fails(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken(RuntimeError):
        pass

    def break_down(*_: object, **__: object) -> None:
        raise Broken

    token = fill_in(world)
    with monkeypatch.context() as patch:
        patch.setattr(StepRows, "write", break_down)
        with pytest.raises(Broken):
            _file(world, token)

    assert _number(_file(world, token).reference) == 1


def test_each_commune_and_year_counts_from_one(world: World, clock: FixedClock) -> None:
    first = file_request(world)
    elsewhere = file_request(world, commune_id=TABANT)
    clock.advance(timedelta(days=365))
    next_year = file_request(world)

    assert first.reference == "2026-032710101-000001"
    assert elsewhere.reference == "2026-050810309-000001"
    assert next_year.reference == "2027-032710101-000001"


def test_the_year_of_a_reference_is_that_of_morocco(world: World, clock: FixedClock) -> None:
    from datetime import UTC, datetime

    clock.move_to(datetime(2026, 12, 31, 23, 30, tzinfo=UTC))

    assert file_request(world).reference.startswith("2027-")


def test_an_unknown_link_files_nothing(world: World) -> None:
    with pytest.raises(DraftUnknown):
        _file(world, "x" * 43)


def test_an_expired_draft_is_refused_and_stays_unfiled(world: World, clock: FixedClock) -> None:
    token = fill_in(world)
    clock.advance(timedelta(days=world.services.settings.draft_days))

    with pytest.raises(DraftExpired):
        _file(world, token)

    draft = drafts.find_by_token(token)
    assert draft is not None and draft.case_id is None


def test_a_filed_draft_cannot_be_changed_any_more(world: World) -> None:
    token = fill_in(world)
    filed = _file(world, token)

    with pytest.raises(DraftFiled):
        execute(
            SaveDraftStep(token=token, step="copy-step", answers={"qty": ["5"]}, language="fr", commune={}),
            actor=CITIZEN,
            services=world.services,
        )

    assert case_of(filed).document["qty"] == ANSWERS["qty"]


def test_a_draft_with_steps_left_out_is_refused_with_every_missing_field(world: World) -> None:
    command = StartDraft(commune_id=AZROU, slug=SLUG, language="fr")
    token = execute(command, actor=CITIZEN, services=world.services)

    with pytest.raises(AnswersRefused) as refused:
        _file(world, token)

    assert {"act_type", "requester_cin", "identity_card", "consent_0908"} <= refused.value.errors.keys()
    assert database.session.scalars(select(Case)).all() == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("qty", 4_000),
        ("act_type", "nobility"),
        ("identity_card", ["0" * 32]),
        ("requester_cin", "<script>"),
        ("birth_date", "2199-01-01"),
        ("consent_0908", False),
    ],
)
def test_answers_changed_behind_the_form_are_refused_at_filing(world: World, field: str, value: object) -> None:
    token = fill_in(world)
    with transaction():
        draft = drafts.find_by_token(token)
        assert draft is not None
        draft.answers = {**draft.answers, field: value}

    with pytest.raises(AnswersRefused) as refused:
        _file(world, token)

    assert field in refused.value.errors


def test_what_the_form_does_not_ask_never_reaches_the_case(world: World) -> None:
    token = fill_in(world)
    with transaction():
        draft = drafts.find_by_token(token)
        assert draft is not None
        draft.answers = {**draft.answers, "paid": True, "case": {"reference": "mine"}, "authority_name": "Tribunal"}

    document = case_of(_file(world, token)).document

    assert document.get("paid") is not True
    assert "case" not in document
    assert not document.get("authority_name")


def test_the_pieces_of_a_draft_become_those_of_its_case(world: World) -> None:
    token = fill_in(world)
    draft = drafts.find_by_token(token)
    assert draft is not None
    before = [row.id for row in cases.list_attachments(AZROU, draft_id=draft.id)]

    filed = _file(world, token)

    kept = cases.list_attachments(AZROU, case_id=filed.case_id)
    assert [row.id for row in kept] == before
    assert [row.piece for row in kept] == ["identity-card"]
    assert case_of(filed).document["identity_card"] == before
    assert world.services.files.get(kept[0].storage_key)


def test_the_tracking_code_has_140_bits_and_is_kept_only_as_a_fingerprint(world: World) -> None:
    filed = file_request(world)

    assert re.fullmatch(r"([2-9A-HJ-NP-Z]{4}-){6}[2-9A-HJ-NP-Z]{4}", filed.tracking_code)
    assert case_of(filed).tracking_fingerprint == fingerprint(normalise_code(filed.tracking_code))
    database.session.commit()
    for table in Base.metadata.sorted_tables:
        if table.name == "simulated_record":  # The citizen's own mail, outside of our tables.
            continue
        for column in table.columns:
            if isinstance(column.type, String | Text) or column.name in ("document", "data", "inputs", "answers"):
                found = select(column).where(cast(column, Text).contains(filed.tracking_code))
                assert database.session.execute(found).first() is None, f"{table.name}.{column.name}"


def test_two_cases_never_share_a_code(world: World) -> None:
    codes = {file_request(world).tracking_code for _ in range(3)}

    assert len(codes) == 3


def test_a_filing_starts_the_process_the_legal_period_and_the_first_message(world: World, clock: FixedClock) -> None:
    token = fill_in(world)

    filed = _file(world, token)

    case = case_of(filed)
    (deadline,) = cases.list_deadlines(case)
    (submission,) = cases.list_submissions(case)
    assert (case.state, case.version, case.applicant) == ("open", 1, "Yousra Amziane")
    assert (deadline.state, deadline.parameter) == ("running", "watiqa.answer")
    assert deadline.due_at == case.due_at and case.due_at is not None and case.due_at > clock.now()
    assert (submission.form, submission.answers) == ("request", case.document)
    assert [(job.operation, job.inputs) for job in work.list_jobs()] == [
        ("notify", {"message": "request-deposited"}),
        ("clock.tell", {"deadline": deadline.id}),
    ]


def test_a_commune_that_does_not_offer_the_procedure_takes_no_draft(world: World) -> None:
    command = StartDraft(commune_id="01.051.01.01", slug=SLUG, language="fr")

    with pytest.raises(ProcedureNotOffered):
        execute(command, actor=CITIZEN, services=world.services)


def test_a_closed_procedure_takes_no_draft_and_says_why(world: World) -> None:
    with transaction():
        offering = publication.find_offering(AZROU, SLUG)
        assert offering is not None
        offering.open, offering.closed_reason_fr = False, "Déménagement du service"

    with pytest.raises(ProcedureClosed) as closed:
        execute(StartDraft(commune_id=AZROU, slug=SLUG, language="fr"), actor=CITIZEN, services=world.services)

    assert closed.value.details["fr"] == "Déménagement du service"


def test_a_register_counts_without_gap_under_many_hands_and_after_rollbacks(app: Flask) -> None:
    class Undone(Exception):
        pass

    def take(fails: bool) -> int:
        with transaction():
            number = numbering.next_number(AZROU, "EC", 2026)
            if fails:
                raise Undone
        return number

    answers = at_once(app, [lambda fails=index % 3 == 0: take(fails) for index in range(9)])  # type: ignore[misc]

    assert sorted(answer for answer in answers if isinstance(answer, int)) == [1, 2, 3, 4, 5, 6]
    assert sum(isinstance(answer, Undone) for answer in answers) == 3
