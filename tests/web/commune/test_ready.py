"""Making a procedure ready in a commune: people, service, counters, opening; checking, publishing and going back."""

from collections.abc import Callable
from io import BytesIO

from flask.testing import FlaskClient

from app.queries.tailoring import open_workshop
from app.store import people, publication, tailoring, territory
from app.store.database import database, transaction
from app.store.models import Offering
from tests.world.colleagues import add_colleague
from tests.world.places import AZROU, CASABLANCA, SLUG, World
from tests.world.tailoring import REASON, adopt, explained, longer_collection, publish, save_operations

SignIn = Callable[[str], FlaskClient]
DIRECTOR = f"dgs@{AZROU}"
HOME = f"/commune/azrou/procedures/{SLUG}"
COUNTER = {
    "name_fr": "Guichet 1",
    "name_ar": "الشباك 1",
    "address_fr": "Avenue Hassan II",
    "address_ar": "شارع الحسن الثاني",
    "hours_fr": "8 h 30 – 16 h 30",
    "hours_ar": "8:30 – 16:30",
}


def _closed(world: World) -> Offering:
    with transaction():
        database.session.delete(publication.find_offering(AZROU, SLUG))
    adopt(world)
    offering = publication.find_offering(AZROU, SLUG)
    assert offering is not None
    return offering


def test_a_procedure_is_made_ready_and_opened(world: World, sign_in: SignIn) -> None:
    _closed(world)
    add_colleague(world, "president")
    browser = sign_in(DIRECTOR)
    guide = browser.get(f"{HOME}/ready").get_data(as_text=True)
    too_early = browser.post(f"{HOME}/ready/open")

    browser.post(f"{HOME}/ready/service", data={"service_fr": "Guichet unique", "service_ar": "الشباك الموحد"})
    half = browser.post(f"{HOME}/ready/counter", data={**COUNTER, "address_ar": ""})
    browser.post(f"{HOME}/ready/counter", data=COUNTER)
    [counter] = territory.list_counters(AZROU)
    browser.post(f"{HOME}/ready/counter", data={**COUNTER, "counter": counter.id, "name_fr": "Guichet 2"})
    opened = browser.post(f"{HOME}/ready/open", follow_redirects=True)

    sheet = browser.get(f"{HOME}/preview/local/sheet?shown=fr")
    assert sheet.status_code == 200
    assert "Avenue Hassan II" in sheet.get_data(as_text=True), "the preview of the sheet tells the counters too"
    assert "6. Ouvrir aux usagers" in guide and "À faire" in guide
    assert too_early.status_code == 422
    assert half.status_code == 422 and "Avenue Hassan II" in half.get_data(as_text=True)
    assert "est ouverte aux usagers" in opened.get_data(as_text=True)
    assert [one.name_fr for one in territory.list_counters(AZROU)] == ["Guichet 2"]
    offering = publication.find_offering(AZROU, SLUG)
    assert offering is not None and offering.open


def test_a_direction_gives_roles_to_its_own_agents_only(world: World, sign_in: SignIn) -> None:
    adopt(world)
    clerk, stranger = (world.agent("agent_guichet", place).id for place in (AZROU, CASABLANCA))
    browser = sign_in(DIRECTOR)
    address = f"{HOME}/ready/roles"

    browser.post(address, data={"role": "agent_ec", "agent": clerk})
    given = [one.role for one in people.list_assignments(str(clerk))]
    browser.post(address, data={"role": "agent_ec", "agent": clerk, "act": "take"})

    assert "agent_ec" in given
    assert "agent_ec" not in [one.role for one in people.list_assignments(str(clerk))]
    assert browser.post(address, data={"role": "agent_ec", "agent": stranger}).status_code == 422
    assert browser.post(address, data={"role": "president", "agent": clerk}).status_code == 422


def test_changed_outcomes_are_read_before_the_changes_are_published(world: World, sign_in: SignIn) -> None:
    adopt(world)
    save_operations(world, [longer_collection()], reason="")
    browser = sign_in(DIRECTOR)
    page = browser.get(f"{HOME}/publish").get_data(as_text=True)
    checks = browser.get(f"{HOME}/checks").get_data(as_text=True)
    typed = {"seen": str(open_workshop(AZROU, SLUG).row.revision), "reason": REASON, "since": "", "until": ""}

    unread = browser.post(f"{HOME}/publish", data=typed)
    half = browser.post(f"{HOME}/publish", data={**typed, "decision_reference": "Délibération n° 3/2026"})
    done = browser.post(f"{HOME}/publish", data={**typed, "outcomes_read": "yes"}, follow_redirects=True)

    assert "120 jours au lieu de 90 jours" in page and "Se passe autrement" in page and "Se passe autrement" in checks
    assert unread.status_code == 422 and "cochez que c’est voulu" in unread.get_data(as_text=True)
    assert half.status_code == 422 and "une référence et une date" in half.get_data(as_text=True)
    assert "dès maintenant" in done.get_data(as_text=True)
    assert open_workshop(AZROU, SLUG).current is not None
    follow = browser.get("/fr/communes/azrou/procedures/civil-status-copy")
    assert follow.status_code == 200


