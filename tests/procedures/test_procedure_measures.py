"""Measures of a procedure: what is counted, what is estimated, and what is suggested."""

from datetime import date

import pytest

from app.forms.structure import FormComponent, Rules
from app.languages.catalogue import read_catalogue
from app.queries.measures import list_suggestions, measure
from app.queries.measures.filling import filling_parameters, minutes_to_fill
from app.queries.measures.suggestions import ENOUGH_CASES
from app.queries.measures.words import every_text, measure_rows, suggestion_text
from tests.builders.packages import PackageBuilder, a_package

TODAY = date(2026, 3, 3)


def kinds(builder: PackageBuilder, history: dict[str, list[dict[str, object]]] | None = None) -> list[tuple[str, str]]:
    return [(one.kind, one.key) for one in list_suggestions(builder.build(), history or {})]


def test_what_a_small_procedure_asks_is_counted() -> None:
    found = measure(a_package().build(), day=TODAY)

    assert (found.steps, found.handovers, found.pieces, found.visits) == (1, 0, 1, 0)
    assert (found.fields_user, found.fields_agent, found.messages, found.gateways) == (3, 2, 1, 1)
    assert (found.legal_days, found.legal_unit) == (10.0, "day")


def test_a_deposit_at_the_counter_only_is_a_visit() -> None:
    assert measure(a_package().manifest(channels=["counter"]).build(), day=TODAY).visits == 1


def test_minutes_follow_the_documented_formula_and_its_values_are_assumed() -> None:
    required = FormComponent(id="a", type="textfield", key="a", rules=Rules(required=True))
    optional = FormComponent(id="b", type="textfield", key="b")
    hidden = FormComponent(id="c", type="filepicker", key="c", hide="=true", rules=Rules(required=True))

    assert minutes_to_fill([required], TODAY) == round((4 + 12) / 60, 1)
    assert minutes_to_fill([required, optional, hidden], TODAY) == round((16 + 8 + 39.5) / 60, 1)
    assert all(value.assumed for one in filling_parameters().values() for value in one.values)


def test_nothing_is_suggested_where_nothing_can_be_spared() -> None:
    assert kinds(a_package()) == []


def test_a_piece_that_an_administration_holds_is_to_be_fetched() -> None:
    held = a_package().edit_manifest(lambda one: one["pieces"][0].update(source_administration="DGSN"))

    assert kinds(held) == [("held", "identity-card")]


def _second_user_step(label: str) -> PackageBuilder:
    builder = a_package().diagram('mastara:status="in-review"', 'mastara:role="citizen" mastara:status="in-review"')
    again = {"type": "textfield", "id": "again", "key": "again", "label": label}
    return builder.form("review", lambda fields: fields.append(again))


def test_a_question_asked_again_under_another_key_is_told() -> None:
    assert kinds(_second_user_step("Nom")) == [("twice", "review.again")]
    assert kinds(_second_user_step("Autre chose")) == []


@pytest.mark.parametrize(
    ("count", "other", "found"),
    [(ENOUGH_CASES, "accepted", [("never-decides", "review")]), (ENOUGH_CASES, "refused", []), (3, "accepted", [])],
)
def test_a_step_that_was_always_answered_alike_never_decided(
    count: int, other: str, found: list[tuple[str, str]]
) -> None:
    history: dict[str, list[dict[str, object]]] = {
        "review": [*({"verdict": "accepted", "note": str(one)} for one in range(count - 1)), {"verdict": other}]
    }

    assert kinds(a_package(), history) == found


def test_two_steps_of_one_role_in_a_row_are_one() -> None:
    second = (
        '<userTask id="file-away" name="Classer&#10;الحفظ" mastara:status="in-review"/>'
        '<sequenceFlow id="to-file" sourceRef="review" targetRef="file-away"/>'
    )
    builder = a_package().diagram(
        '<sequenceFlow id="to-decide" sourceRef="review"', f'{second}<sequenceFlow id="to-decide" sourceRef="file-away"'
    )
    builder = builder.diagram("</lane>", "<flowNodeRef>file-away</flowNodeRef></lane>")

    assert ("same-role", "review+file-away") in kinds(builder)


def test_a_long_form_without_groups_is_told() -> None:
    many = [{"type": "textfield", "id": f"f{one}", "key": f"f{one}", "label": f"Q{one}"} for one in range(12)]

    assert kinds(a_package().form("review", lambda fields: fields.extend(many))) == [("long-form", "review")]


def test_measures_stand_beside_those_of_the_version_before() -> None:
    before = measure(a_package().build(), day=TODAY)
    after = measure(a_package().manifest(pieces=[], channels=["counter"]).build(), day=TODAY)

    rows = {row.key: row for row in measure_rows(after, before, "fr")}

    assert (rows["pieces"].trend, rows["visits"].trend, rows["steps"].trend) == ("better", "worse", "same")
    assert rows["legal_days"].value == "10 jours francs"
    assert {row.trend for row in measure_rows(after, None, "ar")} == {""}


def test_every_text_has_its_arabic_and_every_suggestion_a_sentence() -> None:
    catalogue = read_catalogue("ar")
    known = {text for one in catalogue if one.id for text in ((one.id,) if isinstance(one.id, str) else one.id)}
    assert [text for text in every_text() if text not in known] == []

    held = a_package().edit_manifest(lambda one: one["pieces"][0].update(source_administration="DGSN"))
    [suggestion] = list_suggestions(held.build(), {})
    assert "DGSN" in suggestion_text(suggestion, "fr") and "DGSN" in suggestion_text(suggestion, "ar")
