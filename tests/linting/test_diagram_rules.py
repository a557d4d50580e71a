"""Rules about the diagram, each broken alone."""

import pytest

from tests.builders.packages import a_package

FEE_TABLE = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="fees" name="fees" namespace="urn:demo">
<decision id="fee" name="Fee"><variable name="fee"/><decisionTable hitPolicy="{policy}">
<input id="i1"><inputExpression><text>age</text></inputExpression></input><output id="o1" name="total"/>
<rule id="r1"><inputEntry><text>&lt; 18</text></inputEntry><outputEntry><text>0</text></outputEntry></rule>
<rule id="r2"><inputEntry><text>{second}</text></inputEntry><outputEntry><text>500</text></outputEntry></rule>
</decisionTable></decision></definitions>
"""
SEND_TASK = '<sendTask id="tell-received" name="Accuser réception&#10;الإشعار بالتوصل" mastara:operation="notify">'


def decision_task(attributes: str) -> tuple[str, str]:
    """Return the replacement that puts a business rule task in the place of the notice."""
    start = a_package().files()["processes/library-card/library-card.bpmn"].decode()
    old = next(line for line in start.splitlines() if line.startswith("<sendTask"))
    return old, f'<businessRuleTask id="tell-received" name="Frais&#10;الرسوم" {attributes}/>'


def test_a_user_task_needs_a_listed_form() -> None:
    builder = a_package().diagram('<userTask id="review"', '<userTask id="review" mastara:form="examine"')
    [finding] = builder.findings("user-task-form")
    assert finding.element == "review"
    assert "examine" in finding.message


def test_a_user_task_needs_a_role() -> None:
    [finding] = a_package().diagram("<flowNodeRef>review</flowNodeRef>", "").findings("user-task-role")
    assert "found none" in finding.message


@pytest.mark.parametrize("role", ["clerk", "system"])
def test_a_user_task_needs_the_role_of_a_person(role: str) -> None:
    builder = a_package().diagram('<userTask id="review"', f'<userTask id="review" mastara:role="{role}"')
    [finding] = builder.findings("user-task-role")
    assert role in finding.message


def test_a_citizen_may_hold_a_task() -> None:
    builder = a_package().diagram('<userTask id="review"', '<userTask id="review" mastara:role="citizen"')
    assert builder.findings("user-task-role") == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (' mastara:operation="notify"', "", "found none"),
        ('mastara:operation="notify"', 'mastara:operation="shout"', "shout"),
        ('name="message" value="received"', 'name="text" value="received"', "message"),
    ],
)
def test_a_service_task_needs_a_known_operation_and_its_inputs(old: str, new: str, said: str) -> None:
    [finding] = a_package().diagram(old, new).findings("service-task-operation")
    assert finding.element == "tell-received"
    assert said in finding.message


SENDS = '<sendTask id="tell-received" name="Accuser réception&#10;الإشعار بالتوصل" mastara:operation="notify"'


@pytest.mark.parametrize(("declared", "expected"), [("opinion", 0), ("nothing", 1)])
def test_a_send_task_without_an_operation_names_a_declared_message(declared: str, expected: int) -> None:
    builder = a_package().diagram(SENDS, SENDS.replace('mastara:operation="notify"', 'messageRef="opinion"'))
    builder.diagram("<process ", f'<message id="{declared}" name="opinion-given"/><process ')
    found = builder.findings("service-task-operation")
    assert len(found) == expected
    assert all("messageRef" in finding.message for finding in found)


def test_a_notification_needs_a_listed_message() -> None:
    [finding] = a_package().diagram('value="received"', 'value="recieved"').findings("notify-message")
    assert "recieved" in finding.message


def test_a_message_chosen_by_an_expression_is_left_to_the_run() -> None:
    assert a_package().diagram('value="received"', "value='=verdict'").findings("notify-message") == []


def test_a_document_must_be_listed() -> None:
    builder = a_package().diagram('mastara:operation="notify"', 'mastara:operation="document.issue"')
    [finding] = builder.diagram('name="message" value="received"', 'name="document" value="card"').findings(
        "document-known"
    )
    assert "card" in finding.message


def test_a_business_rule_task_needs_a_listed_decision() -> None:
    old, new = decision_task('mastara:decision="fees" mastara:result="fee"')
    builder = a_package().decision("fee", FEE_TABLE.format(policy="UNIQUE", second="&gt;= 18")).diagram(old, new)
    [finding] = builder.findings("decision-known")
    assert "found “fees”" in finding.message


def test_a_business_rule_task_needs_a_variable_for_its_result() -> None:
    old, new = decision_task('mastara:decision="fee"')
    builder = a_package().decision("fee", FEE_TABLE.format(policy="UNIQUE", second="&gt;= 18")).diagram(old, new)
    [finding] = builder.findings("decision-known")
    assert "mastara:result" in finding.message


def test_a_decision_that_exists_is_accepted() -> None:
    old, new = decision_task('mastara:decision="fee" mastara:result="fee"')
    builder = a_package().decision("fee", FEE_TABLE.format(policy="UNIQUE", second="&gt;= 18")).diagram(old, new)
    assert builder.findings("decision-known") == []


def test_a_file_that_is_no_decision_model_is_an_error_with_its_path() -> None:
    [finding] = a_package().decision("fee", "<definitions/>").findings("decision-known")
    assert finding.file == "processes/library-card/decisions/fee.dmn"
    assert finding.severity == "error"


def test_rules_that_overlap_under_a_unique_policy_are_reported() -> None:
    builder = a_package().decision("fee", FEE_TABLE.format(policy="UNIQUE", second="&lt; 16"))
    assert builder.findings("decision-tables")


@pytest.mark.parametrize("language", ["ar", "fr"])
@pytest.mark.parametrize("part", ["title", "explanation"])
def test_a_status_needs_its_texts_in_both_languages(language: str, part: str) -> None:
    [finding] = a_package().text(language, f"statuses.in-review.{part}", None).findings("statuses-translated")
    assert f"statuses.in-review.{part}" in finding.message


def test_an_outcome_needs_its_texts() -> None:
    [finding] = a_package().text("ar", "outcomes.lapsed.title", None).findings("outcomes-translated")
    assert finding.element == "end-lapsed"


def test_a_gateway_of_conditions_only_is_warned_about() -> None:
    builder = a_package().diagram(' default="to-refused"', "")
    builder.diagram(
        'targetRef="end-refused"></sequenceFlow>',
        'targetRef="end-refused"><conditionExpression>=verdict = "refused"</conditionExpression></sequenceFlow>',
    )
    [finding] = builder.findings("gateway-default")
    assert finding.severity == "warning"


def test_the_top_end_events_need_outcomes() -> None:
    [finding] = a_package().diagram(' mastara:outcome="lapsed"', "").findings("end-outcome")
    assert finding.element == "end-lapsed"


@pytest.mark.parametrize(
    ("old", "new", "element"),
    [
        ('name="Examiner&#10;الفحص"', 'name="Examiner"', "review"),
        ('name="Acceptée ?&#10;مقبول؟"', "", "is-accepted"),
        ('name="Bibliothécaire&#10;أمين المكتبة"', 'name="أمين المكتبة"', "librarian"),
        ('id="library-card" name="Carte de bibliothèque&#10;بطاقة المكتبة"', 'id="library-card"', "library-card"),
    ],
)
def test_names_stand_in_both_languages(old: str, new: str, element: str) -> None:
    [finding] = a_package().diagram(old, new).findings("bilingual-name")
    assert finding.element == element


@pytest.mark.parametrize("element", ["review", "librarian", "to-decide"])
def test_what_runs_is_drawn(element: str) -> None:
    builder = a_package().diagram(f'bpmnElement="{element}"', 'bpmnElement="elsewhere"')
    assert [finding.element for finding in builder.findings("drawn")] == [element]


@pytest.mark.parametrize(
    "bounds",
    [
        "",
        '<dc:Bounds x="160" y="80" width="100"/>',
        '<dc:Bounds x="160" y="80" width="0" height="80"/>',
        '<dc:Bounds x="here" y="80" width="100" height="80"/>',
    ],
)
def test_a_shape_without_place_or_size_is_not_drawn(bounds: str) -> None:
    builder = a_package().diagram('<dc:Bounds x="0" y="80" width="100" height="80"/>', bounds)
    assert [finding.element for finding in builder.findings("drawn")] == ["librarian"]


def test_an_arrow_with_one_point_is_not_drawn() -> None:
    builder = a_package().diagram('bpmnElement="to-decide"><di:waypoint x="100" y="120"/>', 'bpmnElement="to-decide">')
    assert [finding.element for finding in builder.findings("drawn")] == ["to-decide"]


def test_the_process_has_the_key_of_the_package() -> None:
    builder = a_package().diagram('<process id="library-card"', '<process id="Process_1"')
    assert [finding.element for finding in builder.findings("process-id")] == ["Process_1"]


def test_the_process_may_be_run() -> None:
    builder = a_package().diagram('isExecutable="true"', 'isExecutable="false"')
    assert len(builder.findings("process-id")) == 1


@pytest.mark.parametrize(
    ("old", "new", "element"),
    [
        ("=parameters.library.answer", "=parameters.library.reply", "too-late"),
        ('=verdict = "accepted"', "=age >= parameters.library.majority", "to-accepted"),
        ("library.review_target", "library.target", "review"),
        ("library.review_target", "library.card_fee", "review"),
    ],
)
def test_a_parameter_of_the_diagram_is_declared_and_fits(old: str, new: str, element: str) -> None:
    [finding] = a_package().diagram(old, new).findings("parameter-known")
    assert finding.element == element


def test_a_group_of_parameters_may_be_named() -> None:
    builder = a_package().diagram('=verdict = "accepted"', "=count(get entries(parameters.library)) > 0")
    assert builder.findings("parameter-known") == []