def test_publishing_what_another_administrator_just_changed_shows_both_values(world: World, sign_in: SignIn) -> None:
    adopt(world)
    save_operations(world, [explained("Venez lundi.")])
    browser = sign_in(DIRECTOR)
    page = browser.get(f"{HOME}/publish").get_data(as_text=True)
    seen = page.split('name="operations" value="')[1].split('"')[0].replace("&#34;", '"')
    revision = str(open_workshop(AZROU, SLUG).row.revision)
    save_operations(world, [explained("Venez mardi.")])

    answer = browser.post(f"{HOME}/publish", data={"seen": revision, "operations": seen, "reason": REASON})

    told = answer.get_data(as_text=True)
    assert answer.status_code == 409 and "Venez lundi." in told and "Venez mardi." in told and REASON in told
    assert open_workshop(AZROU, SLUG).current is None


def test_a_commune_goes_back_with_a_reason_and_withdraws_what_waits(world: World, sign_in: SignIn) -> None:
    adopt(world)
    for words in ("Venez lundi.", "Venez mardi."):
        save_operations(world, [explained(words)])
        publish(world)
    browser = sign_in(DIRECTOR)

    unsaid = browser.post(f"{HOME}/history", data={"act": "earlier", "number": "1", "reason": "non"})
    browser.post(f"{HOME}/history", data={"act": "earlier", "number": "1", "reason": REASON})
    again = open_workshop(AZROU, SLUG).current
    page = browser.get(f"{HOME}/history").get_data(as_text=True)
    browser.post(f"{HOME}/history", data={"act": "national", "reason": REASON})

    assert unsaid.status_code == 422 and 'id="reason-earlier-1-error"' in unsaid.get_data(as_text=True)
    assert again is not None and "Venez lundi." in again.content
    assert "Publication n° 3" in page and "Démarche prise dans l’atelier" in page
    assert open_workshop(AZROU, SLUG).current is None
    assert browser.post(f"{HOME}/history", data={"act": "withdraw", "reason": REASON}).status_code == 422


def test_changes_leave_as_a_file_and_come_back_from_one_with_each_refusal_at_its_line(
    world: World, sign_in: SignIn
) -> None:
    adopt(world)
    save_operations(world, [longer_collection()])
    browser = sign_in(DIRECTOR)
    content = browser.get(f"{HOME}/workshop.yaml").get_data(as_text=True)
    save_operations(world, [])

    def send(text: str) -> tuple[int, str]:
        data = {"file": (BytesIO(text.encode()), "overlay.yaml")}
        answer = browser.post(f"{HOME}/import", data=data, follow_redirects=True)
        return answer.status_code, answer.get_data(as_text=True)

    refused = send(content.replace("value: 120", "value: 400"))
    unreadable = send("procedure: [")
    taken = send(content)

    assert refused[0] == 422 and "ligne " in refused[1] and "au plus 180" in refused[1]
    assert unreadable[0] == 422
    assert taken[0] == 200 and "dans l’atelier" in taken[1]
    assert open_workshop(AZROU, SLUG).operations == (longer_collection(),)


def test_citizens_read_why_a_procedure_is_closed(world: World, sign_in: SignIn) -> None:
    adopt(world)
    browser = sign_in(DIRECTOR)
    reasons = {"reason_fr": "Le bureau déménage ce mois-ci.", "reason_ar": "ينتقل المكتب إلى مقر آخر هذا الشهر."}

    short = browser.post(f"{HOME}/close", data={**reasons, "reason_ar": ""})
    browser.post(f"{HOME}/close", data=reasons)

    assert short.status_code == 422 and "Le bureau déménage" in short.get_data(as_text=True)
    sheet = browser.get("/fr/communes/azrou/procedures/civil-status-copy").get_data(as_text=True)
    assert "Le bureau déménage ce mois-ci." in sheet
    assert tailoring.list_acts(AZROU, SLUG)[0].kind == "closed"


def test_a_trial_that_goes_otherwise_is_kept_as_the_communes_own(world: World, sign_in: SignIn) -> None:
    adopt(world)
    save_operations(world, [longer_collection()])
    browser = sign_in(DIRECTOR)
    file = browser.get(f"{HOME}/checks").get_data(as_text=True).split('name="file" value="')[1].split('"')[0]

    page = browser.post(f"{HOME}/checks", data={"file": file}, follow_redirects=True).get_data(as_text=True)
    publish(world)
    kept = open_workshop(AZROU, SLUG).scenarios
    save_operations(world, [longer_collection(90)])
    broken = browser.get(f"{HOME}/checks").get_data(as_text=True)
    browser.post(f"{HOME}/checks", data={"file": "scenarios.1", "action": "drop"})

    assert "Comme prévu" in page and "dans la commune" in page
    assert len(kept) == 1, "it is published with the changes"
    assert "Comme prévu" not in broken, "the trial of 120 days goes otherwise with 90"
    assert open_workshop(AZROU, SLUG).scenarios == ()
    assert browser.post(f"{HOME}/checks", data={"file": "nothing"}).status_code == 404
