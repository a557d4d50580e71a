"""What a commune may change of a procedure, and the pages that change it."""

from collections.abc import Callable

from flask.testing import FlaskClient

from app.procedures.tailoring.kinds import AddField, ChangeText, SetParameter
from app.queries.tailoring import open_workshop
from tests.world.places import AZROU, CASABLANCA, SLUG, World
from tests.world.tailoring import adopt, explained, longer_collection, publish, save_operations

SignIn = Callable[[str], FlaskClient]
DIRECTOR = f"dgs@{AZROU}"
HOME = f"/commune/azrou/procedures/{SLUG}"
PERIOD = f"{HOME}/change/parameters/watiqa.collection_period"
EXPLANATION = f"{HOME}/change/texts/statuses.ready-to-collect.explanation"
VALUE = {"value.0": "120", "since.0": "2026-03-10", "legal_ref.0": "Délibération n° 3/2026"}


def test_everything_that_may_be_changed_is_shown_with_its_bound_and_what_others_did(
    world: World, sign_in: SignIn
) -> None:
    adopt(world)
    adopt(world, CASABLANCA)
    save_operations(world, [longer_collection(100)], commune_id=CASABLANCA)
    publish(world, CASABLANCA)
    save_operations(world, [longer_collection(120)])

    page = sign_in(DIRECTOR).get(f"{HOME}/changes").get_data(as_text=True)

    assert "Délai de retrait au guichet" in page and "Entre 60 jours et 180 jours." in page
    assert "120 jours à partir du" in page and "1 autre commune l’a changé : 100 jours" in page
    assert "Timbre par exemplaire" in page and "law-36-21 a.43" in page and "la DGCT" in page
    assert "La commune peut y ajouter 2 questions au plus." in page


def test_a_value_is_changed_with_its_day_and_its_ground(world: World, sign_in: SignIn) -> None:
    adopt(world)
    browser = sign_in(DIRECTOR)

    answer = browser.post(PERIOD, data=VALUE, follow_redirects=True)

    assert "120 jours à partir du mardi 10 mars 2026" in answer.get_data(as_text=True)
    [operation] = open_workshop(AZROU, SLUG).operations
    assert isinstance(operation, SetParameter) and operation.values[0].legal_ref == "Délibération n° 3/2026"


def test_what_the_policy_refuses_comes_back_filled_in_with_the_rule_and_its_keeper(
    world: World, sign_in: SignIn
) -> None:
    adopt(world)

    answer = sign_in(DIRECTOR).post(PERIOD, data={**VALUE, "value.0": "400"})

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and 'value="400"' in page and "Délibération n° 3/2026" in page
    assert "au plus 180" in page and "la DGCT" in page
    assert open_workshop(AZROU, SLUG).operations == ()


def test_unreadable_input_is_named_by_its_field(world: World, sign_in: SignIn) -> None:
    adopt(world)
    wrong = {"value.0": "douze", "since.0": "demain", "legal_ref.0": ""}

    answer = sign_in(DIRECTOR).post(PERIOD, data=wrong)

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert all(f'id="{name}-error"' in page for name in wrong)


def test_a_text_is_changed_in_both_languages_and_given_back(world: World, sign_in: SignIn) -> None:
    adopt(world)
    browser = sign_in(DIRECTOR)
    half = browser.post(EXPLANATION, data={"to.fr": "Venez mardi.", "to.ar": ""})
    browser.post(EXPLANATION, data={"to.fr": "Venez mardi.", "to.ar": "احضروا يوم الثلاثاء."})
    [changed] = open_workshop(AZROU, SLUG).operations

    browser.post(EXPLANATION, data={"action": "remove"})

    assert half.status_code == 422 and "Venez mardi." in half.get_data(as_text=True)
    assert isinstance(changed, ChangeText) and changed.to.by_language["ar"] == "احضروا يوم الثلاثاء."
    assert open_workshop(AZROU, SLUG).operations == ()


