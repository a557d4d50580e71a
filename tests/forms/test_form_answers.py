"""Checking answers: all errors at once, nothing taken that was not asked."""

import json
import os
from pathlib import Path
from unicodedata import normalize

import pytest

from app.forms import AttachmentRef, FormDefinition, FormRuleFailed, UnknownStep
from tests.forms.builders import CITY_OPTIONS, NOW, a_field, a_form, a_group, answer_to, render, validate

SHARED = Path(os.environ.get("MASTARA_SHARED") or Path(__file__).parents[3] / "shared")


class TestReadingOfEachType:
    @pytest.mark.parametrize(
        ("field", "given", "expected"),
        [
            (a_field("textfield"), ["  Rue des Orangers  "], "Rue des Orangers"),
            (a_field("textfield"), "Rue", "Rue"),
            (a_field("textfield"), ["   "], None),
            (a_field("textfield"), ["a\r\nb"], "a b"),
            (a_field("textfield"), ["e\u0301te\u0301"], "été"),
            (a_field("textarea"), ["un\r\ndeux\r\n"], "un\ndeux"),
            (a_field("number"), ["12"], 12),
            (a_field("number"), ["1 234,5"], 1234.5),
            (a_field("number"), ["١٢٣"], 123),
            (a_field("number"), ["١٢٫٥"], 12.5),
            (a_field("number"), 7, 7),
            (a_field("number"), 7.0, 7),
            (a_field("number", serializeToString=True), ["7,50"], "7.50"),
            (a_field("number", decimalDigits=0), ["0"], 0),
            (a_field("datetime", subtype="date"), ["1990-12-31"], "1990-12-31"),
            (a_field("datetime", subtype="date"), ["31/12/1990"], "1990-12-31"),
            (a_field("datetime", subtype="date"), ["٣١/١٢/١٩٩٠"], "1990-12-31"),
            (a_field("datetime", subtype="time"), ["14:05"], "14:05:00"),
            (a_field("datetime", subtype="datetime"), ["2026-01-05T14:05"], "2026-01-05T14:05:00+01:00"),
            (a_field("datetime", subtype="datetime"), "2026-01-05T13:05:00+00:00", "2026-01-05T14:05:00+01:00"),
            (a_field("checkbox"), ["true"], True),
            (a_field("checkbox"), None, False),
            (a_field("checkbox"), False, False),
            (a_field("radio", values=CITY_OPTIONS), ["fes"], "fes"),
            (a_field("select", values=CITY_OPTIONS), [""], None),
            (a_field("select", values=[{"label": "Deux", "value": 2}]), ["2"], 2),
            (a_field("checklist", values=CITY_OPTIONS), ["fes", "rabat", "fes"], ["rabat", "fes"]),
            (a_field("checklist", values=CITY_OPTIONS), None, []),
            (a_field("taglist", values=CITY_OPTIONS), ["fes"], ["fes"]),
        ],
    )
    def test_a_good_answer_is_kept_in_one_shape(
        self, field: dict[str, object], given: object, expected: object
    ) -> None:
        found = answer_to(field, given)
        assert found == expected
        assert type(found) is type(expected)

    @pytest.mark.parametrize(
        ("field", "given"),
        [
            (a_field("textfield"), 12),
            (a_field("textfield"), {"$ne": 1}),
            (a_field("textfield"), ["one", "two"]),
            (a_field("textfield"), ["a\x00b"]),
            (a_field("textfield"), ["\ud800"]),
            (a_field("textfield"), ["x" * 10_001]),
            (a_field("textarea"), ["x" * 20_001]),
            (a_field("number"), ["12abc"]),
            (a_field("number"), ["1e400"]),
            (a_field("number"), [f"{'9' * 400}"]),
            (a_field("number"), float("nan")),
            (a_field("number"), float("inf")),
            (a_field("number"), True),
            (a_field("number", decimalDigits=0), ["1,5"]),
            (a_field("datetime", subtype="date"), ["2025-02-29"]),
            (a_field("datetime", subtype="date"), ["soon"]),
            (a_field("datetime", subtype="date"), ["0001-01-01"]),
            (a_field("datetime", subtype="time"), ["25:00"]),
            (a_field("datetime", subtype="datetime"), ["2026-01-05T99:00"]),
            (a_field("checkbox"), ["maybe"]),
            (a_field("checkbox"), 3),
            (a_field("radio", values=CITY_OPTIONS), ["paris"]),
            (a_field("radio", values=CITY_OPTIONS), {"value": "fes"}),
            (a_field("select", values=CITY_OPTIONS), ["fes", "rabat"]),
            (a_field("checklist", values=CITY_OPTIONS), ["fes", "paris"]),
            (a_field("checklist", values=CITY_OPTIONS), [["fes"]]),
            (a_field("checklist", values=CITY_OPTIONS), ["fes"] * 1_001),
            (a_field("filepicker"), ["stolen-id"]),
            (a_field("filepicker"), [{"id": 1}]),
        ],
    )
    @pytest.mark.parametrize("language", ["fr", "ar"])
    def test_a_wrong_answer_gets_a_message(self, field: dict[str, object], given: object, language: str) -> None:
        with pytest.raises(ValueError, match=r"\w{3}"):
            answer_to(field, given, language=language)


