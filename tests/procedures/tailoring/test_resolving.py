"""A base and an overlay give one variant, or findings that say why not; nothing is applied in part."""

import json
from dataclasses import replace
from datetime import date

import pytest
import yaml

from app.linting import lint
from app.procedures import package_from_files
from app.procedures.tailoring import Base, Operation, Resolution, resolve, write_overlay
from app.procedures.tailoring.kinds import (
    AddField,
    AddPiece,
    HideField,
    MapRole,
    Option,
    ReplaceBlock,
    RequireField,
    SwitchStep,
    words_of,
)
from app.scenarios import run_all
from tests.builders.packages import SLUG, PackageBuilder
from tests.builders.tailoring import POLICY, a_base, an_overlay, change, set_to

LABEL = words_of({"fr": "Quartier", "ar": "الحي"})


def a_field(key: str = "local_quarter", *, slot: str = "form") -> AddField:
    return AddField(form="request", slot=slot, field=key, type="textfield", label=LABEL, hint=LABEL)


def a_piece(key: str = "local-rent-receipt") -> AddPiece:
    return AddPiece(piece=key, slot="form", title=LABEL, note=LABEL, legal_ref="law-1-00 a.1", required=True)


EVERY_KIND: tuple[Operation, ...] = (
    set_to("library.card_fee", 300),
    change("fiche.summary", fr="À la bibliothèque d'Azrou.", ar="في مكتبة أزرو."),
    a_field(),
    HideField(form="request", field="age"),
    RequireField(form="review", field="verdict_reasons"),
    a_piece(),
    MapRole(role="librarian", to="archivist"),
    ReplaceBlock(document="card", block="closing", to=words_of({"fr": 'Fait "ici" \\ #panic()', "ar": "حرر هنا"})),
    SwitchStep(step="notice", turn=False),
)


def resolved(base: Base, *operations: Operation) -> Resolution:
    return resolve(base, an_overlay(*operations))


def messages(resolution: Resolution) -> list[str]:
    assert resolution.variant is None
    return [finding.message for finding in resolution.errors]


def test_without_operations_the_base_comes_back_byte_for_byte() -> None:
    base = a_base()
    for overlay in (None, an_overlay(base=base)):
        result = resolve(base, overlay)
        assert result.variant is not None and dict(result.variant.files) == dict(base.files)


@pytest.mark.parametrize("operation", EVERY_KIND, ids=lambda one: one.do)
def test_each_kind_gives_a_variant_that_loads_and_passes_the_lint(operation: Operation) -> None:
    base = a_base()
    assert [one for one in lint(package_from_files(SLUG, base.files)) if one.severity == "error"] == []
    result = resolved(base, operation)
    assert result.findings == () and result.variant is not None
    assert [one for one in lint(result.variant.package) if one.severity == "error"] == []


def test_every_kind_at_once_says_what_each_says() -> None:
    result = resolved(a_base(), *EVERY_KIND)
    assert result.variant is not None
    package = result.variant.package
    assert package.parameters["library.card_fee"].value_on(date(2026, 4, 1)).value == 300
    assert package.parameters["library.card_fee"].value_on(date(2026, 3, 31)).value == 500
    assert package.text("fiche.summary", "ar") == "في مكتبة أزرو."
    keys = [one["key"] for one in package.forms["request"]["components"]]
    assert keys == ["applicant_name", "age", "identity_card", "local_quarter", "local_rent_receipt"]
    assert package.forms["request"]["components"][1]["conditional"] == {"hide": "=true"}
    assert package.forms["review"]["components"][1]["validate"] == {"required": True}
    assert package.form_translations["ar"]["request"]["components"]["local_quarter"]["label"] == "الحي"
    assert [piece["key"] for piece in package.manifest["pieces"]] == ["identity-card", "local-rent-receipt"]
    assert package.bpmn.elements["review"].role == "archivist"
    assert '#let closing-fr = "Fait \\"ici\\" \\\\ #panic()"' in package.documents["card"]
    assert "tell-received" not in package.bpmn.elements


