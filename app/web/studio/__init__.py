"""The studio: where an analyst writes a procedure, checks it, tries it and publishes it."""

from flask import Blueprint

studio = Blueprint("studio", __name__, url_prefix="/studio", template_folder="templates")

from app.web.studio import (  # noqa: E402
    coverage as coverage,
)
from app.web.studio import (  # noqa: E402 - the rooms hang their routes on the blueprint above
    files as files,
)
from app.web.studio import (  # noqa: E402
    play_board as play_board,
)
from app.web.studio import (  # noqa: E402
    play_papers as play_papers,
)
from app.web.studio import (  # noqa: E402
    play_room as play_room,
)
from app.web.studio import (  # noqa: E402
    play_saving as play_saving,
)
from app.web.studio import (  # noqa: E402
    play_tasks as play_tasks,
)
from app.web.studio import (  # noqa: E402
    scenario_page as scenario_page,
)
from app.web.studio import (  # noqa: E402
    scenario_steps as scenario_steps,
)
from app.web.studio import (  # noqa: E402
    scenarios as scenarios,
)
from app.web.studio import (  # noqa: E402
    workspace as workspace,
)
