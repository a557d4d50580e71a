"""The workshop of a commune: what it adopts, what it changes of it, what it publishes."""

from flask import Blueprint

commune = Blueprint("commune", __name__, url_prefix="/commune/<commune_slug>", template_folder="templates")

from app.web.commune import change as change  # noqa: E402 - the rooms hang their routes on the blueprint above
from app.web.commune import changes as changes  # noqa: E402
from app.web.commune import checks as checks  # noqa: E402
from app.web.commune import history as history  # noqa: E402
from app.web.commune import importing as importing  # noqa: E402
from app.web.commune import index as index  # noqa: E402
from app.web.commune import overview as overview  # noqa: E402
from app.web.commune import previews as previews  # noqa: E402
from app.web.commune import publish as publish  # noqa: E402
from app.web.commune import ready as ready  # noqa: E402
from app.web.commune import upgrade as upgrade  # noqa: E402
from app.web.commune import upgrade_edit as upgrade_edit  # noqa: E402
