"""The sheet tells the course in words, and how long cases usually take in this commune."""

from datetime import timedelta

from flask.testing import FlaskClient

from app.domain.codes import new_id
from app.queries.usual_time import FEWEST, usual_time
from app.store import cases, publication, territory
from app.store.database import database, transaction
from app.store.models import Case, Counter, Service
from tests.world.journeys import case_of, file_request
from tests.world.places import AZROU, SLUG, TABANT, World

SHEET = f"/fr/communes/azrou/procedures/{SLUG}"


def close_after(world: World, *days: int) -> None:
    """File requests and close each after so many days."""
    filed = [file_request(world) for _ in days]
    with transaction():
        for each, after in zip(filed, days, strict=True):
            case: Case = cases.get_case(AZROU, each.case_id)
            case.state, case.closed_at = "closed", case_of(each).filed_at + timedelta(days=after)
    database.session.remove()


def test_the_course_stands_on_the_sheet_in_both_languages(client: FlaskClient) -> None:
    french, arabic = client.get(SHEET).text, client.get(SHEET.replace("/fr/", "/ar/")).text
    assert "Signer la copie" in french and "Oui : Donner un avis sur la demande d&#39;un tiers" in french
    assert "Comment le dossier se termine" in french and "Le document n&#39;a pas été retiré au guichet" in french
    assert "كيف ينتهي الملف" in arabic and "نعم: إبداء الرأي في طلب الغير" in arabic


def test_the_usual_time_is_the_middle_of_closed_cases(world: World, client: FlaskClient) -> None:
    close_after(world, 2, 3, 4, 5, 60)
    found = usual_time(AZROU, SLUG)
    assert found is not None and (found.days, found.cases) == (4, 5)
    assert "D’habitude, cette commune rend un dossier en 4 jours." in client.get(SHEET).text
    assert usual_time(TABANT, SLUG) is None


def test_a_few_cases_say_nothing(world: World, client: FlaskClient) -> None:
    close_after(world, *[3] * (FEWEST - 1))
    assert usual_time(AZROU, SLUG) is None
    assert "D’habitude" not in client.get(SHEET).text


def open_counter(service_id: str, name: str) -> Counter:
    """Return a counter of a service of Azrou."""
    return Counter(
        id=new_id(),
        commune_id=AZROU,
        service_id=service_id,
        name_ar="شباك",
        name_fr=name,
        address_ar="أزرو",
        address_fr="Azrou",
        hours_ar="من الاثنين إلى الجمعة",
        hours_fr="Du lundi au vendredi",
    )


def test_the_sheet_shows_the_counters_of_the_service_that_handles_it(world: World, client: FlaskClient) -> None:
    own = publication.find_offering(AZROU, SLUG)
    assert own is not None and own.service_id is not None
    with transaction():
        revenue = Service(id=new_id(), commune_id=AZROU, key="revenue", name_ar="المداخيل", name_fr="Recettes")
        territory.add_all([revenue])
        territory.add_all([open_counter(revenue.id, "Régie des recettes")])
    assert "Régie des recettes" in client.get(SHEET).text, "the service has no counter: all are shown"
    with transaction():
        territory.add_all([open_counter(own.service_id, "Bureau de l’état civil")])
    page = client.get(SHEET).text
    assert "Bureau de l’état civil" in page and "Régie des recettes" not in page
