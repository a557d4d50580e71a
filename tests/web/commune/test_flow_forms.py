"""A commune changes the form of a shared flow on the pages on which it changes any other."""

from collections.abc import Callable

import lxml.html
import pytest
from flask.testing import FlaskClient

from app.deployments.published import published_package
from app.forms.packages import read_forms
from app.procedures.tailoring.kinds import AddField, ChangeText
from app.queries.tailoring import open_workshop
from app.store import tailoring
from app.store.database import transaction
from tests.web.studio.pages import french, text_of
from tests.world.drafting import start_draft
from tests.world.places import AZROU, SLUG, World
from tests.world.tailoring import adopt, publish, save_operations

SignIn = Callable[[str], FlaskClient]
HOME = f"/commune/azrou/procedures/{SLUG}"
HELP = f"{HOME}/change/texts/forms.file-appeal.appeal_grounds.description"
OPINION = f"{HOME}/change/fields/rate-service.form"
SAID = {"to.fr": "Le service vous aide à écrire, le mardi.", "to.ar": "تساعدكم المصلحة على الكتابة يوم الثلاثاء."}
ASKED = {"item": "new", "type": "textfield", "label.fr": "Votre attente", "label.ar": "مدة انتظاركم"}


@pytest.fixture
def director(world: World, sign_in: SignIn) -> FlaskClient:
    adopt(world)
    return french(sign_in(f"dgs@{AZROU}"))


def test_the_forms_of_flows_stand_among_what_may_be_changed(director: FlaskClient) -> None:
    page = text_of(director.get(f"{HOME}/changes"))
    assert "Formulaire « Former un recours devant le président », « Ce que vous contestez, et pourquoi » : aide" in page
    assert "Citez la décision, sa date et ce que vous demandez au président." in page
    assert "À la fin du formulaire « Donner un avis »" in page
    assert director.get(f"{HOME}/change/fields/file-appeal.appeal_grounds").status_code == 404


def test_they_are_changed_previewed_and_told_like_any_other(director: FlaskClient) -> None:
    seen = director.post(f"{HELP}/preview?shown=ar", data=SAID).get_data(as_text=True)
    director.post(HELP, data=SAID)
    director.post(OPINION, data=ASKED)

    text, field = open_workshop(AZROU, SLUG).operations
    assert isinstance(text, ChangeText) and isinstance(field, AddField)
    assert SAID["to.ar"] in seen and 'dir="rtl"' in seen
    assert "Question ajoutée : « Votre attente » (formulaire « Donner un avis »)" in text_of(director.get(OPINION))
    told = text_of(director.get(f"{HOME}/publish"))
    assert SAID["to.fr"] in told and "Votre attente" in told
    long = director.post(HELP, data={**SAID, "to.fr": "x" * 241})
    assert long.status_code == 422 and "au plus 240 signes" in text_of(long)


def test_what_is_published_runs_in_the_commune_and_nowhere_else(world: World, director: FlaskClient) -> None:
    director.post(HELP, data=SAID)
    [operation] = open_workshop(AZROU, SLUG).operations
    save_operations(world, [operation])
    published = publish(world)

    forms = {
        "here": read_forms(published_package(published.deployment_id))["file-appeal"],
        "elsewhere": read_forms(published_package(open_workshop(AZROU, SLUG).row.base_id))["file-appeal"],
    }
    helps = {place: form.fields[0].description["fr"] for place, form in forms.items()}
    assert helps == {
        "here": SAID["to.fr"],
        "elsewhere": "Citez la décision, sa date et ce que vous demandez au président.",
    }
    with transaction():
        assert [row.overlay.commune_id for row in tailoring.list_in_effect(SLUG)] == [AZROU]


def test_the_studio_tells_which_flow_declares_a_rule(world: World, sign_in: SignIn) -> None:
    draft_id = start_draft(world)
    analyst = french(sign_in("analyst@country"))
    page = analyst.get(f"/studio/{draft_id}/policy?group=fields").get_data(as_text=True)
    row = lxml.html.fromstring(page).get_element_by_id("rate-service.form").text_content()
    assert "1 champ ajouté au plus" in row and "déclaré par l’étape commune satisfaction" in row
    assert analyst.get(f"/studio/{draft_id}/policy/rule?group=fields&name=rate-service.form").status_code == 200
