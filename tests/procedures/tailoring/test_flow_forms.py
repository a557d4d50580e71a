"""What a commune changes of the forms of shared flows: declared there, resolved for one procedure, carried over."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from app.forms.packages import read_forms
from app.linting import lint
from app.linting.sentences import find_words
from app.procedures import ProcedurePackage, package_from_files
from app.procedures.comparison import compare_packages
from app.procedures.layout import manifest_path
from app.procedures.tailoring import (
    Base,
    Operation,
    Overlay,
    may,
    read_overlay,
    read_policy,
    rebase,
    resolve,
    write_overlay,
)
from app.procedures.tailoring.form_wording import form_of, path_in_translations
from app.procedures.tailoring.kinds import AddField, HideField, RequireField, words_of
from app.scenarios.variants import run_variant
from tests.builders.tailoring import an_overlay, change
from tests.lifecycle.package import SLUG, life_cycle_files
from tests.procedures.tailoring.test_roles import FLOWS, copy_of_act, opened

MANIFEST = manifest_path(SLUG)
OWN, FLOW = f"forms/{SLUG}", "forms/_shared/flows"
HELP = "forms.file-appeal.appeal_grounds.description"
WHY = "forms.rate-service.rating_reason.label"
SAID = {"fr": "Le service vous aide à écrire, le mardi.", "ar": "تساعدكم المصلحة على الكتابة يوم الثلاثاء."}
WAIT = AddField(
    form="rate-service",
    slot="form",
    field="local_wait",
    type="textfield",
    label=words_of({"fr": "Combien de temps avez-vous attendu ?", "ar": "كم انتظرتم؟"}),
)
HIDDEN = HideField(form="rate-service", field="rating_reason")
Files = dict[str, bytes]


def in_yaml(path: str, edit: Callable[[Any], object]) -> Callable[[Files], None]:
    def apply(files: Files) -> None:
        data = yaml.safe_load(files[path])
        edit(data)
        files[path] = yaml.safe_dump(data, allow_unicode=True, sort_keys=False).encode()

    return apply


def in_form(path: str, edit: Callable[[Any], object]) -> Callable[[Files], None]:
    def apply(files: Files) -> None:
        data = json.loads(files[path])
        edit(data)
        files[path] = json.dumps(data, ensure_ascii=False).encode()

    return apply


def declares(flow: str, policy: Any) -> Callable[[Files], None]:
    def edit(index: Any) -> None:
        next(one for one in index["flows"] if one["key"] == flow)["policy"] = policy

    return in_yaml(FLOWS, edit)


def own_policy(**policy: Any) -> Callable[[Files], None]:
    return in_yaml(MANIFEST, lambda manifest: manifest.update(policy=policy))


def says(path: str, **texts: str) -> Callable[[Files], None]:
    """Let the country say something else in a text of a flow's form."""

    form, [*_, component, said] = f"{FLOW}/{form_of(path)}.json", path.split(".")

    def apply(files: Files) -> None:
        if "fr" in texts:
            in_form(form, lambda raw: _named(raw, component).update({said: texts["fr"]}))(files)
        if "ar" in texts:
            where = path_in_translations(json.loads(files[form]), path).split(".")[:-1]
            edit = in_yaml(f"{FLOW}/translations/ar.yaml", lambda all_: _at(all_, where).update({said: texts["ar"]}))
            edit(files)

    return apply


def _named(form: Mapping[str, Any], component: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in form["components"] if one["id"] == component)
    return found


def _at(texts: Any, path: list[str]) -> Any:
    for step in path:
        texts = texts[step]
    return texts


def country(*edits: Callable[[Files], None]) -> Base:
    """Return the procedure that calls every flow and declares nothing itself."""
    files = life_cycle_files()
    for edit in edits:
        edit(files)
    return Base(SLUG, files)


def newer(*edits: Callable[[Files], None]) -> Base:
    return country(in_yaml(MANIFEST, lambda manifest: manifest.update(version="1.1.0")), *edits)


