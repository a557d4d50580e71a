"""Rules about the manifest, the texts and the forms, each broken alone."""

from typing import Any

import pytest

from app.linting import lint_files
from tests.builders.packages import SLUG, a_package

INTERNAL = {"audience": "administration", "domain": "administration", "channels": ["desk"]}


def test_the_start_form_is_listed() -> None:
    assert len(a_package().manifest(start_form="demand").findings("start-form")) == 1


def test_a_piece_needs_a_text_of_law_that_is_listed() -> None:
    builder = a_package().edit_manifest(lambda manifest: manifest["pieces"][0].update(legal_ref="law-9-99 a.1"))
    [finding] = builder.findings("legal-reference")
    assert "law-9-99" in finding.message
    assert finding.line


def test_silence_needs_a_text_of_law_that_is_listed() -> None:
    builder = a_package().manifest(silence={"effect": "consent", "legal_ref": "custom"})
    assert [finding.element for finding in builder.findings("legal-reference")] == ["silence.legal_ref"]


@pytest.mark.parametrize("field", [None, "cin_copy", "age"])
def test_a_piece_of_the_user_has_a_file_field(field: str | None) -> None:
    builder = a_package().edit_manifest(lambda manifest: manifest["pieces"][0].update(field=field))
    assert [finding.element for finding in builder.findings("piece-field")] == ["identity-card"]


def test_a_piece_of_the_administration_names_its_holder() -> None:
    builder = a_package().edit_manifest(lambda manifest: manifest["pieces"][0].update(provided_by="administration"))
    [finding] = builder.findings("piece-field")
    assert "source_administration" in finding.message


def test_a_form_asks_for_no_piece_beyond_the_sheet() -> None:
    def change(components: list[dict[str, Any]]) -> None:
        components[2]["properties"]["piece"] = "tax-receipt"

    [finding] = a_package().form("request", change).findings("piece-field")
    assert "tax-receipt" in finding.message


@pytest.mark.parametrize(("unit", "value"), [("day", 61), ("month", 3), ("working_day", 43), ("year", 1)])
def test_the_legal_period_stays_under_the_ceiling_of_the_law(unit: str, value: int) -> None:
    [finding] = a_package().parameter("library.answer", unit=unit, value=value).findings("deadline-ceiling")
    assert "60 days" in finding.message


@pytest.mark.parametrize(("unit", "value"), [("day", 60), ("month", 2), ("working_day", 42), ("hour", 24)])
def test_a_legal_period_at_the_ceiling_is_accepted(unit: str, value: int) -> None:
    assert a_package().parameter("library.answer", unit=unit, value=value).findings("deadline-ceiling") == []


def test_a_legal_period_is_a_period() -> None:
    assert a_package().parameter("library.answer", unit="count", value=3).findings("deadline-ceiling")


def test_a_fee_is_in_centimes() -> None:
    builder = a_package().parameter("library.card_fee", unit="dirham", value=5)
    assert [finding.element for finding in builder.findings("manifest-units")] == ["card"]


def test_retention_is_a_period() -> None:
    builder = a_package().parameter("library.retention", unit="count", value=5)
    assert [finding.element for finding in builder.findings("manifest-units")] == ["retention.parameter"]


def test_a_sheet_without_appeal_is_refused() -> None:
    assert len(a_package().manifest(appeals=[]).findings("appeals-present")) == 1


def test_an_appeal_without_period_is_refused() -> None:
    appeal = {"key": "president", "legal_ref": "law-1-00 a.4"}
    assert len(a_package().manifest(appeals=[appeal]).findings("appeals-present")) == 1


@pytest.mark.parametrize("group", ["fees", "appeals", "deadline", "retention"])
def test_a_parameter_of_the_manifest_is_declared(group: str) -> None:
    def change(manifest: dict[str, Any]) -> None:
        entry = manifest[group][0] if isinstance(manifest[group], list) else manifest[group]
        entry["file_within" if group == "appeals" else "parameter"] = "library.unknown"

    [finding] = a_package().edit_manifest(change).findings("parameter-known")
    assert "library.unknown" in finding.message


def test_the_condition_of_a_piece_is_feel() -> None:
    builder = a_package().edit_manifest(lambda manifest: manifest["pieces"][0].update(required="=age >="))
    [finding] = builder.findings("feel-syntax")
    assert finding.element == "identity-card"


