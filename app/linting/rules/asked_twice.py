"""People are asked once: an answer that a procedure asks again is a correction, and says so.

Why: what the administration was told it may not ask again; a second question also makes two truths.
Wrong: the form “request” asks requester_phone and the form “supply-pieces” asks it again; or one form asks for the
telephone under two keys.
Right: the later form shows it (readonly) or leaves it out; where it must be asked again, to correct or to replace the
first answer, its field or the group around it says why in properties.asked_again.
Source: law 55-19 art. 23-24 (“tell us once”).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.actors import CITIZEN_ROLE
from app.forms.packages import read_forms
from app.forms.registry import get_type
from app.forms.structure import FormComponent
from app.linting.places import form_file
from app.linting.registry import Remark, rule
from app.procedures import ProcedurePackage

_IN_WORDS = frozenset(("textfield", "textarea", "number", "datetime", "select"))


@dataclass(frozen=True, kw_only=True)
class _Question:
    """One field that a person answers: where it stands and what it says."""

    form: str
    key: str
    words: tuple[str, str, str] | None
    """Label, kind and title of the group; None for questions that are not compared by their words."""

    says_why: bool


@rule("asked-twice", severity="warning", family="legal")
def check(package: ProcedurePackage) -> Iterator[Remark]:
    forms = read_forms(package)
    order = [name for name in package.manifest["forms"] if name in forms]
    written = [question for name in order for question in _questions(name, forms[name].components)]
    questions = [question for question in written if not _asked_by_flow(package, question)]
    yield from _same_key(package, questions)
    citizens = _forms_of_citizens(package)
    yield from _same_words(package, [question for question in questions if question.form in citizens])


def _asked_by_flow(package: ProcedurePackage, question: _Question) -> bool:
    """Tell whether the question is one of a flow, in whose form the procedure or a commune changed something else."""
    return question.key in _keys_of(package.flows.forms.get(question.form, {}))


def _keys_of(node: Mapping[str, Any]) -> Iterator[str]:
    for one in node.get("components") or ():
        yield str(one.get("key"))
        yield from _keys_of(one)


def _same_key(package: ProcedurePackage, questions: list[_Question]) -> Iterator[Remark]:
    asked: dict[str, str] = {}
    for question in questions:
        first = asked.setdefault(question.key, question.form)
        if first != question.form and not question.says_why:
            message = (
                f"Expected “{question.key}” to be asked once, found it in “{first}” and in “{question.form}”: show it "
                "read-only, leave it out, or say why in properties.asked_again."
            )
            yield Remark(file=form_file(package, question.form), element=question.key, message=message)


def _same_words(package: ProcedurePackage, questions: list[_Question]) -> Iterator[Remark]:
    asked: dict[tuple[str, str, str], str] = {}
    for question in questions:
        if question.words is None:
            continue
        first = asked.setdefault(question.words, question.key)
        if first != question.key and not question.says_why:
            message = (
                f"Expected one question “{question.words[0]}”, found it as “{first}” and as “{question.key}”: use one "
                "key for one answer, or say in the label what is different."
            )
            yield Remark(file=form_file(package, question.form), element=question.key, message=message)


def _questions(
    form: str, components: tuple[FormComponent, ...], *, group: str = "", says_why: bool = False
) -> Iterator[_Question]:
    for component in components:
        has_reason = says_why or bool(str(component.properties.get("asked_again") or "").strip())
        if component.key is not None and component.readonly is not True and not get_type(component.type).is_computed:
            words = (component.label.get("fr", "").casefold(), component.kind or component.type, group.casefold())
            comparable = component.type in _IN_WORDS and words[0] != ""
            yield _Question(form=form, key=component.key, words=words if comparable else None, says_why=has_reason)
        if not component.is_scope:
            title = component.label.get("fr", "") or group
            yield from _questions(form, component.children, group=title, says_why=has_reason)


def _forms_of_citizens(package: ProcedurePackage) -> frozenset[str]:
    tasks = (task.id for task in package.bpmn.user_tasks() if task.role == CITIZEN_ROLE)
    return frozenset([package.manifest["start_form"], *tasks])