def test_two_values_may_take_effect_on_the_same_day() -> None:
    result = resolved(a_base(), set_to("library.card_fee", 300), set_to("library.answer", 9))
    assert result.findings == () and result.variant is not None


def test_a_variant_does_not_depend_on_the_order_of_its_operations() -> None:
    base = a_base()
    one, other = resolved(base, *EVERY_KIND).variant, resolved(base, *EVERY_KIND[::-1]).variant
    assert one is not None and other is not None and one.digest == other.digest


def test_communes_with_the_same_changes_share_one_digest() -> None:
    base = a_base()
    digests = set()
    for commune in ("azrou", "ifrane"):
        overlay = an_overlay(set_to("library.card_fee", 300))
        result = resolve(base, replace(overlay, commune=commune, author=commune))
        assert result.variant is not None
        digests.add(result.variant.digest)
    assert len(digests) == 1


def test_a_step_that_is_left_out_leaves_one_arrow_in_file_and_drawing() -> None:
    result = resolved(a_base(), SwitchStep(step="notice", turn=False))
    assert result.variant is not None
    model, source = result.variant.package.bpmn, result.variant.package.bpmn_source.decode()
    assert (model.flows["to-tell"].source, model.flows["to-tell"].target) == ("filed", "review")
    assert "to-review" not in model.flows and "to-review" not in source and "tell-received" not in source
    assert model.elements["review"].incoming == ("to-tell",) and model.findings == ()
    report = run_all(result.variant.package)
    assert [one.differences for one in report.scenarios] == [()]


def test_a_step_that_is_off_in_the_country_runs_only_where_a_commune_turns_it_on() -> None:
    off = 'mastara:optional="notice" mastara:optionalDefault="off"'
    base = a_base(lambda one: one.diagram('mastara:optional="notice"', off))
    without, wanted = resolve(base, None), resolved(base, SwitchStep(step="notice", turn=True))
    assert without.variant is not None and "tell-received" not in without.variant.package.bpmn.elements
    assert wanted.variant is not None and "tell-received" in wanted.variant.package.bpmn.elements


def test_the_legal_period_forgets_a_step_that_is_left_out() -> None:
    deadline = {
        "parameter": "library.answer",
        "starts": "filed",
        "ends_after": ["tell-received", "review"],
        "suspended_while": [{"waiting_at": ["tell-received"], "reason": "correction", "legal_ref": "law-1-00 a.1"}],
    }
    base = a_base(lambda one: one.manifest(deadline=deadline))
    result = resolved(base, SwitchStep(step="notice", turn=False))
    assert result.variant is not None
    found = result.variant.package.manifest["deadline"]
    assert (found["ends_after"], found["suspended_while"]) == (["review"], [])


def test_the_same_thing_twice_is_refused() -> None:
    twice = messages(resolved(a_base(), set_to("library.card_fee", 300), set_to("library.card_fee", 200)))
    assert twice == ["Expected one operation on parameters.library.card_fee, found one more after number 1: keep one."]
    both = messages(resolved(a_base(), HideField(form="request", field="age"), HideField(form="request", field="age")))
    assert len(both) == 1


@pytest.mark.parametrize(
    ("operation", "says"),
    [
        (set_to("library.gone", 3), "“library.gone”"),
        (set_to("library.card_fee", "much"), "another type"),
        (change("fiche.gone", fr="x"), "“fiche.gone”"),
        (a_field(slot="gone"), "“request.gone”"),
        (AddField(form="gone", slot="form", field="local_a", type="textfield", label=LABEL), "“gone.form”"),
        (AddField(form="request", slot="form", field="local_a", type="radio", label=LABEL), "to choose from"),
        (
            AddField(
                form="request",
                slot="form",
                field="local_a",
                type="radio",
                label=LABEL,
                options=(Option(value="a", label=LABEL), Option(value="a", label=LABEL)),
            ),
            "different answers",
        ),
        (HideField(form="request", field="gone"), "“request.gone”"),
        (MapRole(role="gone", to="archivist"), "“gone”"),
        (MapRole(role="librarian", to="gone"), "“gone”"),
        (ReplaceBlock(document="card", block="gone", to=LABEL), "“card.gone”"),
        (ReplaceBlock(document="../../secret", block="closing", to=LABEL), "secret"),
        (SwitchStep(step="gone", turn=False), "“gone”"),
    ],
)
def test_an_operation_on_what_is_not_there_is_refused(operation: Operation, says: str) -> None:
    [message] = messages(resolved(a_base(), operation))
    assert says in message


