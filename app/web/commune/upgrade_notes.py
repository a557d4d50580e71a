"""What new national versions ask of a commune, as its workshop announces it."""

from typing import Any

from flask import g, url_for

from app.languages import format_day
from app.store import publication, upgrades
from app.store.models import Upgrade, UpgradeItem
from app.web.commune.frame import choose_text
from app.web.interface import gettext, language


def upgrade_rows() -> list[dict[str, Any]]:
    """Return what the commune is to answer or to read: slug, title, and what is asked in words."""
    return [
        {
            "slug": upgrade.slug,
            "title": choose_text(publication.get_deployment(upgrade.base_id).titles) or upgrade.slug,
            "words": _words(upgrade, item),
        }
        for upgrade, item in upgrades.list_to_answer(g.commune.id)
    ]


def _words(upgrade: Upgrade, item: UpgradeItem) -> str:
    if item.state in ("asked", "failed"):
        ring = next(one for one in upgrades.list_rings(upgrade.id) if one.number == item.ring)
        if ring.answers_by is None:
            return gettext("votre réponse est attendue")
        return gettext("votre réponse est attendue avant le %(day)s", day=format_day(ring.answers_by, language()))
    if item.state == "kept":
        return gettext("votre ancienne variante reste en vigueur ; vous pouvez encore répondre")
    if item.state == "defaulted":
        return gettext("la règle annoncée s’est appliquée, à lire")
    return gettext("la commune suit, avec des changements à lire")


def upgrade_address(slug: str) -> str | None:
    """Return the address of the page where the commune answers or reads, None where no upgrade reached it."""
    if upgrades.find_current_item(g.commune.id, slug) is None:
        return None
    return url_for("commune.upgrade", commune_slug=g.commune.slug, slug=slug)
