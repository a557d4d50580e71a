"""What the DGCT and the directions of communes oversee: calendar, values of the law, registers."""

from flask import Blueprint

oversight = Blueprint("oversight", __name__, url_prefix="/oversight", template_folder="templates")

from app.web.oversight import (  # noqa: E402 - the rooms hang their routes on the blueprint above
    calendar as calendar,
)
from app.web.oversight import (  # noqa: E402
    country_trials as country_trials,
)
from app.web.oversight import (  # noqa: E402
    inscriptions as inscriptions,
)
from app.web.oversight import (  # noqa: E402
    parameters as parameters,
)
from app.web.oversight import (  # noqa: E402
    registers as registers,
)
from app.web.oversight import (  # noqa: E402
    upgrades as upgrades,
)
