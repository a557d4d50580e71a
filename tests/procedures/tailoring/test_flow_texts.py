"""What a commune says otherwise of a shared flow: its statuses and its steps, only where a rule names the very text."""

from collections.abc import Callable

import pytest

from app.linting import lint
from app.procedures import package_from_files
from app.procedures.comparison import compare_packages
from app.procedures.tailoring import Base, read_policy, rebase
from tests.builders.tailoring import change
from tests.lifecycle.package import SLUG
from tests.procedures.tailoring.test_flow_forms import (
    Files,
    country,
    declares,
    in_yaml,
    newer,
    overlay_on,
    own_policy,
    tailored,
    told,
)

TO_PAY = "statuses.awaiting-payment.explanation"
HINT = "tasks.file-appeal.hint"
TEXTS = "processes/_shared/flows/translations"
SAID = {"fr": "Payez à la régie, le matin.", "ar": "أدوا لدى شساعة المداخيل صباحا."}


def test_the_variant_says_it_and_the_flow_keeps_its_bytes() -> None:
    base = country()
    package = tailored(base, change(TO_PAY, **SAID))
    assert {code: package.text(TO_PAY, code) for code in ("fr", "ar")} == SAID
    assert package.text("statuses.awaiting-payment.title", "fr") == "À payer"
    for language in ("fr", "ar"):
        assert package.files[f"{TEXTS}/{language}.yaml"] == base.files[f"{TEXTS}/{language}.yaml"]
    assert [one for one in lint(package) if one.severity == "error" or one.rule == "stray-texts"] == []


@pytest.mark.parametrize("policy", [{"default": "open"}, {"texts": {"*": "open"}}, {"texts": {"tasks.*": "open"}}])
def test_a_rule_for_many_things_opens_nothing_that_flows_say_to_everybody(policy: dict[str, object]) -> None:
    base = country(own_policy(**policy))
    assert read_policy(base)[1] == []
    assert f"texts.{HINT}, which is locked" in told(base, change(HINT, fr="Vite"))


def test_a_procedure_opens_a_text_of_a_flow_by_its_full_name() -> None:
    base = country(own_policy(texts={HINT: {"maximum": 20}}))
    assert read_policy(base)[1] == []
    assert told(base, change(HINT, fr="Trente jours.")) == ""
    assert "at most 20 signs, found 21" in told(base, change(HINT, fr="x" * 21))


def test_what_the_procedure_says_itself_follows_its_own_rules() -> None:
    def own(language: str, text: str) -> Callable[[Files], None]:
        return in_yaml(
            f"processes/{SLUG}/translations/{language}.yaml",
            lambda texts: texts.setdefault("statuses", {}).update({"awaiting-payment": {"explanation": text}}),
        )

    base = country(own("fr", "Payez."), own("ar", "أدوا."))
    assert base.find_text("fr", TO_PAY) == "Payez." and read_policy(base)[0].find_rule("texts", TO_PAY) is None
    assert "which is locked" in told(base, change(TO_PAY, **SAID))


@pytest.mark.parametrize("name", [f"{TO_PAY}s", "statuses.awaiting-payment.*", "statuses.notified.explanation"])
def test_a_flow_declares_one_of_its_own_texts_by_its_full_name(name: str) -> None:
    [finding] = read_policy(country(declares("payment", {"texts": {name: "open"}})))[1]
    assert "Expected something that the flow “payment” has" in finding.message


def test_texts_of_flows_that_are_not_called_are_none_of_the_procedure() -> None:
    files = dict(country().files)
    diagram = f"processes/{SLUG}/{SLUG}.bpmn"
    files[diagram] = files[diagram].replace(b'calledElement="payment"', b'calledElement="withdrawal"')
    base = Base(SLUG, files)
    assert TO_PAY not in base.names("texts") and base.find_text("fr", TO_PAY) is None
    assert change(TO_PAY, **SAID).problem(base) is not None


def test_a_new_national_text_is_a_conflict_and_the_difference_tells_it_at_its_file() -> None:
    def speak(texts: dict[str, dict[str, dict[str, str]]]) -> None:
        texts["statuses"]["awaiting-payment"]["explanation"] = "Payez sous trente jours."

    old, new = country(), newer(in_yaml(f"{TEXTS}/fr.yaml", speak))
    [conflict] = rebase(old, new, overlay_on(old, change(TO_PAY, **SAID))).conflicts
    assert (conflict.part, conflict.reason, conflict.now) == ("fr", "both-changed", "Payez sous trente jours.")
    packages = [package_from_files(SLUG, dict(one.files)) for one in (old, new)]
    told_of = [one for one in compare_packages(*packages) if one.part == "texts"]
    assert [(one.file, one.key, one.before) for one in told_of] == [
        (f"{TEXTS}/fr.yaml", TO_PAY, "Payez avant la date indiquée.")
    ]


def test_the_difference_of_a_variant_is_a_changed_text_and_no_new_one() -> None:
    base = country()
    national = package_from_files(SLUG, dict(base.files))
    kinds = [one.kind for one in compare_packages(national, tailored(base, change(TO_PAY, **SAID)))]
    assert kinds.count("translation-text-changed") == 2 and "translation-added" not in kinds
