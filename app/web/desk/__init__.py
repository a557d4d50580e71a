"""The agents' desk: sign in, worklist, task, case."""

from flask import Blueprint

desk = Blueprint("desk", __name__, url_prefix="/desk", template_folder="templates")

from app.web.desk import (  # noqa: E402 - the rooms hang their routes on the blueprint above
    account as account,
)
from app.web.desk import (  # noqa: E402
    beginning as beginning,
)
from app.web.desk import (  # noqa: E402
    case as case,
)
from app.web.desk import (  # noqa: E402
    files as files,
)
from app.web.desk import (  # noqa: E402
    frame as frame,
)
from app.web.desk import (  # noqa: E402
    incidents as incidents,
)
from app.web.desk import (  # noqa: E402
    moving as moving,
)
from app.web.desk import (  # noqa: E402
    period as period,
)
from app.web.desk import (  # noqa: E402
    revocation as revocation,
)
from app.web.desk import (  # noqa: E402
    search as search,
)
from app.web.desk import (  # noqa: E402
    sessions as sessions,
)
from app.web.desk import (  # noqa: E402
    task as task,
)
from app.web.desk import (  # noqa: E402
    version as version,
)
from app.web.desk import (  # noqa: E402
    worklist as worklist,
)
