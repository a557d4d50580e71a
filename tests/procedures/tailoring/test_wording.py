"""What a commune says in its own words: messages with the values of the national ones, labels and hints of forms."""

from dataclasses import replace

import pytest

from app.forms.packages import read_forms
from app.linting import lint
from app.procedures import ProcedurePackage
from app.procedures.message_templates import render_message
from app.procedures.tailoring import Base, BaseReference, Operation, read_overlay, read_policy, resolve, write_overlay
from app.procedures.tailoring.kinds import ChangeMessage, words_of
from tests.builders.packages import SLUG
from tests.builders.tailoring import a_base, an_overlay, change
from tests.lifecycle.package import SLUG as LIFE_CYCLE
from tests.lifecycle.package import life_cycle_files
from tests.procedures.tailoring.test_roles import opened

OPEN = {"default": "open"}
RECEIVED = f"processes/{SLUG}/messages/received"


def an_open_base() -> Base:
    return a_base(lambda builder: builder.manifest(policy=OPEN))


def say(part: str, message: str = "received", **to: str) -> ChangeMessage:
    return ChangeMessage(message=message, part=part, to=words_of(to))


def tailored(base: Base, *operations: Operation) -> ProcedurePackage:
    overlay = replace(an_overlay(*operations), procedure=base.slug, base=BaseReference(version=base.version))
    resolution = resolve(base, overlay)
    assert resolution.variant is not None, resolution.findings
    return resolution.variant.package


def refusal(operation: Operation, base: Base | None = None) -> str:
    [finding] = resolve(base or an_open_base(), an_overlay(operation)).errors
    return finding.message


def test_one_part_of_a_message_is_said_otherwise_and_the_rest_stays() -> None:
    package = tailored(an_open_base(), say("sms", fr="Dossier {{ case.reference }} reçu, souk le mardi"))
    sent = render_message(package.messages["received"]["fr"], {"case": {"reference": "A-1"}}, file="x", language="fr")
    assert sent.sms == "Dossier A-1 reçu, souk le mardi"
    assert (sent.subject, sent.body) == ("Demande reçue", "Votre demande A-1 est reçue.")
    assert package.files[f"{RECEIVED}.ar.txt"] == an_open_base().files[f"{RECEIVED}.ar.txt"]


def test_a_letter_may_have_several_paragraphs() -> None:
    package = tailored(
        an_open_base(), say("body", fr="Bonjour,\n\nsubject: rien.\n\nMerci.", ar="السلام عليكم\n\nشكرا.")
    )
    french = render_message(package.messages["received"]["fr"], {}, file="x", language="fr")
    assert (french.subject, french.body) == ("Demande reçue", "Bonjour,\n\nsubject: rien.\n\nMerci.")
    assert [finding for finding in lint(package) if finding.severity == "error"] == []


@pytest.mark.parametrize(
    "text",
    [
        "{{ case.applicant }}",
        "{{ case.reference }} {{ links.pay }}",
        "{% if case %}x{% endif %}",
        "{# note #}",
        "{{{ case.reference }}}",
        "{{ case.reference | upper }}",
        "{{ case.reference",
        "100 % }",
    ],
)
def test_a_message_names_no_value_that_the_national_one_does_not(text: str) -> None:
    assert "Expected values of the national message in “received.sms”" in refusal(say("sms", fr=text))


def test_values_are_told_apart_by_what_they_say_and_not_by_their_spaces() -> None:
    assert (
        "A-1"
        in render_message(
            tailored(an_open_base(), say("subject", fr="{{case.reference}}")).messages["received"]["fr"],
            {"case": {"reference": "A-1"}},
            file="x",
            language="fr",
        ).subject
    )


def test_a_subject_and_an_sms_are_one_line() -> None:
    assert "Expected one line" in refusal(say("sms", fr="Un\nsubject: deux"))


@pytest.mark.parametrize("operation", [say("sms", "gone", fr="Texte"), say("sms", zgh="ⵜⴰⵙⵓⵔⵉⴼⵜ")])
def test_a_part_that_no_message_has_is_refused(operation: Operation) -> None:
    assert "Expected a part of a message" in refusal(operation)


def test_messages_are_locked_and_bounded_by_the_policy() -> None:
    assert "messages.received.sms, which is locked" in refusal(say("sms", fr="Reçu"), a_base())
    bounded = a_base(lambda one: one.manifest(policy={"messages": {"received.sms": {"maximum": 10}}}))
    assert read_policy(bounded)[1] == []
    assert "at most 10 signs, found 11" in refusal(say("sms", fr="Onze signes"), bounded)
    tailored(bounded, say("sms", fr="Dix signes"))
    unknown = a_base(lambda one: one.manifest(policy={"messages": {"received.fax": "open"}}))
    assert "among the messages of the procedure" in read_policy(unknown)[1][0].message


def test_a_message_of_the_country_becomes_one_of_the_variant() -> None:
    base = opened(LIFE_CYCLE, life_cycle_files())
    text = "Dossier {{ case.reference }} : souk le mardi"
    package = tailored(base, say("sms", "decision-notified", fr=text))
    shared = "processes/_shared/messages/decision-notified"
    assert package.files[f"{shared}.fr.txt"] == base.files[f"{shared}.fr.txt"]
    assert f"sms: {text}" in package.messages["decision-notified"]["fr"]
    assert package.messages["decision-notified"]["ar"] == base.files[f"{shared}.ar.txt"].decode()
    assert [finding for finding in lint(package) if finding.severity == "error"] == []


def test_a_message_stands_in_an_overlays_file() -> None:
    overlay = an_overlay(say("sms", fr="Reçu", ar="توصلنا"))
    assert read_overlay(write_overlay(overlay, file="x.yaml"), file="x.yaml") == overlay


def test_labels_options_and_titles_of_forms_are_said_otherwise() -> None:
    package = tailored(
        an_open_base(),
        change("forms.request.age.label", fr="Âge au 1er janvier", ar="السن في فاتح يناير"),
        change("forms.review.verdict.options.refused", fr="Rejeter", ar="عدم القبول"),
        change("forms.request.title", fr="Votre carte", ar="بطاقتكم"),
    )
    forms = read_forms(package)
    age = next(field for field in forms["request"].fields if field.key == "age")
    assert age.label == {"fr": "Âge au 1er janvier", "ar": "السن في فاتح يناير"}
    verdict = next(field for field in forms["review"].fields if field.key == "verdict")
    assert [option.label for option in verdict.options][1] == {"fr": "Rejeter", "ar": "عدم القبول"}
    assert forms["request"].title == {"fr": "Votre carte", "ar": "بطاقتكم"}
    assert [finding for finding in lint(package) if finding.severity == "error"] == []


def test_a_label_is_words_and_never_an_expression() -> None:
    assert "found an expression" in refusal(change("forms.request.age.label", fr=" =parameters.library.card_fee"))


@pytest.mark.parametrize("path", ["forms.request.age.hint", "forms.request.gone.label", "forms.gone.title"])
def test_a_text_that_no_form_has_is_refused(path: str) -> None:
    assert "Expected a text that the procedure has" in refusal(change(path, fr="Texte"))


def test_texts_of_forms_are_locked_unless_the_policy_opens_them() -> None:
    label = change("forms.request.age.label", fr="Âge")
    assert "texts.forms.request.age.label, which is locked" in refusal(label, a_base())
    opening = a_base(lambda one: one.manifest(policy={"texts": {"forms.request.*": {"maximum": 20}}}))
    assert read_policy(opening)[1] == []
    tailored(opening, replace(label, to=words_of({"fr": "Âge révolu"})))
