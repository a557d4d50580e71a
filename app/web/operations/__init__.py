"""What operators and outside systems call: health, counts, callbacks, jobs, incidents, migrations."""

from flask import Blueprint

operations = Blueprint("operations", __name__, template_folder="templates")

from app.web.operations import (  # noqa: E402 - the rooms hang their routes on the blueprint above
    callbacks as callbacks,
)
from app.web.operations import (  # noqa: E402
    health as health,
)
from app.web.operations import (  # noqa: E402
    jobs as jobs,
)
from app.web.operations import (  # noqa: E402
    migrations as migrations,
)
