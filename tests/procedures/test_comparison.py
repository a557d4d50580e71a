"""Comparison of packages: nothing is passed over, both directions say the same, and moved is not changed."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.procedures import load_package, package_from_files
from app.procedures.comparison import Difference, compare_packages
from app.procedures.layout import list_slugs
from app.settings import ROOT
from tests.builders.dmn import a_dmn, decision, table_xml
from tests.builders.packages import SLUG, PackageBuilder, a_package

Edit = Callable[[PackageBuilder], object]


def _change_period(builder: PackageBuilder) -> None:
    builder.parameter("library.answer", unit="day", kind="franc", value=8)


def _later_value(manifest: dict[str, Any]) -> None:
    later = {"from": date(2027, 1, 1), "value": 6, "legal_ref": "invented", "source": "assumed"}
    manifest["parameters"][0]["values"].append(later)


def _fee(amount: str) -> str:
    table = table_xml([([">= 18"], [amount])], inputs=["age"], outputs=["fee"])
    return a_dmn(decision("fee", table)).decode()


EDITS: dict[str, Edit] = {
    "parameter-value": _change_period,
    "parameter-later": lambda one: one.edit_manifest(_later_value),
    "piece-required": lambda one: one.edit_manifest(lambda manifest: manifest["pieces"][0].update(required=True)),
    "piece": lambda one: one.manifest(pieces=[]),
    "silence": lambda one: one.manifest(silence={"effect": "refusal_appealable", "legal_ref": "law-1-00 a.3"}),
    "channels": lambda one: one.manifest(channels=["portal", "counter"]),
    "version": lambda one: one.manifest(version="1.1.0"),
    "name": lambda one: one.diagram("Examiner&#10;الفحص", "Étudier&#10;الدراسة"),
    "process-name": lambda one: one.diagram('name="Carte de bibliothèque&#10;', 'name="Carte de lecteur&#10;'),
    "process-id": lambda one: one.diagram(f'process id="{SLUG}"', 'process id="another"'),
    "condition": lambda one: one.diagram('=verdict = "accepted"', '=verdict != "refused"'),
    "timer": lambda one: one.diagram("=parameters.library.answer", "P12D"),
    "outcome": lambda one: one.diagram('mastara:outcome="lapsed"', 'mastara:outcome="refused"'),
    "no-default": lambda one: one.diagram(' default="to-refused"', ""),
    "lane": lambda one: one.diagram("Bibliothécaire&#10;أمين المكتبة", "Agent&#10;موظف"),
    "label": lambda one: one.form("request", lambda fields: fields[0].update(label="Votre nom")),
    "optional": lambda one: one.form("request", lambda fields: fields[1].update(validate={})),
    "order": lambda one: one.form("request", lambda fields: fields.reverse()),
    "field-gone": lambda one: one.form("request", lambda fields: fields.pop(1)),
    "field-hidden": lambda one: one.form("request", lambda fields: fields[1].update(conditional={"hide": "=true"})),
    "field-to-text": lambda one: one.form("request", lambda fields: fields[1].pop("key")),
    "choice": lambda one: one.form("review", lambda fields: fields[0]["values"].pop()),
    "choice-order": lambda one: one.form("review", lambda fields: fields[0]["values"].reverse()),
    "text": lambda one: one.text("fr", "fiche.title", "Carte de lecteur"),
    "text-gone": lambda one: one.text("ar", "fiche.audience", None),
    "form-text": lambda one: one.form_text("ar", "request.components.age.label", "العمر"),
    "message": lambda one: one.message("received.ar", "subject: توصلنا\nsms: توصلنا\n\nتوصلنا.\n"),
    "scenario": lambda one: one.scenario("refused", language="ar"),
    "decision": lambda one: one.decision("fee", _fee("5")),
}


def test_a_package_differs_in_nothing_from_itself() -> None:
    for slug in list_slugs(ROOT / "processes"):
        package = load_package(ROOT / "processes", ROOT / "forms", slug)
        assert compare_packages(package, package_from_files(slug, dict(package.files))) == ()


@pytest.mark.parametrize("name", EDITS)
def test_each_edit_is_found(name: str) -> None:
    changed = a_package()
    EDITS[name](changed)

    assert compare_packages(a_package().build(), changed.build())


@settings(deadline=None, max_examples=60)
@given(left=st.sets(st.sampled_from(sorted(EDITS))), right=st.sets(st.sampled_from(sorted(EDITS))))
def test_both_directions_tell_the_same(left: set[str], right: set[str]) -> None:
    sides = []
    for names in (left, right):
        builder = a_package()
        for name in EDITS:
            if name in names:
                EDITS[name](builder)
        sides.append(builder.build())
    before, after = sides

    forwards, backwards = compare_packages(before, after), compare_packages(after, before)

    assert _sorted(difference.mirrored() for difference in forwards) == _sorted(backwards)
    assert bool(forwards) is (before.files != after.files)


def _sorted(differences: Any) -> list[str]:
    return sorted(str(difference.to_json() | {"change": difference.change}) for difference in differences)


def _only(edit: Edit) -> Difference:
    changed = a_package()
    edit(changed)
    found = compare_packages(a_package().build(), changed.build())
    assert len(found) == 1, found
    return found[0]


def test_a_changed_value_tells_its_date_and_both_sides() -> None:
    found = _only(_change_period)

    assert (found.kind, found.before, found.after) == ("value-value-changed", 10, 8)
    assert found.key == "library.answer@2020-01-01"
    assert found.file == f"processes/{SLUG}/procedure.yaml"


def test_a_condition_belongs_to_its_arrow_and_a_timer_to_its_event() -> None:
    condition, timer = _only(EDITS["condition"]), _only(EDITS["timer"])

    assert (condition.kind, condition.key) == ("flow-condition-changed", "to-accepted")
    assert (timer.kind, timer.before, timer.after) == ("element-timer-changed", "=parameters.library.answer", "P12D")


def test_a_shape_that_only_moved_is_moved_and_not_changed() -> None:
    shape = '<bpmndi:BPMNShape id="shape-review" bpmnElement="review">'

    def drawn(x: int) -> PackageBuilder:
        return a_package().diagram(f'{shape}<dc:Bounds x="480"', f'{shape}<dc:Bounds x="{x}"')

    found = compare_packages(drawn(10).build(), drawn(200).build())

    assert [(one.kind, one.key, one.before[0], one.after[0]) for one in found] == [
        ("element-place-moved", "review", 10.0, 200.0)
    ]


def test_a_table_is_compared_cell_by_cell() -> None:
    sides = [a_package().decision("fee", _fee(amount)).build() for amount in ("5", "7")]

    found = compare_packages(*sides)

    assert [(one.thing, one.change, one.before, one.after) for one in found] == [("rule", "changed", "5", "7")]
    assert found[0].aspect.startswith("cell:out:")


def test_a_file_that_says_the_same_otherwise_is_told_as_a_file() -> None:
    found = _only(lambda one: one.diagram("</process>", "<!-- relu --></process>"))

    assert (found.part, found.kind, found.key) == ("files", "file-bytes-changed", f"processes/{SLUG}/{SLUG}.bpmn")
