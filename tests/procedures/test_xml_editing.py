"""One attribute of a drawn file changes, and not one byte beside it."""

import pytest

from app.procedures.bpmn import read_bpmn
from app.procedures.bpmn.task_editing import with_task_attribute
from app.procedures.xml import XmlRefused
from app.procedures.xml_editing import StartTag, with_changed_tags
from tests.builders.packages import minimal_diagram

FILE = "a.bpmn"


def test_a_task_gets_its_form_and_everything_else_keeps_its_bytes() -> None:
    source = minimal_diagram().encode()

    changed = with_task_attribute(source, file=FILE, task="review", name="form", value='check "all"')

    assert read_bpmn(changed, file=FILE).elements["review"].form == 'check "all"'
    assert changed.replace(b" mastara:form='check \"all\"'", b"") == source


def test_a_second_value_takes_the_place_of_the_first() -> None:
    once = with_task_attribute(minimal_diagram().encode(), file=FILE, task="review", name="form", value="one")

    assert with_task_attribute(once, file=FILE, task="review", name="form", value="two") == once.replace(b"one", b"two")


def test_a_foreign_diagram_learns_our_namespace_once() -> None:
    foreign = (
        b'<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL">'
        b'<bpmn:process id="p"><bpmn:userTask id="a" /><!-- <bpmn:userTask id="a"> --></bpmn:process>'
        b"</bpmn:definitions>"
    )

    changed = with_task_attribute(foreign, file=FILE, task="a", name="form", value="b")

    assert changed.count(b"urn:mastara:bpmn:1") == 1
    assert b'<bpmn:userTask id="a" mastara:form="b" />' in changed
    assert b'<!-- <bpmn:userTask id="a"> -->' in changed


def test_a_sign_of_the_greater_inside_a_value_does_not_end_the_tag() -> None:
    changed = with_changed_tags(b"<a b='1 > 0' c=\"x\"/>", file=FILE, change=lambda tag: tag.having("c", "y"))

    assert changed == b"<a b='1 > 0' c=\"y\"/>"


def test_an_attribute_can_be_taken_away() -> None:
    assert str(StartTag(name="a", rest=' b="1" c="2" /').having("b", None)) == '<a c="2" />'


@pytest.mark.parametrize("source", [b"<a", b"", b'<!DOCTYPE a><a id="x"/>', "<a b='é'/>".encode("utf-16")])
def test_what_is_no_file_of_ours_is_refused_with_a_reason(source: bytes) -> None:
    with pytest.raises(XmlRefused):
        with_changed_tags(source, file=FILE, change=lambda tag: tag.having("b", "c"))
