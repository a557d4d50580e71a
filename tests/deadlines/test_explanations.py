"""A deadline is explained in one sentence, in French and in Arabic."""

from datetime import UTC, datetime

import pytest

from app.deadlines import Period, explain, morocco_calendar
from app.deadlines import explanation as sentences
from app.languages import translate

CALENDAR = morocco_calendar()
START = datetime(2026, 3, 2, 9, tzinfo=UTC)
FRANC = Period(amount=30, unit="day", kind="franc")


def test_a_franc_period_says_that_neither_its_first_nor_its_last_day_counts() -> None:
    assert explain(FRANC, START, CALENDAR, "fr") == (
        "Délai de 30 jours francs à partir du lundi 2 mars 2026 : ni ce jour ni celui de l’échéance ne comptent, "
        "il prend fin le jeudi 2 avril 2026 au soir."
    )
    assert explain(FRANC, START, CALENDAR, "ar") == (
        "أجل مدته 30 يوما كاملا ابتداء من الاثنين 2 مارس 2026: لا يُحتسب يوم البداية ولا يوم الانتهاء، "
        "وينتهي الأجل مساء يوم الخميس 2 أبريل 2026."
    )


def test_a_moved_end_says_why_and_that_a_feast_is_an_estimate() -> None:
    period = Period(amount=7, unit="day", kind="franc")
    start = datetime(2026, 3, 12, 9, tzinfo=UTC)

    assert "le vendredi 20 mars 2026 n’étant pas ouvrable (Aïd Al Fitr, date estimée)" in explain(
        period, start, CALENDAR, "fr"
    )
    assert "وبما أن الجمعة 20 مارس 2026 ليس يوم عمل (عيد الفطر، تاريخ تقديري)" in explain(period, start, CALENDAR, "ar")


@pytest.mark.parametrize(
    ("period", "french", "arabic"),
    [
        (Period(amount=5, unit="day", kind="calendar"), "fin de semaine", "عطلة نهاية الأسبوع"),
        (Period(amount=3, unit="working_day", kind="working"), "3 jours ouvrables", "3 أيام عمل"),
        (Period(amount=1, unit="month", kind="calendar"), "1 mois", "شهر واحد"),
        (Period(amount=2, unit="year", kind="calendar"), "2 ans", "سنتان"),
        (Period(amount=48, unit="hour", kind="calendar"), "09:00", "48 ساعة"),
        (Period(amount=0, unit="day", kind="calendar"), "jour même", "اليوم نفسه"),
        (Period(amount=1, unit="month", kind="franc"), "1 mois franc", "شهر كامل واحد"),
        (Period(amount=1, unit="year", kind="franc"), "1 an franc", "سنة كاملة واحدة"),
        (Period(amount=10, unit="day", kind="working"), "10 jours ouvrables", "10 أيام عمل"),
    ],
)
def test_each_kind_of_period_has_its_sentence(period, french, arabic) -> None:
    assert french in explain(period, START, CALENDAR, "fr")
    assert arabic in explain(period, START, CALENDAR, "ar")


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (1, "يوم كامل واحد"),
        (2, "يومان كاملان"),
        (3, "3 أيام كاملة"),
        (10, "10 أيام كاملة"),
        (11, "11 يوما كاملا"),
        (60, "60 يوما كاملا"),
        (100, "100 يوم كامل"),
        (103, "103 أيام كاملة"),
    ],
)
def test_arabic_counts_in_its_six_forms(count, words) -> None:
    assert sentences.period_in_words(Period(amount=count, unit="day", kind="franc"), "ar") == words


def test_each_sentence_has_its_arabic() -> None:
    templates = [value for name, value in vars(sentences).items() if name.isupper() and isinstance(value, str)]

    assert len(templates) == 7
    assert all(translate("ar", template) != template for template in templates)
