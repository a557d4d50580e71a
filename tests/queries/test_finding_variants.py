"""A citizen's page finds the variant of its commune with one indexed query, however many communes tailor."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask.testing import FlaskClient
from sqlalchemy import event, text

from app.store.database import database
from tests.world.places import SLUG, World
from tests.world.tailoring import adopt, explained, publish, save_operations


@contextmanager
def noted() -> Iterator[list[str]]:
    """Collect the statements that are sent."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        sent.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


def test_the_sheet_of_a_tailored_procedure_asks_once_which_variant_its_commune_offers(
    world: World, client: FlaskClient
) -> None:
    adopt(world)
    save_operations(world, [explained()])
    deployment_id = publish(world).deployment_id
    with noted() as sent:
        page = client.get(f"/fr/communes/azrou/procedures/{SLUG}")
    assert page.status_code == 200
    assert f"/fr/diagrams/{deployment_id}" in page.get_data(as_text=True)
    assert len([one for one in sent if "FROM offering" in one]) == 1


def test_the_query_is_answered_by_an_index(world: World) -> None:
    lookup = "SELECT deployment_id FROM offering WHERE commune_id = 'a' AND slug = 'b'"
    if database.engine.dialect.name == "sqlite":
        plan = database.session.execute(text(f"EXPLAIN QUERY PLAN {lookup}"))
    else:
        database.session.execute(text("SET LOCAL enable_seqscan = off"))
        plan = database.session.execute(text(f"EXPLAIN {lookup}"))
    told = " ".join(str(row) for row in plan)
    assert "INDEX" in told.upper()
    assert "SCAN OFFERING" not in told.upper()
