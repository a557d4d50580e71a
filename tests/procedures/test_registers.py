"""Shared registers: what the library declares, and what may be written into an entry."""

import json
from decimal import Decimal
from typing import Any

import pytest

from app.procedures import load_package
from app.procedures.registers import (
    RESERVED,
    RegisterRefused,
    amended,
    label_of,
    matches,
    new_entry,
    read_registers,
    reserved,
    search_key,
)
from app.settings import ROOT
from tests.world.registering import BIRTH, LINE, SOURCE, shipped

BIRTHS, LINES = shipped("births"), shipped("budget-lines")


def declared(**changes: Any) -> bytes:
    """Return a file of one small register that differs by `changes`."""
    both = {"fr": "Texte", "ar": "نص"}
    register = {
        "key": "loans",
        "prefix": "L",
        "title": both,
        "legal_ref": both,
        "retention": "retention.register",
        "readers": ["librarian"],
        "states": {"lent": both, "returned": both},
        "label": ["book"],
        "fields": [{"key": "book", "title": both, "required": True, "searchable": True}],
    } | changes
    return json.dumps({"registers": [register]}).encode()


def problems(**changes: Any) -> str:
    return " ".join(read_registers(declared(**changes), file="registers.yaml").problems)


def test_the_library_declares_each_register_whole() -> None:
    read = read_registers(SOURCE, file="registers.yaml")
    package = load_package(ROOT / "processes", ROOT / "forms", "civil-status-copy")
    assert read.problems == ()
    for kind in read.kinds.values():
        assert package.parameters[kind.retention].unit == "year"
        assert set(kind.readers) <= set(package.roles)
        assert not {one.key for one in kind.fields} & set(RESERVED)
    assert package.registers == read.kinds


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": {"fr": "Prêts"}}, "found none in ar"),
        ({"prefix": "loans"}, "prefix"),
        ({"label": ["shelf"]}, "it has no field “shelf”"),
        ({"reservations": [{"field": "book", "within": "copies"}]}, "it has no field “copies”"),
        ({"readers": []}, "readers"),
        ({"colour": "red"}, "colour"),
        ({"act": {"kind": "birth", "fields": {"person.sex": "sex"}}}, "it has no field “sex”"),
    ],
)
def test_a_register_that_is_declared_wrongly_is_said_to_be(changes: dict[str, Any], said: str) -> None:
    assert said in problems(**changes)


def test_a_field_may_not_take_the_name_of_an_input() -> None:
    both = {"fr": "Texte", "ar": "نص"}
    assert "“state”" in problems(fields=[{"key": "state", "title": both}, {"key": "book", "title": both}])


def test_an_entry_holds_its_values_by_their_type() -> None:
    data = new_entry(LINES, {**LINE, "credit": Decimal("100000"), "paid": None})
    assert data == {**LINE, "credit": 100_000}
    assert isinstance(data["credit"], int)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"child_first_ar": ""}, "child_first_ar"),
        ({"sex": "X"}, "one of F, M"),
        ({"birth_date": "soon"}, "a day"),
        ({"twin_rank": "two"}, "a number"),
        ({"colour": "red"}, "found “colour”"),
    ],
)
def test_what_does_not_fit_the_register_is_refused(given: dict[str, Any], said: str) -> None:
    with pytest.raises(RegisterRefused, match=said):
        new_entry(BIRTHS, {**BIRTH, **given})


def test_an_amendment_keeps_the_other_values() -> None:
    data, state = amended(BIRTHS, BIRTH, {"mention": "Mariée"}, state="pending-mention")
    assert data == {**BIRTH, "mention": "Mariée"} and state == "pending-mention"


@pytest.mark.parametrize(("given", "state"), [({}, None), ({"mention": ""}, None), ({}, "burnt")])
def test_an_amendment_that_changes_nothing_or_to_no_state_is_refused(given: dict[str, Any], state: str | None) -> None:
    with pytest.raises(RegisterRefused):
        amended(BIRTHS, BIRTH, given, state=state)