def test_a_package_without_scenario_is_refused() -> None:
    builder = a_package().manifest(scenarios=[])
    files = {path: content for path, content in builder.files().items() if "/scenarios/" not in path}
    assert [finding.rule for finding in lint_files(SLUG, files).errors] == ["scenario-present"]


def test_assumed_values_are_listed_without_stopping_the_package() -> None:
    builder = a_package().parameter("library.card_fee", unit="centime", value=500, source="assumed")
    assert [finding.severity for finding in builder.findings("assumed-value")] == ["info"]


@pytest.mark.parametrize(
    ("language", "path"),
    [
        ("ar", "fiche.title"),
        ("fr", "fiche.silence"),
        ("ar", "fiche.pieces.identity-card.name"),
        ("fr", "fiche.fees.card"),
        ("ar", "fiche.appeals.president"),
        ("ar", "fiche.legal_basis.law-1-00"),
        ("zgh", "fiche.title"),
    ],
)
def test_the_sheet_is_complete_in_each_language(language: str, path: str) -> None:
    [finding] = a_package().text(language, path, None).findings("fiche-texts")
    assert finding.element == path
    assert finding.file.endswith(f"{language}.yaml")


@pytest.mark.parametrize("part", ["title", "action"])
def test_a_task_has_a_title_and_a_button(part: str) -> None:
    [finding] = a_package().text("ar", f"tasks.review.{part}", None).findings("task-texts")
    assert finding.element == "review"


def test_a_text_that_nothing_uses_is_a_warning() -> None:
    [finding] = a_package().text("fr", "tasks.examine", {"title": "Examiner"}).findings("stray-texts")
    assert finding.severity == "warning"


def test_a_message_exists_in_both_languages() -> None:
    files = a_package().files()
    del files["processes/library-card/messages/received.ar.txt"]
    assert not lint_files(SLUG, files).passed


@pytest.mark.parametrize(
    "content",
    ["sms: x\n\nBody\n", "subject: x\n\nBody\n", "subject: x\nsms: y\n", "subject: x\nsms: y\n\n{% if %}\n"],
)
def test_a_message_has_a_subject_a_short_text_and_a_body_that_can_be_read(content: str) -> None:
    [finding] = a_package().message("received.fr", content).findings("message-languages")
    assert finding.file.endswith("received.fr.txt")


@pytest.mark.parametrize(
    ("language", "path", "element"),
    [
        ("ar", "review.title", "review"),
        ("fr", "request.title", "request"),
        ("ar", "request.components.age.label", "request.age"),
        ("ar", "review.components.verdict.options.refused", "review.verdict"),
    ],
)
def test_a_form_is_complete_in_both_languages(language: str, path: str, element: str) -> None:
    findings = a_package().form_text(language, path, None).findings("form-texts")
    assert [finding.element for finding in findings] == [element]


def test_a_field_may_not_take_a_reserved_key() -> None:
    def change(components: list[dict[str, Any]]) -> None:
        components[0] |= {"id": "case", "key": "case"}

    findings = a_package().form("request", change).findings("form-definition")
    assert any("case" in finding.message and finding.severity == "error" for finding in findings)


def test_an_unknown_component_is_refused() -> None:
    builder = a_package().form("request", lambda components: components.append({"type": "iframe", "id": "x"}))
    assert [finding.element for finding in builder.findings("form-definition")] == ["x"]


@pytest.mark.parametrize("name", ["case.number", "applicant", "links.home", "commune.zgh"])
def test_a_message_names_only_what_it_is_given(name: str) -> None:
    builder = a_package().message("received.fr", "subject: x\nsms: y\n\nBonjour {{ " + name + " }}\n")
    [finding] = builder.findings("message-names")
    assert name in finding.message
    assert finding.line == 4


def test_a_message_may_name_answers_and_what_it_defines_itself() -> None:
    body = "{% for piece in document.missing_pieces %}{{ piece }} {{ case.reference }}{% endfor %}"
    assert a_package().message("received.fr", f"subject: x\nsms: y\n\n{body}\n").findings("message-names") == []


def test_a_message_may_write_a_day_in_words() -> None:
    builder = a_package().message("received.fr", "subject: x\nsms: y\n\nRéponse le {{ case.due_on | day }}.\n")
    assert builder.findings("message-names") == []
    assert builder.findings("message-languages") == []


