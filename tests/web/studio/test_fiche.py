"""The sheet is filled in on a plain page: checked, previewed, saved, and never over what somebody else wrote."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.queries.studio import find_draft
from app.store.database import transaction
from tests.web.studio.pages import french, text_of, typed
from tests.world.drafting import save, second_analyst, start_draft
from tests.world.places import SLUG, World

FRENCH = f"processes/{SLUG}/translations/fr.yaml"
MANIFEST = f"processes/{SLUG}/procedure.yaml"


@pytest.fixture
def draft_id(world: World) -> str:
    return start_draft(world)


@pytest.fixture
def analyst(sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    return french(sign_in("analyst@country"))


def stored(world: World, draft_id: str, path: str) -> str:
    with transaction():
        return find_draft(draft_id, world.services.library).files[path].decode()


def revision(world: World, draft_id: str) -> int:
    with transaction():
        return find_draft(draft_id, world.services.library).revision


def test_the_page_shows_the_sheet_and_what_article_6_still_wants(analyst: FlaskClient, world: World) -> None:
    files = dict(world.services.library.own_files(SLUG))
    files[FRENCH] = files[FRENCH].replace(b"\n  responsible:", b"\n  formerly_responsible:")
    page = text_of(analyst.get(f"/studio/{start_draft(world, files=files)}/fiche"))

    assert "Article 6 : 13 éléments sur 14" in page
    assert "Copie de la carte nationale" in page
    assert 'value="=relation = &#34;guardian&#34;"' in page


def test_saving_what_was_not_changed_writes_nothing(analyst: FlaskClient, world: World, draft_id: str) -> None:
    form = typed(analyst.get(f"/studio/{draft_id}/fiche"), "sheet-form")
    assert analyst.post(f"/studio/{draft_id}/fiche", data=form).status_code == 302
    assert revision(world, draft_id) == 1


def test_what_is_typed_is_saved_in_its_file(analyst: FlaskClient, world: World, draft_id: str) -> None:
    page = analyst.get(f"/studio/{draft_id}/fiche")
    form = typed(page, "sheet-form", responsible__fr="Bureau d’état civil", responsible__ar="مكتب الحالة المدنية")

    saved = analyst.post(f"/studio/{draft_id}/fiche", data=form, follow_redirects=True)

    assert "La fiche est enregistrée" in text_of(saved)
    assert "14 éléments sur 14" in text_of(saved)
    assert "Bureau d’état civil" in stored(world, draft_id, FRENCH)


def test_rows_come_and_go_without_saving(analyst: FlaskClient, world: World, draft_id: str) -> None:
    form = typed(analyst.get(f"/studio/{draft_id}/fiche"), "sheet-form", action="pieces.add")
    grown = analyst.post(f"/studio/{draft_id}/fiche", data=form)

    assert "pieces.7.was" in text_of(grown)
    assert "pas encore enregistré" in text_of(grown)
    assert revision(world, draft_id) == 1
    filled = typed(
        grown,
        "sheet-form",
        **{
            "pieces.7.name.fr": "Acte de mariage",
            "pieces.7.name.ar": "عقد الزواج",
            "pieces.7.legal_ref": "law-36-21 a.43",
        },
        pieces__7__provided_by="administration",
        action="save",
    )
    assert analyst.post(f"/studio/{draft_id}/fiche", data=filled).status_code == 302
    assert "key: acte-de-mariage, provided_by: administration" in stored(world, draft_id, MANIFEST)


def test_a_wrong_answer_comes_back_filled_in_with_the_reason_beside_it(
    analyst: FlaskClient, world: World, draft_id: str
) -> None:
    form = typed(
        analyst.get(f"/studio/{draft_id}/fiche"),
        "sheet-form",
        title__fr="",
        pieces__1__required__condition="relation = (",
        summary__fr="Gardé tel quel",
    )

    page = analyst.post(f"/studio/{draft_id}/fiche", data=form)

    assert page.status_code == 422
    assert 'id="title.fr-error"' in text_of(page)
    assert 'id="pieces.1.required.condition-error"' in text_of(page)
    assert "Gardé tel quel" in text_of(page)
    assert revision(world, draft_id) == 1


def test_a_change_by_somebody_else_is_shown_beside_mine(analyst: FlaskClient, world: World, draft_id: str) -> None:
    form = typed(analyst.get(f"/studio/{draft_id}/fiche"), "sheet-form", title__fr="Mon titre")
    theirs = stored(world, draft_id, FRENCH).replace("title: Copie d'un acte d'état civil", "title: Son titre", 1)
    save(world, draft_id, {FRENCH: theirs.encode()}, actor=second_analyst(world))

    conflict = analyst.post(f"/studio/{draft_id}/fiche", data=form)

    assert conflict.status_code == 409
    assert "Mon titre" in text_of(conflict)
    assert "Son titre" in text_of(conflict)
    again = analyst.post(f"/studio/{draft_id}/fiche", data=typed(conflict, "sheet-form"))
    assert again.status_code == 302
    assert "title: Mon titre" in stored(world, draft_id, FRENCH)


def test_a_change_elsewhere_in_the_file_does_not_disturb(analyst: FlaskClient, world: World, draft_id: str) -> None:
    form = typed(analyst.get(f"/studio/{draft_id}/fiche"), "sheet-form", title__fr="Mon titre")
    theirs = stored(world, draft_id, FRENCH).replace("Signer la copie", "Signer la copie conforme")
    save(world, draft_id, {FRENCH: theirs.encode()}, actor=second_analyst(world))

    assert analyst.post(f"/studio/{draft_id}/fiche", data=form).status_code == 302
    assert "Signer la copie conforme" in stored(world, draft_id, FRENCH)
    assert "title: Mon titre" in stored(world, draft_id, FRENCH)


def test_the_preview_is_the_citizens_page_of_what_is_typed(analyst: FlaskClient, world: World, draft_id: str) -> None:
    form = typed(analyst.get(f"/studio/{draft_id}/fiche"), "sheet-form", title__ar="عنوان جديد")

    preview = analyst.post(f"/studio/{draft_id}/fiche/preview/ar", data=form)

    assert '<html lang="ar" dir="rtl">' in text_of(preview)
    assert "عنوان جديد" in text_of(preview)
    assert "frame-ancestors 'self'" in preview.headers["Content-Security-Policy"]
    assert revision(world, draft_id) == 1
    assert 'lang="fr"' in text_of(analyst.get(f"/studio/{draft_id}/fiche"))


def test_a_preview_that_cannot_be_shown_says_why(analyst: FlaskClient, world: World, draft_id: str) -> None:
    save(world, draft_id, {f"processes/{SLUG}/{SLUG}.bpmn": b"<not-bpmn"})

    page = analyst.get(f"/studio/{draft_id}/fiche/preview/fr")

    assert page.status_code == 200
    assert "n’est pas possible" in text_of(page)
    assert analyst.get(f"/studio/{draft_id}/fiche").status_code == 200


def test_a_manifest_that_is_no_yaml_is_told_and_kept(analyst: FlaskClient, world: World, draft_id: str) -> None:
    form = typed(analyst.get(f"/studio/{draft_id}/fiche"), "sheet-form")
    save(world, draft_id, {MANIFEST: b"key: [\n"})

    assert "ne se lit pas" in text_of(analyst.get(f"/studio/{draft_id}/fiche"))
    assert analyst.post(f"/studio/{draft_id}/fiche", data=form).status_code == 422
    assert stored(world, draft_id, MANIFEST) == "key: [\n"


def test_a_condition_is_read_as_soon_as_it_is_typed(analyst: FlaskClient, draft_id: str) -> None:
    address = f"/studio/{draft_id}/fiche/condition"

    assert analyst.get(address, query_string={"text": '=relation = "child"'}).json == {"words": ""}
    assert "ne se lit pas" in analyst.get(address, query_string={"text": "=relation = ("}).json["words"]