def overlay_on(base: Base, *operations: Operation) -> Overlay:
    return replace(an_overlay(*operations, base=base), procedure=base.slug)


def tailored(base: Base, *operations: Operation) -> ProcedurePackage:
    resolution = resolve(base, overlay_on(base, *operations))
    assert resolution.variant is not None and resolution.findings == ()
    return resolution.variant.package


def told(base: Base, operation: Operation) -> str:
    return may(read_policy(base)[0], operation, base).message


def question(package: ProcedurePackage, form: str, key: str) -> Any:
    return next(field for field in read_forms(package)[form].fields if field.key == key)


class TestDeclaring:
    def test_what_a_flow_declares_counts_in_a_procedure_that_declares_nothing(self) -> None:
        base = country()
        assert read_policy(base)[1] == []
        assert [told(base, one) for one in (change(HELP, **SAID), WAIT, HIDDEN)] == ["", "", ""]
        assert "at most 120 signs, found 121" in told(base, change(WHY, fr="x" * 121))
        assert "one of hide, found require" in told(base, RequireField(form="rate-service", field="rating_reason"))

    def test_what_a_flow_does_not_declare_is_locked(self) -> None:
        assert "fields.file-appeal.appeal_grounds, which is locked" in told(
            country(), HideField(form="file-appeal", field="appeal_grounds")
        )

    def test_the_procedure_goes_before_its_flows_where_it_names_the_same(self) -> None:
        locked = {HELP: {"rule": "locked", "legal_ref": "law-55-19 a.21"}}
        assert "locked (law-55-19 a.21)" in told(country(own_policy(texts=locked)), change(HELP, **SAID))
        assert told(country(own_policy(texts={"*": "locked"})), change(HELP, **SAID)) == ""

    def test_a_procedure_opens_more_of_a_flow_than_the_flow_does(self) -> None:
        base = country(own_policy(fields={"rate-service.rating_reason": {"may": ["require"]}}))
        assert read_policy(base)[1] == []
        assert told(base, RequireField(form="rate-service", field="rating_reason")) == ""

    def test_a_flow_says_nothing_about_a_form_that_the_procedure_has_of_its_own(self) -> None:
        base = copy_of_act()
        policy, findings = read_policy(base)
        own = "forms.check-completeness.missing_note.description"
        assert findings == [] and policy.find_rule("texts", own) is None
        found = policy.find_rule("texts", HELP)
        assert found is not None and found.flow == "appeal"

    @pytest.mark.parametrize(
        ("policy", "place", "says_so"),
        [
            ({"texts": {f"{HELP}s": "open"}}, f"texts.{HELP}s", "something that the flow “appeal” has"),
            ({"texts": {WHY: "open"}}, f"texts.{WHY}", "something that the flow “appeal” has"),
            ({"texts": {"fiche.title": "open"}}, "texts.fiche.title", "something that the flow “appeal” has"),
            ({"texts": {"forms.*": "open"}}, "texts.forms.*", "something that the flow “appeal” has"),
            ({"fields": {"request.form": "open"}}, "fields.request.form", "something that the flow “appeal” has"),
            ({"fields": {"file-appeal.form": {"maximum": 3}}}, "fields.file-appeal.form", "The bound maximum"),
            ({"texts": {HELP: {"maximum": "much"}}}, f"texts.{HELP}.maximum", "Not a valid number"),
            ({"roles": {"president": "open"}}, "roles", "Unknown field"),
            ("open", "_schema", "Invalid input type"),
        ],
    )
    def test_what_a_flow_declares_wrongly_is_told_at_its_line_in_both_languages(
        self, policy: Any, place: str, says_so: str
    ) -> None:
        package = package_from_files(SLUG, dict(country(declares("appeal", policy)).files))
        [finding] = [one for one in lint(package) if one.rule == "tailoring-policy"]
        index = [one["key"] for one in yaml.safe_load(package.files[FLOWS])["flows"]].index("appeal")
        assert (finding.file, finding.severity) == (FLOWS, "error") and says_so in finding.message
        assert finding.element == f"flows.{index}.policy.{place}"
        assert finding.line is not None and finding.line > 1
        assert find_words(finding.message, "fr") and find_words(finding.message, "ar")

    def test_a_rule_that_cannot_be_read_locks_what_it_names(self) -> None:
        base = country(declares("appeal", {"texts": {HELP: {"maximum": "much"}}}), own_policy(default="open"))
        assert "locked" in told(base, change(HELP, **SAID))

    def test_a_rule_for_all_of_a_form_holds_for_each_of_its_texts(self) -> None:
        base = country(declares("appeal", {"texts": {"forms.file-appeal.*": {"maximum": 10}}}))
        assert read_policy(base)[1] == []
        assert "at most 10 signs" in told(base, change(HELP, **SAID))