class TestRules:
    @pytest.mark.parametrize(
        ("field", "good", "bad"),
        [
            (a_field("textfield", validate={"minLength": 3}), "abc", "ab"),
            (a_field("textfield", validate={"maxLength": 3}), "abc", "abcd"),
            (a_field("textfield", validate={"pattern": "b"}), "abc", "acd"),
            (a_field("textfield", validate={"pattern": "^[0-9]+$"}), "12", "12\n3x"),
            (a_field("number", validate={"min": 2}), 2, 1),
            (a_field("number", validate={"max": 2.5}), 2.5, 3),
            (a_field("number", validate={"max": "=limits.copies"}), 5, 6),
            (a_field("textfield", validate={"validationType": "email"}), "a@b.ma", "a@b"),
            (a_field("textfield", validate={"validationType": "phone"}), "+33612345678", "12"),
            (a_field("textfield", properties={"kind": "amount"}, validate={"max": 10_000}), "100,00", "100,01"),
            (a_field("datetime", subtype="date", properties={"max": "today"}), "2026-03-03", "2026-03-04"),
            (a_field("datetime", subtype="date", properties={"min": "=today()"}), "2026-03-03", "2026-03-02"),
            (a_field("datetime", subtype="date", disallowPassedDates=True), "2026-03-03", "2026-03-02"),
        ],
    )
    def test_a_rule_lets_the_good_pass_and_refuses_the_bad(
        self, field: dict[str, object], good: object, bad: object
    ) -> None:
        context = {"limits": {"copies": 5}}
        assert answer_to(field, good, context=context) is not None
        with pytest.raises(ValueError, match=r"\w"):
            answer_to(field, bad, context=context)

    @pytest.mark.parametrize(
        "field",
        [
            a_field("textfield"),
            a_field("textarea"),
            a_field("number"),
            a_field("datetime"),
            a_field("checkbox"),
            a_field("radio", values=CITY_OPTIONS),
            a_field("select", values=CITY_OPTIONS),
            a_field("checklist", values=CITY_OPTIONS),
            a_field("filepicker"),
        ],
    )
    def test_a_required_answer_may_not_be_missing(self, field: dict[str, object]) -> None:
        required = {**field, "validate": {"required": True}}
        for given in (None, "", [""], []):
            with pytest.raises(ValueError, match="Question answer"):
                answer_to(required, given)

    def test_all_errors_come_at_once(self) -> None:
        form = a_form(
            a_field("textfield", "name", validate={"required": True}),
            a_field("number", "copies"),
            a_field("textfield", "card", properties={"kind": "cin"}),
            a_field("textfield", "street"),
        )
        found = validate(form, {"copies": ["many"], "card": ["123"], "street": ["Rue"]})
        assert set(found.errors) == {"name", "copies", "card"}
        assert found.answers == {"street": "Rue"}
        assert found.entered == {"copies": ["many"], "card": ["123"], "street": "Rue"}
        assert not found.is_valid

    def test_messages_are_in_the_persons_language(self) -> None:
        form = a_form(a_field("number"))
        french, arabic = (validate(form, {"answer": "x"}, language=language) for language in ("fr", "ar"))
        assert "nombre" in french.errors["answer"]
        assert "اكتبوا" in arabic.errors["answer"]

    def test_the_author_may_word_a_refusal(self) -> None:
        own = {"sample": {"components": {"answer": {"errors": {"pattern": "رقم الرسم خاطئ"}}}}}
        form = a_form(a_field("textfield", validate={"pattern": "^[0-9]+$"}), translations={"ar": own})
        assert validate(form, {"answer": ["x"]}, language="ar").errors == {"answer": "رقم الرسم خاطئ"}