def test_a_question_is_added_with_its_choices_and_changed_under_the_same_name(world: World, sign_in: SignIn) -> None:
    adopt(world)
    browser = sign_in(DIRECTOR)
    address = f"{HOME}/change/fields/request.delivery-step"
    typed = {"item": "new", "type": "select", "label.fr": "Votre douar", "label.ar": "دواركم"}
    missing = browser.post(address, data={**typed, "options.fr": "Aït Yahya"})
    browser.post(address, data={**typed, "options.fr": "Aït Yahya\nTioumliline", "options.ar": "آيت يحيى\nتيومليلين"})
    browser.post(address, data={**typed, "item": "local_votre_douar", "type": "textfield", "label.fr": "Douar"})

    [field] = open_workshop(AZROU, SLUG).operations

    assert missing.status_code == 422 and "un par ligne" in missing.get_data(as_text=True)
    assert isinstance(field, AddField) and (field.field, field.type) == ("local_votre_douar", "textfield")
    assert field.label.by_language["fr"] == "Douar"
    assert "Question ajoutée : « Douar »" in browser.get(address).get_data(as_text=True)


def test_two_administrators_who_change_one_thing_see_both_values(world: World, sign_in: SignIn) -> None:
    adopt(world)
    browser = sign_in(DIRECTOR)
    sign = browser.get(PERIOD).get_data(as_text=True).split('name="opened" value="')[1].split('"')[0]
    save_operations(world, [longer_collection(100)])

    answer = browser.post(PERIOD, data={**VALUE, "opened": sign})
    other_thing = browser.post(EXPLANATION, data={"to.fr": "Venez.", "to.ar": "احضروا."})

    page = answer.get_data(as_text=True)
    assert answer.status_code == 409 and "100 jours" in page and 'value="120"' in page
    assert other_thing.status_code == 302, "another thing is no conflict"


def test_a_change_is_seen_before_it_is_saved(world: World, sign_in: SignIn) -> None:
    adopt(world)
    browser = sign_in(DIRECTOR)
    typed = {"to.fr": "Votre acte est prêt.", "to.ar": "عقدكم جاهز."}

    french = browser.post(f"{EXPLANATION}/preview?shown=fr", data=typed)
    arabic = browser.post(f"{EXPLANATION}/preview?shown=ar", data=typed).get_data(as_text=True)
    refused = browser.post(f"{PERIOD}/preview?shown=fr", data={**VALUE, "value.0": "7"}).get_data(as_text=True)

    assert "Votre acte est prêt." in french.get_data(as_text=True) and "frame-ancestors 'self'" in str(french.headers)
    assert "عقدكم جاهز." in arabic and 'dir="rtl"' in arabic
    assert "au moins 60" in refused
    assert open_workshop(AZROU, SLUG).operations == ()


def test_the_national_version_and_the_local_one_are_shown_side_by_side(world: World, sign_in: SignIn) -> None:
    adopt(world)
    field = AddField(
        form="request",
        slot="delivery-step",
        field="local_douar",
        type="textfield",
        label=explained("Votre douar").to,
    )
    save_operations(world, [field])
    browser = sign_in(DIRECTOR)
    shown = "form?name=request&shown=fr&step=delivery-step"

    frames = browser.get(f"{HOME}/preview?kind=form").get_data(as_text=True)
    local = browser.get(f"{HOME}/preview/local/{shown}").get_data(as_text=True)
    national = browser.get(f"{HOME}/preview/national/{shown}").get_data(as_text=True)

    assert "preview/national/form" in frames and "preview/local/form" in frames
    assert "Votre douar" in local and "Votre douar" not in national
    assert browser.get(f"{HOME}/preview/local/message?name=nothing").status_code == 404
    assert browser.get(f"{HOME}/preview/local.bpmn").mimetype == "application/xml"


def test_a_locked_thing_and_an_unknown_one_have_no_page(world: World, sign_in: SignIn) -> None:
    adopt(world)
    browser = sign_in(DIRECTOR)

    assert browser.get(f"{HOME}/change/parameters/watiqa.stamp_fee").status_code == 404
    assert browser.get(f"{HOME}/change/nothing/at-all").status_code == 404
    assert browser.get(f"{HOME}/change/fields/request.delivery-step?item=local_gone").status_code == 404
