"""The studio: where an analyst writes a procedure, checks it, tries it and publishes it."""

from flask import Blueprint

studio = Blueprint("studio", __name__, url_prefix="/studio", template_folder="templates")

from app.web.studio import (  # noqa: E402 - the rooms hang their routes on the blueprint above
    decision_trial as decision_trial,
)
from app.web.studio import (  # noqa: E402
    decisions as decisions,
)
from app.web.studio import (  # noqa: E402
    file_findings as file_findings,
)
from app.web.studio import (  # noqa: E402
    files as files,
)
from app.web.studio import (  # noqa: E402
    form_preview as form_preview,
)
from app.web.studio import (  # noqa: E402
    form_texts as form_texts,
)
from app.web.studio import (  # noqa: E402
    forms as forms,
)
from app.web.studio import (  # noqa: E402
    workspace as workspace,
)
