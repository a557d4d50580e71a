"""A province is prepared in one go: every commune reported, nothing done twice, own changes left alone."""

from collections.abc import Callable

from flask.testing import FlaskClient

from app.commands.tailoring.preparing import Preparation, prepare_communes
from app.domain.actors import Actor, Assignment
from app.queries.tailoring import open_workshop
from app.store import publication, tailoring, territory
from app.store.database import database, transaction
from tests.world.places import AZROU, CASABLANCA, SLUG, World
from tests.world.tailoring import REASON, adopt, explained, longer_collection, publish, save_operations

SignIn = Callable[[str], FlaskClient]
COUNTER = {
    "name_fr": "Guichet unique",
    "name_ar": "الشباك الموحد",
    "address_fr": "Siège de la commune",
    "address_ar": "مقر الجماعة",
    "hours_fr": "8 h 30 – 16 h 30",
    "hours_ar": "8:30 – 16:30",
}
SERVICE = {"service_fr": "Service de l’état civil", "service_ar": "مصلحة الحالة المدنية"}


def _tailored_casablanca(world: World) -> str:
    adopt(world, CASABLANCA)
    save_operations(world, [longer_collection()], commune_id=CASABLANCA)
    publish(world, CASABLANCA)
    current = open_workshop(CASABLANCA, SLUG).current
    assert current is not None
    return current.id


def test_a_province_is_prepared_from_its_page_and_doing_it_again_adds_nothing(world: World, sign_in: SignIn) -> None:
    source = _tailored_casablanca(world)
    province = territory.get_commune_by_id(AZROU).province_code
    communes = territory.list_communes(province)
    adopt(world)
    save_operations(world, [explained()])
    typed = {"slug": SLUG, "source": source, "reason": REASON, "communes": [one.id for one in communes]}
    browser = sign_in("analyst@country")
    address = f"/oversight/provinces/{province}/tailoring"

    form = browser.get(f"{address}?slug={SLUG}").get_data(as_text=True)
    first = browser.post(address, data={**typed, **SERVICE, **COUNTER}).get_data(as_text=True)
    again = browser.post(address, data={**typed, **SERVICE, **COUNTER}).get_data(as_text=True)

    assert "Pas encore adoptée" in form and "Casablanca" in form
    assert first.count("démarche prise dans l’atelier") == len(communes) - 1
    assert "a déjà ses propres changements" in first and "des rôles n’ont personne" in first
    assert again.count("rien à faire de plus") == len(communes)
    other = next(one for one in communes if one.id != AZROU)
    offering = publication.find_offering(other.id, SLUG)
    national = publication.find_offering(AZROU, SLUG)
    assert offering is not None and national is not None and offering.deployment_id != national.deployment_id
    assert tailoring.list_overlays(other.id, SLUG)[0].origin == "province"
    assert [one.name_fr for one in territory.list_counters(other.id)] == ["Guichet unique"]


def test_wrong_input_comes_back_and_a_direction_has_no_such_page(world: World, sign_in: SignIn) -> None:
    province = territory.get_commune_by_id(AZROU).province_code
    address = f"/oversight/provinces/{province}/tailoring"
    half = {"slug": SLUG, "reason": "", "service_fr": "Guichet"}

    answer = sign_in("analyst@country").post(address, data=half)

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and 'value="Guichet"' in page
    assert all(f'href="#{name}"' in page for name in ("reason", "communes", "service_ar"))
    assert sign_in(f"dgs@{AZROU}").get(address).status_code == 403


def test_a_governor_prepares_only_where_the_role_counts_and_missing_roles_are_given(world: World) -> None:
    held = frozenset({Assignment(role="gouverneur", commune_id=AZROU)})
    governor = Actor(kind="agent", name="Gouverneur", id="governor", assignments=held)
    with transaction():
        database.session.delete(publication.find_offering(AZROU, SLUG))
    wanted = Preparation(slug=SLUG, reason=REASON, stand_in="chef_service", opening=True, counter=COUNTER, **SERVICE)

    here, elsewhere = prepare_communes([AZROU, CASABLANCA], wanted, actor=governor, services=world.services)
    unknown = next(prepare_communes([AZROU], Preparation(slug="nothing"), actor=governor, services=world.services))

    assert here.done == ("adopted", "service", "counter") and here.left == ("roles",), "nobody presides yet"
    assert elsewhere.refused is not None and elsewhere.refused.code == "forbidden"
    assert unknown.refused is not None and unknown.refused.code == "tailoring-nothing-national"
    offering = publication.find_offering(AZROU, SLUG)
    assert offering is not None and not offering.open
