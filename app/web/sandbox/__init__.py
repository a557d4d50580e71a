"""The simulators' own pages: payment, post, the outbox, the register, other systems. Demonstration only."""

from flask import Blueprint

sandbox = Blueprint("sandbox", __name__, url_prefix="/sandbox", template_folder="templates")

from app.web.sandbox import (  # noqa: E402 - the rooms hang their routes on the blueprint above
    index as index,
)
from app.web.sandbox import (  # noqa: E402
    outbox as outbox,
)
from app.web.sandbox import (  # noqa: E402
    payment as payment,
)
from app.web.sandbox import (  # noqa: E402
    post as post,
)
from app.web.sandbox import (  # noqa: E402
    register as register,
)
from app.web.sandbox import (  # noqa: E402
    switches as switches,
)
from app.web.sandbox import (  # noqa: E402
    systems as systems,
)
