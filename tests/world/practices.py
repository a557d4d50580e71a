"""Practices of the test world: offered by Azrou, judged by an analyst."""

from collections.abc import Mapping

from app.commands.bus import execute
from app.commands.practices.judging import Judgement, JudgePractice
from app.commands.practices.offering import OfferPractice
from app.domain.actors import Actor, Assignment
from app.store import practices
from app.store.models import Practice
from tests.world.places import AZROU, SLUG, World
from tests.world.tailoring import adopt, dgs, explained, publish, save_operations

WORDS: Mapping[str, Mapping[str, str]] = {
    "title": {"fr": "Prévenir où retirer sa copie", "ar": "إخبار المرتفق بمكان السحب"},
    "problem": {
        "fr": "Les usagers ne savaient pas où aller chercher leur copie.",
        "ar": "لم يكن المرتفقون يعرفون أين يسحبون نسختهم.",
    },
    "solution": {
        "fr": "Le statut dit maintenant à quel guichet la copie attend.",
        "ar": "أصبحت الوضعية تحدد الشباك الذي توجد به النسخة.",
    },
}


def dgct() -> Actor:
    """Return an analyst of the country."""
    role = Assignment(role="analyst", commune_id=None)
    return Actor(kind="agent", name="Analyste", id="analyst-country", assignments=frozenset({role}))


def tailored(world: World, commune_id: str = AZROU) -> None:
    """Let a commune publish one changed sentence."""
    adopt(world, commune_id)
    save_operations(world, [explained()], commune_id=commune_id)
    publish(world, commune_id)


def offer(world: World, **changes: object) -> Practice:
    """Offer what Azrou changed of the shipped procedure."""
    command = OfferPractice(**{"commune_id": AZROU, "slug": SLUG, "words": WORDS, **changes})  # type: ignore[arg-type]
    return practices.get_practice(execute(command, actor=dgs(world), services=world.services))


def judge(world: World, practice: Practice, judgement: Judgement = "accepted", reason: str = "") -> Practice:
    """Let the DGCT decide."""
    command = JudgePractice(
        practice_id=practice.id, seen=practices.get_practice(practice.id).revision, judgement=judgement, reason=reason
    )
    execute(command, actor=dgct(), services=world.services)
    return practices.get_practice(practice.id)