def test_an_unknown_filter_of_a_message_is_one_finding() -> None:
    builder = a_package().message("received.fr", "subject: x\nsms: y\n\nRéponse le {{ case.due_on | year }}.\n")
    assert builder.findings("message-names") == []
    [finding] = builder.findings("message-languages")
    assert "year" in finding.message


PHONE = {"type": "textfield", "id": "age", "key": "age", "label": "Âge", "properties": {}}


def test_an_answer_is_not_asked_in_two_forms() -> None:
    [finding] = a_package().form("review", lambda components: components.append(PHONE)).findings("asked-twice")
    assert (finding.severity, finding.element) == ("warning", "age")
    assert "“request”" in finding.message


@pytest.mark.parametrize("change", [{"readonly": True}, {"properties": {"asked_again": "L'âge a changé"}}])
def test_an_answer_may_be_shown_again_or_asked_again_for_a_reason(change: dict[str, Any]) -> None:
    builder = a_package().form("review", lambda components: components.append({**PHONE, **change}))
    assert builder.findings("asked-twice") == []


def test_one_form_does_not_ask_the_same_words_under_two_keys() -> None:
    again = {"type": "textfield", "id": "full_name", "key": "full_name", "label": "nom"}
    [finding] = a_package().form("request", lambda components: components.append(again)).findings("asked-twice")
    assert finding.element == "full_name"


def test_groups_with_titles_of_their_own_may_ask_the_same_words() -> None:
    def change(components: list[dict[str, Any]]) -> None:
        name = {"type": "textfield", "id": "mother_name", "key": "mother_name", "label": "Nom"}
        components.append({"type": "group", "id": "mother", "label": "Votre mère", "components": [name]})

    assert a_package().form("request", change).findings("asked-twice") == []


@pytest.mark.parametrize("missing", ["silence", "appeals"])
def test_a_sheet_without_its_legal_parts_says_which_law_wants_them(missing: str) -> None:
    def change(manifest: dict[str, Any]) -> None:
        del manifest[missing]

    [finding] = lint_files(SLUG, a_package().edit_manifest(change).files()).errors
    assert finding.element == missing
    assert "law 55-19" in finding.message


def test_a_piece_without_a_text_of_law_says_which_law_wants_it() -> None:
    builder = a_package().edit_manifest(lambda manifest: manifest["pieces"][0].pop("legal_ref"))
    [finding] = lint_files(SLUG, builder.files()).errors
    assert finding.element == "pieces.0.legal_ref"
    assert "law 55-19" in finding.message


def test_a_form_whose_task_is_gone_is_told() -> None:
    builder = a_package().diagram('<userTask id="review"', '<userTask id="review" mastara:form="request"')
    [finding] = builder.findings("form-unused")
    assert finding.element == "review"


@pytest.mark.parametrize(
    ("language", "words", "found"),
    [
        ("ar", "Carte de bibliothèque", 1),
        ("fr", "بطاقة المكتبة", 1),
        ("ar", "بطاقة المكتبة (Carte de bibliothèque)", 0),
        ("ar", "PDF", 0),
        ("ar", "=closing", 0),
        ("fr", "Carte", 0),
    ],
)
def test_a_text_is_in_the_language_of_its_file(language: str, words: str, found: int) -> None:
    assert len(a_package().text(language, "fiche.summary", words).findings("wrong-language")) == found


def test_a_procedure_says_how_long_its_files_are_kept() -> None:
    assert [finding.severity for finding in a_package().manifest(retention=None).findings("retention-declared")] == [
        "warning"
    ]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"begun_by": ["mail_desk"]}, "found “mail_desk”"),
        (
            {"audience": "administration", "domain": "administration", "begun_by": ["librarian"]},
            "write channels: [desk]",
        ),
        ({"audience": "administration", "channels": ["desk"], "begun_by": ["librarian"]}, "found “library”"),
        ({"audience": "administration", "domain": "administration", "channels": ["desk"]}, "nobody could begin it"),
    ],
)
def test_whoever_begins_a_procedure_exists(changes: dict[str, object], said: str) -> None:
    [finding] = a_package().manifest(**changes).findings("start-form")
    assert said in finding.message
