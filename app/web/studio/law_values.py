"""The dated values of the law as a draft sees them today, while the draft need not be whole."""

from collections.abc import Mapping
from datetime import datetime

from app.domain.clock import local_day
from app.procedures import PackageRefused, package_from_files
from app.queries.studio import OpenDraft


def law_values(draft: OpenDraft, now: datetime) -> Mapping[str, object]:
    """Return `parameters` as expressions name them; empty while the package cannot be loaded."""
    try:
        package = package_from_files(draft.slug, draft.all_files)
    except PackageRefused:
        return {}
    return package.parameters.nested_on(local_day(now))
