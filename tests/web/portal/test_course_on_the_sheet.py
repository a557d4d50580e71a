"""The sheet tells the course in words, and how long cases usually take in this commune."""

from datetime import timedelta

from flask.testing import FlaskClient

from app.queries.usual_time import FEWEST, usual_time
from app.store import cases
from app.store.database import database, transaction
from app.store.models import Case
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
