"""Publishing a draft: checked, approved by another person, once, from its day on; retired and brought back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask

from app.commands.bus import Forbidden, execute
from app.commands.deployed import DeploymentCache
from app.commands.drafts import ProcedureRetired, StartDraft
from app.commands.filing import FileCase
from app.commands.parameters.deciding import DecideValue
from app.commands.publishing import OfferProcedure
from app.commands.releasing.effect import PutDueReleasesInEffect, WithdrawRelease
from app.commands.releasing.errors import (
    AlreadyRetired,
    AlreadyScheduled,
    ApprovalByAuthor,
    ApprovalMissing,
    ApprovalNotOpen,
    DraftChangedSince,
    EffectInPast,
    NeverInEffect,
    NotReady,
    NotRetired,
    NotScheduled,
    PublishedMeanwhile,
    ReasonMissing,
    VersionTaken,
)
from app.commands.releasing.publishing import PublishDraft, Released
from app.commands.releasing.retiring import GoBack, ReopenProcedure, RetireProcedure
from app.commands.releasing.rule import DecideApprovalRule, current_rule
from app.deployments.published import published_package
from app.domain.actors import SYSTEM
from app.domain.clock import FixedClock
from app.queries.catalogue import find_entry, list_catalogue
from app.store import case_migrations, publication, releases
from tests.builders.packages import SLUG as LIBRARY
from tests.world.drafting import analyst, save, second_analyst
from tests.world.places import AZROU, SLUG, TABANT, World
from tests.world.releasing import (
    a_complete_package,
    ask,
    decide,
    draft_of,
    publish,
    publish_version,
    readiness,
)
from tests.world.together import at_once

WHY = "La loi a changé cette année."
CHANGES = f"processes/{LIBRARY}/CHANGELOG.md"


def run(world: World, command: object) -> object:
    return execute(command, actor=analyst(world), services=world.services)  # type: ignore[arg-type]


def offered_in(commune_id: str) -> str | None:
    offering = publication.find_offering(commune_id, LIBRARY)
    return offering.deployment_id if offering else None


def offer(world: World, deployment_id: str, commune_id: str = AZROU) -> None:
    command = OfferProcedure(deployment_id=deployment_id, slug=LIBRARY, communes=[(commune_id, None)])
    execute(command, actor=SYSTEM, services=world.services)


def acts() -> list[str]:
    return [act.kind for act in reversed(releases.list_acts(LIBRARY))]


# --- what must be ready ----------------------------------------------------------------------------------------------


def test_a_complete_draft_is_ready_and_says_what_changes(world: World) -> None:
    ready = readiness(world, draft_of(world))

    assert ready.ready
    assert ready.changelog == "- La carte se demande en ligne."


@pytest.mark.parametrize(
    ("builder", "point"),
    [
        (a_complete_package().manifest(appeals=[]), "lint"),
        (a_complete_package().scenario("wrong", expect={"ends": ["end-refused"]}), "scenarios"),
        (a_complete_package().diagram('mastara:outcome="lapsed"', ""), "lint"),
    ],
)
def test_a_draft_with_failures_is_refused_with_their_list(world: World, builder: object, point: str) -> None:
    draft_id = draft_of(world, builder)  # type: ignore[arg-type]

    with pytest.raises(NotReady) as refused:
        publish(world, draft_id)

    assert point in refused.value.details["points"]
    assert publication.find_newest_deployment(LIBRARY) is None


@pytest.mark.parametrize("changelog", ["", "## 0.9.0\n- Une autre version.\n", "## 1.0.0\n\n## 0.9.0\n- Avant.\n"])
def test_a_version_without_its_entry_in_the_changelog_is_not_ready(world: World, changelog: str) -> None:
    ready = readiness(world, draft_of(world, changelog=changelog))

    assert [point.key for point in ready.failed] == ["changelog"]


# --- once, by the right person, on the right files -------------------------------------------------------------------


def test_a_new_procedure_is_published_and_remembered(world: World) -> None:
    draft_id = draft_of(world)

    released = publish(world, draft_id)

    newest = publication.find_newest_deployment(LIBRARY)
    assert newest is not None and newest.id == released.deployment_id and not released.scheduled
    release = releases.find_release(newest.id)
    assert release is not None
    assert (release.author, release.approver, release.state) == (analyst(world).name, None, "published")
    assert release.changelog.startswith("- La carte")
    assert acts() == ["published"]


def test_communes_that_offer_it_move_and_a_variant_stays(world: World) -> None:
    first = publish_version(world, "1.0.0")
    offer(world, first.deployment_id, AZROU)
    offer(world, first.deployment_id, TABANT)

    second = publish_version(world, "1.1.0")

    assert second.communes == 2
    assert offered_in(AZROU) == offered_in(TABANT) == second.deployment_id


def test_of_two_who_publish_at_once_the_second_is_told(world: World) -> None:
    first = publish_version(world, "1.0.0")
    publish_version(world, "1.1.0")
    late = draft_of(world, a_complete_package("1.2.0"))
    decide(world, ask(world, late))

    with pytest.raises(PublishedMeanwhile):
        publish(world, late, seen=first.deployment_id)
    assert publish(world, late).version == "1.2.0"


def test_of_two_publications_at_one_moment_one_wins(world: World, app: Flask) -> None:
    drafts = [draft_of(world, a_complete_package(version)) for version in ("1.0.0", "1.0.1")]
    ready = [readiness(world, draft_id) for draft_id in drafts]
    person = analyst(world)

    def act(number: int) -> Callable[[], Released]:
        command = PublishDraft(draft_id=drafts[number], ready=ready[number], seen_current="")
        return lambda: execute(command, actor=person, services=world.services)

    answers = at_once(app, [act(0), act(1)])

    assert sorted(type(answer).__name__ for answer in answers) == ["PublishedMeanwhile", "Released"]
    assert len(releases.list_versions(LIBRARY)) == 1


def test_a_version_number_is_used_once(world: World) -> None:
    publish_version(world, "1.0.0")
    again = draft_of(world, a_complete_package("1.0.0").text("fr", "fiche.summary", "Autre résumé."))
    decide(world, ask(world, again))

    with pytest.raises(VersionTaken):
        publish(world, again)


def test_files_that_changed_after_the_check_are_not_published(world: World) -> None:
    draft_id = draft_of(world)
    checked = readiness(world, draft_id)
    save(world, draft_id, {CHANGES: b"## 1.0.0\n- Autre chose encore.\n"})

    with pytest.raises(DraftChangedSince):
        run(world, PublishDraft(draft_id=draft_id, ready=checked, seen_current=""))


def test_only_an_analyst_publishes(world: World) -> None:
    draft_id = draft_of(world)
    command = PublishDraft(draft_id=draft_id, ready=readiness(world, draft_id), seen_current="")
    for actor in (world.agent("operator", "country"), world.agent("dgs")):
        with pytest.raises(Forbidden):
            execute(command, actor=actor, services=world.services)


# --- a second person -------------------------------------------------------------------------------------------------


def test_a_published_procedure_needs_a_second_person_and_keeps_the_name(world: World) -> None:
    publish_version(world, "1.0.0")
    draft_id = draft_of(world, a_complete_package("1.1.0"))
    with pytest.raises(ApprovalMissing):
        publish(world, draft_id)

    decide(world, ask(world, draft_id))
    released = publish(world, draft_id)

    release = releases.find_release(released.deployment_id)
    assert release is not None and release.approver == "Amina Deuxième"
    assert acts() == ["published", "asked", "approved", "published"]


def test_the_author_of_the_request_cannot_approve_it(world: World) -> None:
    request_id = ask(world, draft_of(world))

    with pytest.raises(ApprovalByAuthor):
        decide(world, request_id, actor=analyst(world))


def test_who_wrote_the_draft_cannot_approve_it_for_a_colleague(world: World) -> None:
    draft_id = draft_of(world)
    save(world, draft_id, {CHANGES: b"## 1.0.0\n- Une phrase de plus.\n"}, actor=second_analyst(world))
    request_id = ask(world, draft_id)

    with pytest.raises(ApprovalByAuthor):
        decide(world, request_id)


def test_a_change_after_the_asking_voids_the_approval(world: World) -> None:
    publish_version(world, "1.0.0")
    draft_id = draft_of(world, a_complete_package("1.1.0"))
    approved = ask(world, draft_id)
    decide(world, approved)
    changed = {CHANGES: b"## 1.1.0\n- Une phrase de plus, non relue.\n"}
    save(world, draft_id, changed)

    with pytest.raises(ApprovalMissing):
        publish(world, draft_id)
    asked = ask(world, draft_id)
    save(world, draft_id, {CHANGES: b"## 1.1.0\n- Encore une phrase de plus.\n"})
    with pytest.raises(ApprovalNotOpen):
        decide(world, asked)


def test_a_refusal_needs_reasons_and_closes_the_request(world: World) -> None:
    publish_version(world, "1.0.0")
    draft_id = draft_of(world, a_complete_package("1.1.0"))
    request_id = ask(world, draft_id)
    with pytest.raises(ReasonMissing):
        decide(world, request_id, approve=False, reasons="non")

    decide(world, request_id, approve=False, reasons="Le délai dépasse le plafond de la loi.")

    with pytest.raises(ApprovalMissing):
        publish(world, draft_id)
    with pytest.raises(ApprovalNotOpen):
        decide(world, request_id)


def test_the_rule_is_national_and_keeps_its_history(world: World) -> None:
    assert current_rule() == "published"
    run(world, DecideApprovalRule(rule="always", reason="Toute démarche engage le pays."))

    with pytest.raises(ApprovalMissing):
        publish(world, draft_of(world))
    run(world, DecideApprovalRule(rule="never", reason="Période d’essai de la plateforme."))

    assert publish(world, draft_of(world)).version == "1.0.0"
    assert [row.rule for row in releases.list_rules()] == ["never", "always"]
    with pytest.raises(Forbidden):
        command = DecideApprovalRule(rule="never", reason="Sans droit de le faire.")
        execute(command, actor=world.agent("operator", "country"), services=world.services)


# --- the day of effect -----------------------------------------------------------------------------------------------


def test_a_release_waits_for_its_day_and_then_holds_everywhere(world: World, clock: FixedClock) -> None:
    first = publish_version(world, "1.0.0")
    offer(world, first.deployment_id)
    second = publish_version(world, "1.1.0", on=date(2026, 4, 1))
    assert second.scheduled
    assert publication.find_newest_deployment(LIBRARY).id == offered_in(AZROU) == first.deployment_id  # type: ignore[union-attr]
    assert [row.id for row in case_migrations.list_versions(LIBRARY, commune_id=None)] == [first.deployment_id]
    assert execute(PutDueReleasesInEffect(), actor=SYSTEM, services=world.services) == 0

    clock.move_to(clock.now() + timedelta(days=29))
    assert execute(PutDueReleasesInEffect(), actor=SYSTEM, services=world.services) == 1

    assert publication.find_newest_deployment(LIBRARY).id == offered_in(AZROU) == second.deployment_id  # type: ignore[union-attr]
    assert execute(PutDueReleasesInEffect(), actor=SYSTEM, services=world.services) == 0
    assert acts()[-2:] == ["scheduled", "in-effect"]


def test_a_scheduled_release_is_withdrawn_once_and_its_files_may_come_again(world: World, clock: FixedClock) -> None:
    publish_version(world, "1.0.0")
    second = publish_version(world, "1.1.0", on=date(2026, 4, 1))
    with pytest.raises(AlreadyScheduled):
        publish_version(world, "1.2.0")

    run(world, WithdrawRelease(deployment_id=second.deployment_id, reason="La date était fausse."))
    with pytest.raises(NotScheduled):
        run(world, WithdrawRelease(deployment_id=second.deployment_id))
    clock.move_to(clock.now() + timedelta(days=60))
    assert execute(PutDueReleasesInEffect(), actor=SYSTEM, services=world.services) == 0

    assert publish_version(world, "1.1.0").deployment_id == second.deployment_id


@pytest.mark.parametrize("day", [date(2026, 3, 2), date(1999, 1, 1)])
def test_a_day_of_effect_that_is_over_is_refused(world: World, day: date) -> None:
    with pytest.raises(EffectInPast):
        publish(world, draft_of(world), on=day)


def test_today_is_now(world: World) -> None:
    assert not publish(world, draft_of(world), on=date(2026, 3, 3)).scheduled


# --- retire and go back ----------------------------------------------------------------------------------------------


def test_a_retired_procedure_takes_no_new_cases_and_says_why(world: World) -> None:
    offer(world, publish_version(world, "1.0.0").deployment_id)
    run(world, RetireProcedure(slug=LIBRARY, reason_fr=WHY, reason_ar="تغير القانون هذه السنة."))

    with pytest.raises(ProcedureRetired):
        begin = StartDraft(commune_id=AZROU, slug=LIBRARY, language="fr")
        execute(begin, actor=SYSTEM, services=world.services)
    entry = find_entry(AZROU, LIBRARY)
    assert entry is not None and entry.retired and not entry.may_start
    assert entry.closed_reason["fr"] == WHY
    assert LIBRARY not in {row.slug for row in list_catalogue(AZROU)}
    with pytest.raises(AlreadyRetired):
        run(world, RetireProcedure(slug=LIBRARY, reason_fr=WHY, reason_ar="تغير القانون هذه السنة."))

    run(world, ReopenProcedure(slug=LIBRARY, reason="La loi a été rétablie."))
    assert find_entry(AZROU, LIBRARY).may_start  # type: ignore[union-attr]
    with pytest.raises(NotRetired):
        run(world, ReopenProcedure(slug=LIBRARY, reason="La loi a été rétablie."))


def test_a_request_that_was_begun_before_cannot_be_filed_any_more(world: World) -> None:
    begin = StartDraft(commune_id=AZROU, slug=SLUG, language="fr")
    token = execute(begin, actor=SYSTEM, services=world.services)
    run(world, RetireProcedure(slug=SLUG, reason_fr=WHY, reason_ar="تغير القانون هذه السنة."))

    with pytest.raises(ProcedureRetired):
        execute(FileCase(token=token, language="fr"), actor=SYSTEM, services=world.services)


def test_new_cases_go_back_to_an_earlier_version(world: World) -> None:
    first = publish_version(world, "1.0.0")
    offer(world, first.deployment_id)
    second = publish_version(world, "1.1.0")

    back = GoBack(
        slug=LIBRARY, deployment_id=first.deployment_id, seen_current=second.deployment_id, reason="Erreur de frais."
    )
    run(world, back)

    assert publication.find_newest_deployment(LIBRARY).id == offered_in(AZROU) == first.deployment_id  # type: ignore[union-attr]
    with pytest.raises(PublishedMeanwhile):
        run(world, back)
    with pytest.raises(NeverInEffect):
        same = GoBack(
            slug=LIBRARY, deployment_id=first.deployment_id, seen_current=first.deployment_id, reason="Erreur de frais."
        )
        run(world, same)


def test_versions_tell_their_cases_and_releases(world: World) -> None:
    publish_version(world, "1.0.0")
    publish_version(world, "1.1.0")

    rows = releases.list_versions(LIBRARY)

    assert sorted((row.deployment.version, row.open_cases, row.all_cases) for row in rows) == [
        ("1.0.0", 0, 0),
        ("1.1.0", 0, 0),
    ]
    assert all(row.release is not None for row in rows)


def test_a_value_decided_since_is_no_part_of_what_was_published(world: World) -> None:
    released = publish_version(world, "1.0.0")
    own_cache = replace(world.services, deployments=DeploymentCache())
    decided = DecideValue(
        key="library.answer", since=date(2026, 6, 1), value=7, legal_ref="Décret inventé", source="known"
    )
    execute(decided, actor=analyst(world), services=own_cache)

    runs = own_cache.deployments.get(released.deployment_id).package.parameters["library.answer"]
    written = published_package(released.deployment_id).parameters["library.answer"]

    assert [value.value for value in runs.values] == [10, 7]
    assert [value.value for value in written.values] == [10]
