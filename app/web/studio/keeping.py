"""How the plain pages of a draft keep what was typed: only when nobody changed the same thing meanwhile."""

import hashlib
import json
from collections.abc import Callable, Mapping
from functools import wraps

from flask.typing import ResponseReturnValue
from werkzeug.exceptions import Conflict

from app.commands.bus import execute
from app.commands.services import current_services
from app.commands.studio.saving import FileRefused, FilesChanged, SaveFiles
from app.queries.studio import OpenDraft
from app.store.modelling import DraftMoved
from app.web.access import current_actor
from app.web.studio.files import why_refused

MOST_TRIES = 4
View = Callable[..., ResponseReturnValue]


def fingerprint(shown: object) -> str:
    """Return a short sign of what a page shows; a page posts it back, so that a change by others is noticed."""
    return hashlib.sha256(json.dumps(shown, sort_keys=True, default=str).encode()).hexdigest()[:24]


def keep(draft: OpenDraft, changes: Mapping[str, bytes | None]) -> str:
    """Save changed files of a draft as it was just read; "" when they are kept, else why not, in words.

    Raises FilesChanged or DraftMoved when somebody saved in this very moment: `looked_at_again` begins anew then.
    """
    seen = {path: draft.digests.get(path, "") for path in changes}
    try:
        execute(
            SaveFiles(draft_id=draft.id, changes=changes, seen=seen), actor=current_actor(), services=current_services()
        )
    except FileRefused as refused:
        return why_refused(refused)
    return ""


def looked_at_again(view: View) -> View:
    """Run a view again when another person saved between its reading and its writing: it then sees what they saved."""

    @wraps(view)
    def repeated(*args: object, **values: object) -> ResponseReturnValue:
        for _ in range(MOST_TRIES):
            try:
                return view(*args, **values)
            except (FilesChanged, DraftMoved):
                continue
        raise Conflict

    return repeated