def test_a_step_with_something_on_its_border_cannot_be_left_out() -> None:
    base = a_base(lambda one: one.diagram('attachedToRef="review"', 'attachedToRef="tell-received"'))
    [message] = messages(resolved(base, SwitchStep(step="notice", turn=False)))
    assert "on the border of “tell-received”" in message


@pytest.mark.parametrize(("step", "says"), [("is-accepted", "Expected an activity"), ("review", "on the border")])
def test_only_activities_with_one_way_in_and_out_can_be_left_out(step: str, says: str) -> None:
    def mark(builder: PackageBuilder) -> None:
        builder.diagram(f'id="{step}" ', f'id="{step}" mastara:optional="choice" ')
        builder.manifest(policy={**POLICY, "steps": {"choice": "open"}})

    [message] = messages(resolved(a_base(mark), SwitchStep(step="choice", turn=False)))
    assert says in message


def test_an_overlay_of_another_version_or_procedure_is_refused() -> None:
    base = a_base()
    newer = a_base(lambda one: one.manifest(version="1.1.0"))
    changed = a_base(lambda one: one.text("fr", "fiche.title", "Autre"))
    assert "rebase it first" in messages(resolve(newer, an_overlay(base=base)))[0]
    assert "rebase it first" in messages(resolve(changed, an_overlay(base=base)))[0]
    assert "building-permit" in messages(resolve(base, replace(an_overlay(), procedure="building-permit")))[0]


def test_a_piece_on_an_invented_law_does_not_pass_the_lint() -> None:
    piece = AddPiece(piece="local-a", slot="form", title=LABEL, note=LABEL, legal_ref="law-9-99 a.1")
    result = resolved(a_base(), piece)
    assert result.variant is not None
    assert any(one.severity == "error" and "law-9-99" in one.message for one in lint(result.variant.package))


def test_an_operation_that_changes_nothing_is_told_and_harmless() -> None:
    base = a_base()
    result = resolved(base, change("fiche.summary", fr="Carte de bibliothèque."))
    assert [one.severity for one in result.findings] == ["warning"] and result.variant is not None
    path = f"processes/{SLUG}/translations/fr.yaml"
    assert yaml.safe_load(result.variant.files[path]) == yaml.safe_load(base.files[path])


def test_what_an_operation_does_not_touch_keeps_its_bytes() -> None:
    base = a_base()
    result = resolved(base, a_field())
    assert result.variant is not None
    touched = {path for path, content in result.variant.files.items() if content != base.files[path]}
    assert touched == {
        f"processes/{SLUG}/procedure.yaml",
        f"forms/{SLUG}/request.json",
        f"forms/{SLUG}/translations/ar.yaml",
    }
    assert json.loads(base.files[f"forms/{SLUG}/request.json"])["components"][-1]["key"] == "identity_card"


def test_a_variant_is_not_tailored_again() -> None:
    shipped = f"processes/{SLUG}/overlays/azrou.yaml"
    draft = a_base(lambda one: one.manifest(overlays=["overlays/azrou.yaml"]))
    base = Base(SLUG, {**draft.files, shipped: write_overlay(an_overlay(SWITCH), file=shipped)})
    result = resolved(base, SWITCH)
    assert result.variant is not None and shipped not in result.variant.files
    manifest = result.variant.package.manifest
    assert (manifest["policy"], manifest["overlays"]) == ({"default": "locked"}, [])
    assert base.digest == draft.digest


SWITCH = SwitchStep(step="notice", turn=False)
