"""The studio: where an analyst writes a procedure, checks it, tries it and publishes it."""

from flask import Blueprint

studio = Blueprint("studio", __name__, url_prefix="/studio", template_folder="templates")

from app.web.studio import (  # noqa: E402
    approvals as approvals,
)
from app.web.studio import (  # noqa: E402
    comparing as comparing,
)
from app.web.studio import (  # noqa: E402 - the rooms hang their routes on the blueprint above
    files as files,
)
from app.web.studio import (  # noqa: E402
    measures as measures,
)
from app.web.studio import (  # noqa: E402
    publishing as publishing,
)
from app.web.studio import (  # noqa: E402
    versions as versions,
)
from app.web.studio import (  # noqa: E402
    workspace as workspace,
)
