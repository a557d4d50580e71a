"""What the studio shows of the variants that communes make of a draft."""

from collections.abc import Mapping
from typing import Any

from flask import url_for

from app.deployments.published import published_package
from app.queries.draft_variants import draft_variants
from app.queries.studio import OpenDraft
from app.store import publication, territory
from app.web.interface import gettext, name_of

TONES = {"clean": "success", "attention": "waiting", "conflict": "danger"}


def commune_name(slug: str) -> str:
    """Return the name of a commune in the language of the page, its slug where there is none of that name."""
    found = territory.find_commune(slug)
    return name_of(found) if found else slug


def files_in_effect(draft: OpenDraft) -> Mapping[str, bytes] | None:
    """Return the files of the version in effect, None where the procedure is not published."""
    newest = publication.find_newest_deployment(draft.slug, draft.commune_id)
    return None if newest is None else published_package(newest.id).files


def variant_rows(draft: OpenDraft) -> list[dict[str, Any]]:
    """Return each shipped overlay with what becomes of it on the draft, in words."""
    words = {
        "clean": gettext("Suit sans changement"),
        "attention": gettext("Suit ; la commune devrait relire"),
        "conflict": gettext("Conflit : la commune garde sa version en attendant"),
    }
    return [
        {
            "name": commune_name(variant.commune),
            "operations": variant.operations,
            "words": words[variant.standing],
            "tone": TONES[variant.standing],
            "compare": f"{url_for('.compare', draft_id=draft.id)}?with=variant-{variant.commune}",
        }
        for variant in draft_variants(draft, files_in_effect(draft))
    ]
