"""Variants side by side: what differs in words, who stands out, and what became of the cases."""

from datetime import timedelta

from app.domain.clock import FixedClock
from app.queries.variants.country import compare_country, outliers
from app.queries.variants.results import Results, median_of, summarise
from app.queries.variants.things import Thing
from app.store import territory
from app.store.results import CountedCases, Place
from tests.world.journeys import complete, file_request, reach
from tests.world.places import AZROU, CASABLANCA, SLUG, TABANT, World
from tests.world.tailoring import adopt, explained, longer_collection, publish, save_operations

COUNTRY = Place()


def tailor(world: World, commune_id: str, *operations) -> None:
    adopt(world, commune_id)
    save_operations(world, operations, commune_id=commune_id)
    publish(world, commune_id)


def test_equal_variants_share_a_column_and_rows_tell_both_values(world: World) -> None:
    for commune_id in (AZROU, TABANT):
        tailor(world, commune_id, longer_collection(120), explained())
    tailor(world, CASABLANCA, longer_collection(150))

    found = compare_country(SLUG, COUNTRY, language="fr", now=world.services.clock.now())

    assert [len(column.communes) for column in found.columns] == [2, 1]
    assert found.national_communes == 0
    period, text = found.rows
    assert (period.title, period.national, period.communes) == ("Délai de retrait au guichet", "90 jours", 3)
    assert [cell.text for cell in period.cells.values()] == ["120 jours", "150 jours"]
    assert [cell.alone for cell in period.cells.values()] == [False, True]
    assert text.title == "Statuts › À retirer au guichet › Explication"
    assert text.cells[found.columns[0].deployment_id].text == "Votre document vous attend au guichet."


def test_a_region_shows_its_own_communes_only(world: World) -> None:
    tailor(world, AZROU, explained())
    tailor(world, CASABLANCA, longer_collection(150))

    region = territory.get_commune("casablanca").region_code
    found = compare_country(SLUG, Place(region_code=region), language="ar", now=world.services.clock.now())

    assert [commune.slug for column in found.columns for commune in column.communes] == ["casablanca"]


def test_cases_before_and_after_a_change_are_told_apart(world: World, clock: FixedClock) -> None:
    complete(world, reach(world, file_request(world), "rate-service"), {"rating": "2"})
    clock.advance(timedelta(days=1))
    tailor(world, AZROU, explained())
    clock.advance(timedelta(days=1))
    file_request(world)

    found = compare_country(SLUG, COUNTRY, language="fr", now=clock.now())

    (row,) = found.rows
    assert (row.effect.before.filed, row.effect.before.decided, row.effect.before.satisfied) == (1, 1, 0.0)
    assert (row.effect.after.filed, row.effect.after.decided) == (1, 0)
    assert not row.effect.means_something
    assert (found.columns[0].results.filed, found.national_results.filed) == (1, 1)


def test_figures_leave_out_what_the_applicant_gave_up() -> None:
    def counted(outcome: str | None, days: int | None, count: int, rating: str | None = None) -> CountedCases:
        return CountedCases(deployment_id="d", outcome=outcome, days=days, rating=rating, count=count)

    found = summarise(
        [
            counted("delivered", 2, 2, "5"),
            counted("rejected", 4, 1, "1"),
            counted("withdrawn", 30, 5),
            counted(None, None, 3),
        ]
    )

    assert found == Results(filed=11, decided=3, median_days=2.0, refused=1 / 3, rated=3, satisfied=2 / 3)
    assert median_of({1: 1, 4: 1}) == 2.5
    assert median_of({}) is None


def test_a_value_far_from_what_others_chose_stands_out() -> None:
    def thing(number: float) -> Thing:
        return Thing(group="parameters", identity="p", title="", national="", local=str(number), number=number)

    held = {"a": thing(100), "b": thing(110), "c": thing(120), "far": thing(180)}
    assert outliers(held, {"a": 4, "b": 6, "c": 4, "far": 1}) == frozenset({"far"})
    assert outliers(held, {"a": 1, "b": 1, "c": 1, "far": 0}) == frozenset()
