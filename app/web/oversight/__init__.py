"""What the DGCT and the directions of communes oversee: calendar, values of the law, registers."""

from flask import Blueprint

oversight = Blueprint("oversight", __name__, url_prefix="/oversight", template_folder="templates")

from app.web.oversight import calendar as calendar  # noqa: E402 - the rooms hang their routes on the blueprint above
from app.web.oversight import comparing as comparing  # noqa: E402
from app.web.oversight import country_trials as country_trials  # noqa: E402
from app.web.oversight import history as history  # noqa: E402
from app.web.oversight import inscriptions as inscriptions  # noqa: E402
from app.web.oversight import offering as offering  # noqa: E402
from app.web.oversight import parameters as parameters  # noqa: E402
from app.web.oversight import practices as practices  # noqa: E402
from app.web.oversight import preparing as preparing  # noqa: E402
from app.web.oversight import registers as registers  # noqa: E402
from app.web.oversight import upgrades as upgrades  # noqa: E402