class TestResolving:
    def test_the_variant_has_a_form_of_its_own_and_the_flow_keeps_its_bytes(self) -> None:
        base = country()
        package = tailored(base, change(HELP, **SAID), WAIT, HIDDEN)
        assert question(package, "file-appeal", "appeal_grounds").description == SAID
        assert question(package, "rate-service", "local_wait").label == WAIT.label.by_language
        assert package.forms["rate-service"]["components"][1]["conditional"] == {"hide": "=true"}
        shared = {path: content for path, content in base.files.items() if "/_shared/" in path}
        assert {path: package.files[path] for path in shared} == shared
        added = package.files.keys() - base.files.keys()
        assert added == {f"{OWN}/file-appeal.json", f"{OWN}/rate-service.json"}
        assert [one for one in lint(package) if one.severity == "error"] == []

    def test_an_arabic_word_alone_leaves_the_rest_of_the_form_as_the_country_says_it(self) -> None:
        base = country()
        before = read_forms(package_from_files(SLUG, dict(base.files)))["file-appeal"]
        form = read_forms(tailored(base, change(HELP, ar=SAID["ar"])))["file-appeal"]
        [grounds], [national] = form.fields, before.fields
        assert (form.title, grounds.label) == (before.title, national.label)
        assert grounds.description == {"fr": national.description["fr"], "ar": SAID["ar"]}

    def test_a_field_of_a_flow_has_a_name_that_nothing_may_take_again(self) -> None:
        def with_local(form: Any) -> None:
            form["components"].append(
                {"type": "textfield", "id": "local_wait", "key": "local_wait", "label": "Attente"}
            )

        base = country(in_form(f"{FLOW}/file-appeal.json", with_local))
        [finding] = resolve(base, overlay_on(base, WAIT)).errors
        assert "which a form already has" in finding.message

    def test_operations_on_forms_of_flows_stand_in_an_overlays_file(self) -> None:
        overlay = overlay_on(country(), change(HELP, **SAID), WAIT, HIDDEN)
        assert read_overlay(write_overlay(overlay, file="x.yaml"), file="x.yaml") == overlay

    def test_what_the_flow_asks_twice_is_no_remark_about_the_commune(self) -> None:
        base = opened(SLUG, life_cycle_files())
        labels = [f"forms.{form}.appeal_reasons.label" for form in ("answer-appeal", "decide-for-governor")]
        package = tailored(base, *(change(label, fr="Raisons", ar="الأسباب") for label in labels))
        assert [one for one in lint(package) if one.rule == "asked-twice"] == []
        adding = [replace(WAIT, form=form) for form in ("answer-appeal", "decide-for-governor")]
        assert len(resolve(base, overlay_on(base, *adding)).errors) == 1, "one name is asked once"


