"""The studio: where an analyst writes a procedure, checks it, tries it and publishes it."""

from flask import Blueprint

studio = Blueprint("studio", __name__, url_prefix="/studio", template_folder="templates")

from app.web.studio import beginning as beginning  # noqa: E402 - the rooms hang their routes on the blueprint above
from app.web.studio import files as files  # noqa: E402
from app.web.studio import findings as findings  # noqa: E402
from app.web.studio import first_hour as first_hour  # noqa: E402
from app.web.studio import revisions as revisions  # noqa: E402
from app.web.studio import travelling as travelling  # noqa: E402
from app.web.studio import workspace as workspace  # noqa: E402
from app.web.studio import (  # noqa: E402
    documents as documents,
)
from app.web.studio import (  # noqa: E402
    fiche as fiche,
)
from app.web.studio import (  # noqa: E402 - the rooms hang their routes on the blueprint above
    files as files,
)
from app.web.studio import (  # noqa: E402
    messages as messages,
)
from app.web.studio import (  # noqa: E402
    texts as texts,
)
from app.web.studio import (  # noqa: E402
    values as values,
)
from app.web.studio import (  # noqa: E402
    workspace as workspace,
)
