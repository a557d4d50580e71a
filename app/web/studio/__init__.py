"""The studio: where an analyst writes a procedure, checks it, tries it and publishes it."""

from app.web.studio.scope import StudioBlueprint, keep_address_in_scope, local_studio

studio = StudioBlueprint("studio", __name__, url_prefix="/studio", template_folder="templates")
studio.before_request(keep_address_in_scope)

__all__ = ["local_studio", "studio"]

from app.web.studio import approvals as approvals  # noqa: E402 - the rooms hang their routes on the blueprint above
from app.web.studio import arranging as arranging  # noqa: E402
from app.web.studio import beginning as beginning  # noqa: E402
from app.web.studio import comparing as comparing  # noqa: E402
from app.web.studio import country_trial as country_trial  # noqa: E402
from app.web.studio import coverage as coverage  # noqa: E402
from app.web.studio import decision_trial as decision_trial  # noqa: E402
from app.web.studio import decisions as decisions  # noqa: E402
from app.web.studio import diagram as diagram  # noqa: E402
from app.web.studio import documents as documents  # noqa: E402
from app.web.studio import fiche as fiche  # noqa: E402
from app.web.studio import file_findings as file_findings  # noqa: E402
from app.web.studio import files as files  # noqa: E402
from app.web.studio import findings as findings  # noqa: E402
from app.web.studio import first_hour as first_hour  # noqa: E402
from app.web.studio import form_preview as form_preview  # noqa: E402
from app.web.studio import form_texts as form_texts  # noqa: E402
from app.web.studio import forms as forms  # noqa: E402
from app.web.studio import measures as measures  # noqa: E402
from app.web.studio import messages as messages  # noqa: E402
from app.web.studio import offering as offering  # noqa: E402
from app.web.studio import play_board as play_board  # noqa: E402
from app.web.studio import play_papers as play_papers  # noqa: E402
from app.web.studio import play_room as play_room  # noqa: E402
from app.web.studio import play_saving as play_saving  # noqa: E402
from app.web.studio import play_tasks as play_tasks  # noqa: E402
from app.web.studio import plugging as plugging  # noqa: E402
from app.web.studio import policy as policy  # noqa: E402
from app.web.studio import published_sheets as published_sheets  # noqa: E402
from app.web.studio import publishing as publishing  # noqa: E402
from app.web.studio import revisions as revisions  # noqa: E402
from app.web.studio import scenario_mistakes as scenario_mistakes  # noqa: E402
from app.web.studio import scenario_page as scenario_page  # noqa: E402
from app.web.studio import scenario_shows as scenario_shows  # noqa: E402
from app.web.studio import scenario_steps as scenario_steps  # noqa: E402
from app.web.studio import scenarios as scenarios  # noqa: E402
from app.web.studio import texts as texts  # noqa: E402
from app.web.studio import travelling as travelling  # noqa: E402
from app.web.studio import values as values  # noqa: E402
from app.web.studio import versions as versions  # noqa: E402
from app.web.studio import workspace as workspace  # noqa: E402
