"""Messages: what is given is written, what is missing leaves nothing, and a template can do nothing else."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from app.procedures import load_package
from app.procedures.message_language import MOST_SIGNS, MOST_TURNS
from app.procedures.message_templates import MessageRefused, check_message, render_message
from app.settings import ROOT
from tests.costs import at_most_calls

VALUES: dict[str, Any] = {
    "case": {"reference": "2026-1-000001", "filed_on": datetime(2026, 3, 3, 8, tzinfo=UTC), "items": "own entry"},
    "document": {
        "names": ["Salma", "Yousra"],
        "amount": 2_200,
        "day": "2026-03-03",
        "nothing": None,
        "many": list(range(1_000)),
        "evil": "{{ case.reference }}{% for x in y %}",
    },
    "reason": "",
}


def _write(body: str, values: Mapping[str, Any] = VALUES, *, subject: str = "S") -> str:
    source = f"subject: {subject}\nsms: x\n\n{body}"
    check_message(source, file="m.fr.txt", language="fr")
    return render_message(source, values, file="m.fr.txt", language="fr").body.strip()


def _refused(body: str) -> None:
    with pytest.raises(MessageRefused):
        _write(body)


@pytest.mark.parametrize(
    ("body", "written"),
    [
        ("Dossier {{ case.reference }}", "Dossier 2026-1-000001"),
        ("{{ case['reference'] }} {{ document.names[1] }}", "2026-1-000001 Yousra"),
        ("{{ document.amount | money }}", "22,00 DH"),
        ("{{ document.day | day }} {{ case.filed_on | day }}", "mardi 3 mars 2026 mardi 3 mars 2026"),
        ("{{ document.names | join }} ({{ document.names | length }})", "Salma, Yousra (2)"),
        ("{% for n in document.names %}{{ loop.index }}.{{ n }} {% endfor %}", "1.Salma 2.Yousra"),
        ("{% if document.amount > 100 and document.names %}oui{% else %}non{% endif %}", "oui"),
        ("{% if document.amount in [100, 2200] %}oui{% endif %}", "oui"),
        ("{{ 'a' ~ document.amount }}", "a2200"),
        ("{{ case.items }}", "own entry"),
    ],
)
def test_a_template_writes_what_it_is_given(body: str, written: str) -> None:
    assert _write(body) == written


@pytest.mark.parametrize(
    "name",
    [
        "unknown",
        "unknown.deeper.still",
        "case.unknown.deeper",
        "document.nothing",
        "document.nothing.deeper",
        "document.names[9]",
        "document.unknown | money",
        "document.nothing | day",
        "document.unknown | isolate",
        "document.unknown | join",
        "reason",
    ],
)
def test_a_missing_value_leaves_nothing(name: str) -> None:
    assert _write(f"[{{{{ {name} }}}}]") == "[]"


def test_a_list_that_is_missing_has_no_turns() -> None:
    assert _write("[{% for x in document.unknown %}x{% endfor %}{% for x in reason %}x{% endfor %}]") == "[]"


def test_what_a_person_typed_is_written_and_never_read_as_a_template() -> None:
    assert _write("{{ document.evil }}") == VALUES["document"]["evil"]


@pytest.mark.parametrize(
    "body",
    [
        "{{ case.__class__ }}",
        "{{ case.__class__.__mro__ }}",
        "{{ ''.__class__ }}",
        "{{ case['__class__'] }}",
        "{{ document.names.append }}",
        "{{ case.keys }}{{ case.get }}",
        "{{ document.names.__len__ }}",
        "{{ loop }}{{ range }}{{ lipsum }}{{ cycler }}{{ namespace }}{{ dict }}{{ joiner }}",
    ],
)
def test_nothing_stands_behind_the_values(body: str) -> None:
    assert _write(f"[{body}]") == "[]"


@pytest.mark.parametrize(
    "body",
    [
        "{{ case.get('reference') }}",
        "{{ '%9999999999d' % 1 }}",
        "{{ '{0.__class__}'.format(case) }}",
        "{{ 'x'.ljust(9999999999) }}",
        "{{ 'x' * 9999999999 }}",
        "{{ 10 ** 10 ** 10 }}",
        "{{ document.many * 99999 }}",
        "{{ range(10) }}",
        "{% for x in range(999999999) %}x{% endfor %}",
        "{% set x = 'aa' %}{{ x }}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% block b %}{{ self.b() }}{% endblock %}",
        "{% include 'x' %}",
        "{% import 'x' as y %}",
        "{% extends 'x' %}",
        "{% for x in document.names recursive %}{{ loop(x) }}{% endfor %}",
        "{% filter upper %}x{% endfilter %}",
        "{% call case() %}x{% endcall %}",
        "{{ _turns }}",
        "{{ self }}",
        "{{ case | attr('__class__') }}",
        "{{ document.names | map('upper') }}",
        "{{ case | unknown }}",
        "{{ document.evil | _turns }}",
        "{{ case.reference",
        "{% if %}",
        "{{ " + "(" * 2_000 + "1" + ")" * 2_000 + " }}",
        "x" * (MOST_SIGNS + 1),
    ],
)
def test_whatever_is_no_value_if_or_for_is_refused_when_it_is_checked(body: str) -> None:
    with pytest.raises(MessageRefused):
        check_message(f"subject: S\nsms: x\n\n{body}", file="m.fr.txt", language="fr")


@pytest.mark.parametrize(
    "body",
    [
        "{% for a in document.many %}{% for b in document.many %}{% endfor %}{% endfor %}",
        "{% for a in document.many %}{% endfor %}" * 3,
        "{% for a in document.many %}" + "words " * 100 + "{% endfor %}",
    ],
)
def test_loops_share_one_budget_and_a_text_has_an_end(body: str) -> None:
    assert MOST_TURNS < 1_000_000
    with at_most_calls(12_000):
        _refused(body)


@pytest.mark.parametrize(
    "body", ["{{ case.reference | money }}", "{{ case.reference | day }}", "{{ document.names | day }}"]
)
def test_a_value_that_does_not_fit_its_filter_is_refused_not_a_crash(body: str) -> None:
    _refused(body)


@pytest.mark.parametrize(
    "source",
    ["", "subject: x", "subject: x\n\n", "subject:\n\nbody", "sms: x\n\nbody", "body without head", "to: x\n\nbody"],
)
def test_a_message_needs_a_subject_and_a_body(source: str) -> None:
    with pytest.raises(MessageRefused):
        check_message(source, file="m.fr.txt", language="fr")


def test_a_subject_stays_on_one_line_whatever_the_values_hold() -> None:
    source = "subject: A {{ reason }}\r\nsms: B {{ reason }}\r\n\r\nbody\r\n"

    message = render_message(source, {"reason": "x\r\nBcc: other@example.org"}, file="m.fr.txt", language="fr")

    assert message.subject == "A x Bcc: other@example.org" and "\n" not in message.sms


def test_each_shipped_message_can_be_written_in_each_language() -> None:
    package = load_package(ROOT / "processes", ROOT / "forms", "civil-status-copy")
    for key, sources in package.messages.items():
        for language, source in sources.items():
            file = f"{key}.{language}.txt"
            check_message(source, file=file, language=language)
            message = render_message(source, VALUES, file=file, language=language)
            assert "2026-1-000001" in message.subject + message.body and message.sms and "None" not in message.body