OPEN = opened(SLUG, life_cycle_files())
PATHS = sorted(
    path
    for path in OPEN.names("texts")
    if path.startswith("forms.") and OPEN.is_of_flow(form_of(path)) and not path.endswith(".title")
)
NATIONAL = package_from_files(SLUG, dict(OPEN.files))
LOCAL = st.sampled_from(["Ici", "Là"])
CHANGED = st.dictionaries(st.sampled_from(PATHS), st.dictionaries(st.sampled_from(["fr", "ar"]), LOCAL, min_size=1))


def words_of_forms(package: ProcedurePackage) -> dict[tuple[str, str], str]:
    """Return every label, help and option as pages read it, by path of an overlay and language."""
    found: dict[tuple[str, str], str] = {}
    for name, form in read_forms(package).items():
        for one in form.components:
            for said in ("label", "description", "text"):
                found |= {(f"forms.{name}.{one.id}.{said}", code): text for code, text in getattr(one, said).items()}
            for option in one.options:
                place = f"forms.{name}.{one.id}.options.{option.posted}"
                found |= {(place, code): text for code, text in option.label.items()}
    return found


@settings(max_examples=25, deadline=None, derandomize=True)
@given(changed=CHANGED)
def test_people_read_the_communes_words_where_it_has_some_and_the_national_ones_elsewhere(
    changed: dict[str, dict[str, str]],
) -> None:
    package = tailored(OPEN, *(change(path, **to) for path, to in changed.items()))
    local = {(path, code): text for path, to in changed.items() for code, text in to.items()}
    assert words_of_forms(package) == words_of_forms(NATIONAL) | local


def test_national_scenarios_answer_what_a_commune_asks_in_a_form_of_a_flow() -> None:
    base, needed = country(), replace(WAIT, required=True)
    overlay = overlay_on(base, needed, change(HELP, **SAID))
    resolution = resolve(base, overlay)
    assert resolution.variant is not None
    report = run_variant(base, overlay, resolution.variant)
    rated = [name for name, raw in resolution.variant.package.scenarios.items() if _rates(raw)]
    assert report.passed and rated
    assert sorted(one.report.file for one in report.tried if one.answered == ("local_wait",)) == sorted(rated)


def _rates(scenario: Mapping[str, Any]) -> bool:
    return any(step.get("complete") == "rate-service" for step in scenario["steps"])


