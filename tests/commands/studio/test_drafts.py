"""A draft never loses what a person wrote, and never takes what does not belong to it."""

from datetime import timedelta

import pytest

from app.commands.bus import Forbidden, execute
from app.commands.studio.holding import HOLD_TIME, HoldPart
from app.commands.studio.revisions import NameRevision, PutAway, RestoreRevision
from app.commands.studio.saving import FileRefused, FilesChanged, write_tree
from app.deployments.drafts import open_draft, read_draft
from app.domain.clock import FixedClock
from app.store import modelling
from app.store.database import transaction
from app.store.models import ProcedureDraft
from tests.world.drafting import analyst, save, second_analyst, start_draft
from tests.world.places import AZROU, SLUG, World

TEXTS = f"processes/{SLUG}/translations/fr.yaml"
CHANGES = f"processes/{SLUG}/CHANGELOG.md"
INDEX = f"processes/{SLUG}/procedure.yaml"


@pytest.fixture
def draft_id(world: World) -> str:
    return start_draft(world)


def opened(world: World, draft_id: str, **rest: int):
    return open_draft(draft_id, world.services.library, **rest)


def test_a_draft_of_a_shipped_procedure_reads_like_the_procedure(world: World, draft_id: str) -> None:
    draft = opened(world, draft_id)

    assert draft.files == world.services.library.own_files(SLUG)
    assert read_draft(draft).passed
    assert draft.titles["fr"] and draft.titles["ar"]


def test_what_was_changed_meanwhile_is_never_overwritten_unseen(world: World, draft_id: str) -> None:
    before = opened(world, draft_id).digests[CHANGES]
    save(world, draft_id, {CHANGES: b"hers"}, actor=second_analyst(world))

    with pytest.raises(FilesChanged) as refused:
        save(world, draft_id, {CHANGES: b"mine"}, seen={CHANGES: before})

    theirs = refused.value.paths[CHANGES]
    assert (theirs.content, theirs.saved_by) == (b"hers", "Amina Deuxième")
    assert opened(world, draft_id).files[CHANGES] == b"hers"
    save(world, draft_id, {CHANGES: b"mine"}, seen={CHANGES: theirs.digest})
    assert opened(world, draft_id).files[CHANGES] == b"mine"


def test_two_people_in_different_files_do_not_disturb_each_other(world: World, draft_id: str) -> None:
    seen = opened(world, draft_id).digests
    save(world, draft_id, {CHANGES: b"one"}, seen={CHANGES: seen[CHANGES]})
    save(world, draft_id, {TEXTS: b"fiche: {title: Deux}\n"}, seen={TEXTS: seen[TEXTS]}, actor=second_analyst(world))

    draft = opened(world, draft_id)
    assert draft.files[CHANGES] == b"one"
    assert draft.titles["fr"] == "Deux"


def test_autosaves_of_one_sitting_are_one_revision_and_the_rest_stays(
    world: World, draft_id: str, clock: FixedClock
) -> None:
    for text in (b"a", b"ab", b"abc"):
        clock.advance(timedelta(minutes=2))
        save(world, draft_id, {CHANGES: text})
    clock.advance(timedelta(minutes=30))
    save(world, draft_id, {CHANGES: b"later"})
    execute(NameRevision(draft_id=draft_id, note="relu"), actor=analyst(world), services=world.services)
    save(world, draft_id, {CHANGES: b"after the name"})

    listed = [(row.number, row.note) for row in modelling.list_revisions(draft_id)]
    assert listed == [(6, ""), (5, "relu"), (4, ""), (1, "")]
    assert opened(world, draft_id, revision=4).files[CHANGES] == b"abc"


def test_coming_back_to_a_revision_keeps_what_came_after_it(world: World, draft_id: str) -> None:
    first = opened(world, draft_id).files
    added = f"processes/{SLUG}/scenarios/more.yaml"
    save(world, draft_id, {CHANGES: b"changed", added: b"name: more\n"})

    execute(RestoreRevision(draft_id=draft_id, number=1, note="retour"), actor=analyst(world), services=world.services)

    assert opened(world, draft_id).files == first
    assert opened(world, draft_id, revision=2).files[added] == b"name: more\n"


@pytest.mark.parametrize(
    ("path", "content", "problem"),
    [
        ("processes/other/procedure.yaml", b"key: other\n", "place"),
        (f"processes/{SLUG}/../../secret", b"x", "place"),
        ("processes/_shared/roles.yaml", b"x: y\n", "place"),
        (INDEX, None, "place"),
        (CHANGES, b"x" * 2_000_001, "size"),
        (CHANGES, b"\xff\xfe", "text"),
        (CHANGES, b"a\0b", "text"),
    ],
)
def test_a_file_that_does_not_belong_is_refused_and_nothing_is_written(
    world: World, draft_id: str, path: str, content: bytes | None, problem: str
) -> None:
    with pytest.raises(FileRefused) as refused:
        save(world, draft_id, {CHANGES: b"fine", path: content})

    assert refused.value.problem == problem
    assert opened(world, draft_id).revision == 1


def test_a_damaged_file_is_kept_and_told(world: World, draft_id: str) -> None:
    save(world, draft_id, {f"processes/{SLUG}/{SLUG}.bpmn": b"<definitions"})

    report = read_draft(opened(world, draft_id))
    assert report.package is None
    assert "xml" in {finding.rule for finding in report.errors}


def test_one_person_holds_a_part_until_the_page_is_silent(world: World, draft_id: str, clock: FixedClock) -> None:
    def hold(actor, **rest):
        return execute(HoldPart(draft_id=draft_id, part="diagram", **rest), actor=actor, services=world.services)

    mine, hers = analyst(world), second_analyst(world)
    assert hold(mine).mine
    assert hold(hers).names["fr"] == "Agent analyst"
    clock.advance(HOLD_TIME + timedelta(seconds=1))
    assert hold(hers).mine
    hold(hers, release=True)
    assert hold(mine).mine


def test_a_draft_put_away_is_not_written_until_it_is_taken_out(world: World, draft_id: str) -> None:
    def put(away: bool) -> None:
        execute(PutAway(draft_id=draft_id, away=away), actor=analyst(world), services=world.services)

    put(True)
    assert not modelling.list_drafts()
    with pytest.raises(FileRefused):
        save(world, draft_id, {CHANGES: b"x"})
    put(False)
    save(world, draft_id, {CHANGES: b"x"})


def test_only_analysts_write(world: World, draft_id: str) -> None:
    with pytest.raises(Forbidden):
        save(world, draft_id, {CHANGES: b"x"}, actor=world.agent("dgs", AZROU))


def test_of_two_writers_of_one_revision_one_is_told(world: World, draft_id: str) -> None:
    row = modelling.get_draft(draft_id)
    stale = ProcedureDraft(
        id=row.id, slug=row.slug, titles=row.titles, revision=row.revision, updated_at=row.updated_at
    )
    tree = modelling.get_revision(draft_id, 1).tree
    save(world, draft_id, {CHANGES: b"first"})

    with pytest.raises(modelling.DraftMoved), transaction():
        write_tree(stale, tree, {CHANGES: b"second"}, actor=analyst(world), now=world.services.clock.now())

    assert opened(world, draft_id).files[CHANGES] == b"first"