@pytest.mark.parametrize(
    ("held", "wanted", "fits", "left"),
    [(0, 100_000, True, 0), (0, 100_001, False, 100_000), (60_000, -60_000, True, 100_000), (0, -1, False, 100_000)],
)
def test_a_sum_is_reserved_between_nothing_and_its_ceiling(held: int, wanted: int, fits: bool, left: int) -> None:
    data, found, rest = reserved(LINES, {**LINE, "committed": held}, field="committed", amount=wanted)
    assert (found, rest) == (fits, left)
    assert data["committed"] == (held + wanted if fits else held)


@pytest.mark.parametrize(("field", "amount"), [("credit", 1), ("committed", 1.5), ("committed", "100")])
def test_a_sum_is_a_whole_number_in_a_field_that_may_hold_one(field: str, amount: object) -> None:
    with pytest.raises(RegisterRefused):
        reserved(LINES, LINE, field=field, amount=amount)


def test_entries_match_without_case_accents_or_forms_of_alif() -> None:
    assert matches(BIRTHS, BIRTH, {"family_name_ar": "امزيان", "family_name_lat": "amziane", "father_first_ar": None})
    assert not matches(BIRTHS, BIRTH, {"family_name_lat": "Tazi"})
    with pytest.raises(RegisterRefused, match="search"):
        matches(BIRTHS, BIRTH, {"sex": "F"})


def test_an_entry_is_named_and_found_by_what_the_register_says() -> None:
    number = BIRTHS.number("03.271.01.01", 2026, 7)
    assert number == "N-032710101-2026-00007"
    assert label_of(BIRTHS, BIRTH, number) == "تيزيري · أمزيان · 2026-03-01 (\u2066N-032710101-2026-00007\u2069)"
    assert {"tiziri", "n-032710101-2026-00007"} <= set(search_key(BIRTHS, BIRTH, number).split())


def test_a_register_published_with_one_sentence_of_law_is_still_read() -> None:
    kind = read_registers(declared(legal_ref="Invented art. 1"), file="registers.yaml").kinds["loans"]
    assert kind.law_in("ar") == kind.law_in("fr") == "Invented art. 1"


def test_a_value_that_has_a_name_is_found_by_it_in_both_languages() -> None:
    given = {"occupation_kind": "kiosk", "occupant": "Amziane"}
    found = search_key(shipped("public-domain"), given, "ODP-1").split()
    assert {"kiosk", "kiosque", "كشك"} <= set(found)


@pytest.mark.parametrize(
    ("register", "field", "form", "question"),
    [
        ("births", "declarant_quality", "birth-declaration/request", "declarant_quality"),
        ("complaints", "answer", "complaint/draft-answer", "answer_kind"),
        ("complaints", "answer", "complaint/second-review", "review_decision"),
        ("mail-in", "mail_kind", "incoming-mail/request", "mail_kind"),
        ("mail-in", "sender_kind", "incoming-mail/request", "sender_kind"),
        ("mail-in", "service", "incoming-mail/instruct", "service"),
        ("mail-out", "dispatch_mode", "incoming-mail/prepare-reply", "dispatch_mode"),
        ("legalisations", "document_kind", "signature-legalisation/request", "doc_type"),
        ("legalisations", "identity_type", "signature-legalisation/welcome", "identity_type"),
        ("certified-copies", "document_kind", "signature-legalisation/request", "original_type"),
        ("revenue-orders", "tax", "revenue-order/request", "tax"),
        ("staff-acts", "act_kind", "hr-act/request", "act_kind"),
        ("public-domain", "occupation_kind", "public-domain-occupation/request", "occupation_kind"),
        ("information-requests", "exception", "access-to-information/analyse-exceptions", "main_exception"),
    ],
)
def test_a_register_names_every_value_that_its_form_offers(register: str, field: str, form: str, question: str) -> None:
    kept = shipped(register).find_field(field)
    offered = set(_values(json.loads((ROOT / f"forms/{form}.json").read_text(encoding="utf-8")), question))
    assert kept is not None
    assert offered
    assert offered <= set(kept.choices)


def _values(component: dict[str, Any], question: str) -> list[str]:
    if component.get("key") == question:
        return [one["value"] for one in component.get("values", ())]
    return [value for inner in component.get("components", ()) for value in _values(inner, question)]
