"""A draft whose files are damaged is shown as far as it goes, told about, and never lost."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.web.studio.pages import french, typed
from tests.world.drafting import save, start_draft
from tests.world.places import SLUG, World

MANIFEST = f"processes/{SLUG}/procedure.yaml"
FRENCH = f"processes/{SLUG}/translations/fr.yaml"
PAGES = ("fiche", "fiche/preview/fr", "texts", "parameters", "parameters?key=new", "messages", "documents")
SHAPES = {
    "lists for texts": b"key: [civil]\npieces: [{key: [a], required: {b: 1}}]\nparameters: [{key: {a: 1}}]",
    "texts for lists": b"pieces: none\nfees: 3\nparameters: a\ndocuments: b\nmessages: c\ntranslations: fr",
    "numbers as rows": b"pieces: [1, 2]\nappeals: [true]\nparameters: [7]\ndocuments: [null]\ndeadline: 4",
    "nothing but a comment": b"# empty\n",
    "no YAML": b"key: [\n",
    "an alias": b"key: &a x\nother: *a\n",
}


@pytest.fixture
def analyst(sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    return french(sign_in("analyst@country"))


def test_every_page_of_a_damaged_manifest_opens(analyst: FlaskClient, world: World) -> None:
    draft_id = start_draft(world)
    sheet = typed(analyst.get(f"/studio/{draft_id}/fiche"), "sheet-form")
    value = typed(analyst.get(f"/studio/{draft_id}/parameters?key=watiqa.answer"), "value-form")
    for shape, manifest in SHAPES.items():
        save(world, draft_id, {MANIFEST: manifest})
        for page in PAGES:
            answer = analyst.get(f"/studio/{draft_id}/{page}")
            assert answer.status_code == 200, (shape, page)
        for page, form in (("fiche", sheet), ("parameters", value)):
            answer = analyst.post(f"/studio/{draft_id}/{page}", data=form)
            assert answer.status_code in (302, 409, 422), (shape, page)


def test_damaged_texts_and_forms_are_told(analyst: FlaskClient, world: World) -> None:
    draft_id = start_draft(world)
    save(
        world,
        draft_id,
        {
            FRENCH: b"fiche: [1, 2]\ntasks: {sign: text, 3: {title: [a]}}\nstatuses: 1\n",
            f"forms/{SLUG}/request.json": b'{"components": [1, {"type": "filepicker", "key": 4}]',
            f"processes/{SLUG}/messages/unpaid.fr.txt": b"no header at all",
            f"processes/{SLUG}/{SLUG}.bpmn": b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>",
        },
    )
    for page in (*PAGES, "messages/unpaid", "documents/copy", "documents/copy/preview"):
        assert analyst.get(f"/studio/{draft_id}/{page}").status_code == 200, page