class TestFollowing:
    def test_a_text_that_both_sides_changed_is_decided_language_by_language(self) -> None:
        old = country()
        new = newer(says(HELP, fr="Écrivez au président.", ar=SAID["ar"]))
        found = rebase(old, new, overlay_on(old, change(HELP, **SAID)))
        [conflict] = found.conflicts
        assert (conflict.part, conflict.reason) == ("fr", "both-changed")
        assert (conflict.before, conflict.now, conflict.local) == (
            old.find_text("fr", HELP),
            "Écrivez au président.",
            SAID["fr"],
        )
        assert [one.kind for one in found.attention] == ["national"]

    def test_another_text_of_the_form_is_followed_without_a_word(self) -> None:
        old, new = country(), newer(says("forms.file-appeal.appeal_grounds.label", fr="Vos raisons", ar="أسبابكم"))
        found = rebase(old, new, overlay_on(old, change(HELP, **SAID)))
        assert found.outcome == "clean"
        grounds = question(tailored(new, *found.overlay.operations), "file-appeal", "appeal_grounds")
        assert (grounds.label["fr"], grounds.description) == ("Vos raisons", SAID)

    def test_a_form_that_the_procedure_takes_as_its_own_keeps_the_communes_change(self) -> None:
        def take_in(files: Files) -> None:
            files[f"{OWN}/file-appeal.json"] = files[f"{FLOW}/file-appeal.json"]
            for language in ("fr", "ar"):
                own = yaml.safe_load(files[f"{OWN}/translations/{language}.yaml"])
                own["file-appeal"] = yaml.safe_load(files[f"{FLOW}/translations/{language}.yaml"])["file-appeal"]
                files[f"{OWN}/translations/{language}.yaml"] = yaml.safe_dump(own, allow_unicode=True).encode()
            in_yaml(MANIFEST, lambda manifest: manifest["forms"].append("file-appeal"))(files)

        old = country()
        overlay = overlay_on(old, change(HELP, **SAID))
        refused = rebase(old, newer(take_in), overlay).conflicts
        assert {one.reason for one in refused} == {"policy"}, "what the flow declared speaks of the flow's form"
        carried = rebase(old, newer(take_in, own_policy(texts={HELP: "open"})), overlay)
        assert carried.outcome == "clean"

    def test_a_flow_that_declares_less_from_now_on_is_a_conflict_with_its_rule(self) -> None:
        old, new = country(), newer(declares("satisfaction", {"texts": {WHY: {"maximum": 20}}}))
        found = rebase(old, new, overlay_on(old, change(WHY, fr="x" * 21, ar="لماذا؟"), WAIT, HIDDEN))
        assert {one.reason for one in found.conflicts} == {"policy"} and found.overlay.operations == ()
        assert any("at most 20 signs, found 21" in one.message for one in found.conflicts)

    def test_a_question_that_the_flow_no_longer_asks_is_gone(self) -> None:
        def without_reason(form: Any) -> None:
            form["components"] = [one for one in form["components"] if one["id"] != "rating_reason"]

        old, new = (
            country(),
            newer(in_form(f"{FLOW}/rate-service.json", without_reason), declares("satisfaction", None)),
        )
        assert [one.reason for one in rebase(old, new, overlay_on(old, HIDDEN)).conflicts] == ["gone"]

    def test_the_difference_of_two_versions_tells_the_texts_of_flows_at_their_file(self) -> None:
        old, new = (package_from_files(SLUG, dict(one.files)) for one in (country(), newer(says(HELP, ar="اكتبوا."))))
        told_of = [one for one in compare_packages(old, new) if one.part == "texts"]
        assert [(one.file, one.key) for one in told_of] == [
            (f"{FLOW}/translations/ar.yaml", "file-appeal.components.appeal_grounds.description")
        ]

    def test_the_difference_of_a_variant_is_what_the_commune_changed_and_no_more(self) -> None:
        base = country()
        national = package_from_files(SLUG, dict(base.files))
        told_of = [
            one
            for one in compare_packages(national, tailored(base, change(HELP, **SAID)))
            if one.part in ("texts", "forms")
        ]
        assert {(one.part, one.thing) for one in told_of} == {("texts", "translation"), ("forms", "field")}
        assert len(told_of) == 2
        french = f"{OWN}/translations/fr.yaml"
        assert tailored(base, change(HELP, **SAID)).files[french] == base.files[french], "its French is in the form"


TEXTS = (HELP, WHY, "forms.supply-pieces.supplied_files.description")
WORDS = st.sampled_from(["Un", "Deux", "Trois"])
SIDE = st.fixed_dictionaries({}, optional={(path, language): WORDS for path in TEXTS for language in ("fr", "ar")})


def by_path(side: Mapping[tuple[str, str], str]) -> dict[str, dict[str, str]]:
    return {
        path: to for path in TEXTS if (to := {language: text for (one, language), text in side.items() if one == path})
    }


@settings(max_examples=25, deadline=None, derandomize=True)
@given(theirs=SIDE, ours=SIDE)
def test_a_conflict_is_what_both_sides_changed_to_different_words(theirs: Any, ours: Any) -> None:
    old, new = OPEN, newer(*(says(path, **to) for path, to in by_path(theirs).items()))
    overlay = overlay_on(old, *(change(path, **to) for path, to in by_path(ours).items()))
    expected = {part for part in theirs.keys() & ours.keys() if theirs[part] != ours[part]}
    found = rebase(old, new, overlay)
    assert {(one.operation.name, one.part) for one in found.conflicts} == expected
    if expected:
        return
    read = words_of_forms(tailored(new, *found.overlay.operations))
    assert {part: read[part] for part in theirs | ours} == theirs | ours