class TestWhatIsNotTaken:
    def a_guarded_form(self) -> FormDefinition:
        return a_form(
            a_field(
                "radio", "relation", values=[{"label": "Moi", "value": "self"}, {"label": "Autre", "value": "other"}]
            ),
            a_field("textfield", "reason", conditional={"hide": '=relation != "other"'}, validate={"required": True}),
            a_field("number", "fee", readonly=True),
            a_field("expression", "double", expression="=fee * 2"),
        )

    def test_keys_that_the_form_does_not_have_are_left_out(self) -> None:
        found = validate(self.a_guarded_form(), {"relation": ["self"], "role": ["admin"], "__class__": ["x"], "": [""]})
        assert set(found.answers) <= {"relation", "fee", "double"}

    def test_a_hidden_field_is_not_taken_and_not_required(self) -> None:
        found = validate(self.a_guarded_form(), {"relation": ["self"], "reason": ["mine"]})
        assert "reason" not in found.answers
        assert found.is_valid

    def test_a_hidden_field_keeps_its_former_value(self) -> None:
        found = validate(
            self.a_guarded_form(), {"relation": ["self"], "reason": ["mine"]}, previous={"reason": "former"}
        )
        assert found.answers["reason"] == "former"

    def test_a_field_that_becomes_visible_is_required(self) -> None:
        assert set(validate(self.a_guarded_form(), {"relation": ["other"]}).errors) == {"reason"}

    @pytest.mark.parametrize("raw", [{"fee": ["1"], "double": ["1"]}, {"fee": 1, "double": 1}])
    def test_read_only_and_computed_fields_keep_the_platforms_value(self, raw: dict[str, object]) -> None:
        found = validate(self.a_guarded_form(), raw, previous={"fee": 2000})
        assert (found.answers["fee"], found.answers["double"]) == (2000, 4000)

    def test_a_read_only_field_shows_the_cases_data(self) -> None:
        found = validate(self.a_guarded_form(), {"fee": ["1"]}, context={"fee": 2000})
        assert found.answers["fee"] == 2000

    def test_a_request_cannot_make_its_own_field_editable(self) -> None:
        form = a_form(a_field("textfield", "status", readonly='=status != "open"'))
        assert validate(form, {"status": ["open"]}, previous={"status": "closed"}).answers == {"status": "closed"}

    def test_a_hidden_answer_opens_no_other_field(self) -> None:
        form = a_form(
            a_field("checkbox", "first"),
            a_field("checkbox", "second", conditional={"hide": "=not(first)"}),
            a_field("textfield", "third", conditional={"hide": "=second != true"}),
        )
        found = validate(form, {"second": ["true"], "third": ["x"]})
        assert set(found.answers) == {"first"}

    def test_fields_of_a_hidden_group_are_hidden(self) -> None:
        form = a_form(a_group("more", a_field("textfield", "name"), conditional={"hide": "=true"}))
        assert validate(form, {"name": ["x"]}).answers == {}

    def test_contradicting_conditions_come_to_an_end(self) -> None:
        form = a_form(
            a_field("textfield", "first", conditional={"hide": "=second = null"}),
            a_field("textfield", "second", conditional={"hide": "=first != null"}),
        )
        assert validate(form, {"first": ["a"], "second": ["b"]}).errors == {}


class TestRulesThatCannotBeComputed:
    @pytest.mark.parametrize(
        "field",
        [
            a_field("number", validate={"max": '="many"'}),
            a_field("datetime", properties={"max": '="soon"'}),
            a_field("textfield", conditional={"hide": "=1 +"}),
        ],
    )
    def test_the_form_is_to_blame_and_the_failure_says_so(self, field: dict[str, object]) -> None:
        given = "2026-01-01" if field["type"] == "datetime" else "1"
        with pytest.raises(FormRuleFailed, match="correct the form"):
            validate(a_form(field), {"answer": given})


class TestStepsAndDefaults:
    def a_stepped_form(self) -> FormDefinition:
        return a_form(
            a_group("who", a_field("textfield", "name", validate={"required": True})),
            a_group("what", a_field("textfield", "detail", conditional={"hide": '=name = "Amina"'})),
        )

    def test_a_step_is_checked_alone(self) -> None:
        found = validate(self.a_stepped_form(), {"detail": ["x"]}, step="what", previous={"name": "Driss"})
        assert (found.answers, found.errors) == ({"detail": "x"}, {})

    def test_conditions_of_a_step_see_the_former_steps(self) -> None:
        found = validate(self.a_stepped_form(), {"detail": ["x"]}, step="what", previous={"name": "Amina"})
        assert found.answers == {}

    def test_an_emptied_answer_replaces_the_former_one(self) -> None:
        found = validate(self.a_stepped_form(), {"detail": [""]}, step="what", previous={"detail": "old"})
        assert found.answers == {"detail": None}

    def test_an_unknown_step_is_an_error_of_the_caller(self) -> None:
        with pytest.raises(UnknownStep, match="who, what"):
            validate(self.a_stepped_form(), {}, step="where")

    def test_an_absent_json_answer_has_the_default(self) -> None:
        form = a_form(a_field("number", "copies", defaultValue=1), a_field("checkbox", "news", defaultValue=True))
        assert validate(form, {}).answers == {"copies": 1, "news": True}

    def test_a_box_that_a_page_did_not_post_is_not_ticked(self) -> None:
        form = a_form(a_field("number", "copies", defaultValue=1), a_field("checkbox", "news", defaultValue=True))
        assert validate(form, {"copies": ["2"]}).answers == {"copies": 2, "news": False}

    def test_hidden_steps_are_not_listed(self) -> None:
        form = a_form(
            a_group("who", a_field("checkbox", "other")),
            a_group("proof", a_field("textfield", "proof"), conditional={"hide": "=other != true"}),
        )
        listed = [form.list_visible_steps({"other": value}, context={}, now=NOW) for value in (True, False)]
        assert [[step.id for step in steps] for steps in listed] == [["who", "proof"], ["who"]]


