"""An overlay holds from its first day to its last; before and after, the national version stands as it is."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.procedures.tailoring import OverlayRefused, effective, read_overlay, resolve, write_overlay
from tests.builders.tailoring import a_base, an_overlay, set_to

FIRST, LAST = date(2026, 4, 1), date(2026, 9, 30)
DAY = timedelta(days=1)
FILE = "processes/library-card/overlays/azrou.yaml"


@pytest.mark.parametrize(
    ("day", "holds"),
    [(FIRST - DAY, False), (FIRST, True), (LAST, True), (LAST + DAY, False)],
)
def test_the_first_and_the_last_day_are_days_of_effect(day: date, holds: bool) -> None:
    assert replace(an_overlay(), since=FIRST, until=LAST).in_effect(day) is holds


def test_an_overlay_without_an_end_holds_for_good() -> None:
    assert an_overlay().in_effect(date.max)


def test_outside_its_period_the_variant_is_the_national_version() -> None:
    base = a_base()
    overlay = replace(an_overlay(set_to("library.card_fee", 300)), since=FIRST, until=LAST)
    national, local = resolve(base, None).variant, resolve(base, overlay).variant
    assert national is not None and local is not None and national.digest != local.digest
    for day, variant in ((FIRST - DAY, national), (FIRST, local), (LAST, local), (LAST + DAY, national)):
        found = resolve(base, effective(overlay, day)).variant
        assert found is not None and found.digest == variant.digest
    assert effective(None, FIRST) is None


def test_an_effect_of_one_day_is_an_effect() -> None:
    assert replace(an_overlay(), since=FIRST, until=FIRST).in_effect(FIRST)


def test_an_effect_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="Expected an end of effect after 2026-04-01, found 2026-03-31"):
        replace(an_overlay(), since=FIRST, until=FIRST - DAY)
    written = write_overlay(replace(an_overlay(), since=FIRST, until=FIRST), file=FILE)
    with pytest.raises(OverlayRefused, match="Expected an end of effect"):
        read_overlay(written.replace(b"until: 2026-04-01", b"until: 2026-03-31"), file=FILE)