class TestOptionsFromData:
    def test_options_come_from_the_cases_data(self) -> None:
        field = a_field("select", valuesKey="offices.list")
        context = {"offices": {"list": [{"value": "north", "label": {"fr": "Nord", "ar": "الشمال"}}, "south"]}}
        assert answer_to(field, ["south"], context=context) == "south"
        with pytest.raises(ValueError, match="liste"):
            answer_to(field, ["east"], context=context)

    def test_options_come_from_an_expression(self) -> None:
        field = a_field("checklist", valuesExpression="=for n in names return {value: n, label: n}")
        assert answer_to(field, ["b"], context={"names": ["a", "b"]}) == ["b"]

    def test_data_that_is_not_there_offers_nothing(self) -> None:
        with pytest.raises(ValueError, match="liste"):
            answer_to(a_field("select", valuesKey="offices"), ["north"])

    def test_a_commune_must_be_of_the_list_that_is_given(self) -> None:
        field = a_field("select", properties={"kind": "commune"})
        context = {"communes": [{"code": "04.421.01.0", "label": {"fr": "Rabat", "ar": "الرباط"}}]}
        assert answer_to(field, ["04.421.01.0"], context=context) == "04.421.01.0"
        with pytest.raises(ValueError, match="liste"):
            answer_to(field, ["01.511.01.0"], context=context)

    def test_a_commune_is_any_of_the_country_when_no_list_is_given(self) -> None:
        field = a_field("select", properties={"kind": "commune"})
        assert answer_to(field, ["01.511.01.0"]) == "01.511.01.0"
        assert '<option value="03.271.01.01">Azrou – Ifrane</option>' in render(a_form(field))
        with pytest.raises(ValueError, match="commune"):
            answer_to(field, ["Paris"])


class TestFiles:
    ref = AttachmentRef(id="f1", piece="identity-card", filename="carte.pdf", media_type="application/pdf", size=9)
    other = AttachmentRef(id="f2", piece="identity-card", filename="verso.pdf", media_type="application/pdf", size=9)

    def test_a_page_keeps_all_files_of_the_field(self) -> None:
        assert answer_to(a_field("filepicker"), None, files={"answer": [self.ref]}) == ["f1"]

    def test_a_json_answer_names_files_of_the_field(self) -> None:
        field = a_field("filepicker", multiple=True)
        assert answer_to(field, ["f2"], files={"answer": [self.ref, self.other]}) == ["f2"]

    def test_a_file_of_another_field_is_refused(self) -> None:
        with pytest.raises(ValueError, match="joint"):
            answer_to(a_field("filepicker"), ["f1"], files={"other": [self.ref]})

    def test_a_field_for_one_file_takes_one(self) -> None:
        with pytest.raises(ValueError, match="seul"):
            answer_to(a_field("filepicker"), None, files={"answer": [self.ref, self.other]})


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"The shared corpora are not at {SHARED}.")
def test_hostile_texts_come_back_as_they_were_or_are_refused() -> None:
    texts = json.loads((SHARED / "corpora/own/text/unicode.json").read_text())
    texts += json.loads((SHARED / "corpora/own/text/ssti.json").read_text())
    form = a_form(a_field("textarea"))
    for text in texts:
        found = validate(form, {"answer": [text]})
        broken = "\x00" in text or any("\ud800" <= sign <= "\udfff" for sign in text)
        assert bool(found.errors) is (broken or len(text) > 10_000)
        assert found.errors or found.answers["answer"] == (normalize("NFC", text).strip() or None)


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"The shared corpora are not at {SHARED}.")
def test_posted_keys_never_reach_beyond_the_form() -> None:
    for attack in json.loads((SHARED / "corpora/own/text/mass_assignment.json").read_text()):
        assert validate(a_form(a_field("textfield")), attack).answers == {"answer": None}
