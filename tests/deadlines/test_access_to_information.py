"""Law 31-13 on the same clock: working days, one extension, three urgent days, and the chain of complaints."""

from datetime import date

import pytest

from app.deadlines import (
    ClockEvent,
    ClockRefused,
    ClockRule,
    ExtensionAllowed,
    Period,
    SuspensionAllowed,
    explain_clock,
    morocco_calendar,
    read_clock,
)
from tests.deadlines.clocks import moment

CALENDAR = morocco_calendar()
TWENTY = Period(amount=20, unit="working_day", kind="working")
URGENT = Period(amount=3, unit="day", kind="calendar")
WHY_LONGER = ("not-in-time", "many-items", "hard-to-provide", "third-party-consultation")

ANSWER = ClockRule(
    key="dai.answer",
    period=TWENTY,
    starts_on="filed",
    legal_ref="Loi 31-13 art. 16",
    may_suspend=(SuspensionAllowed(reason="clarification", once=True),),
    extension=ExtensionAllowed(reasons=WHY_LONGER, ceiling=TWENTY, legal_ref="Loi 31-13 art. 16"),
    silence="refusal_appealable",
    silence_ref="Loi 31-13 art. 19",
)
URGENT_ANSWER = ClockRule(
    key="dai.urgent",
    period=URGENT,
    starts_on="filed",
    legal_ref="Loi 31-13 art. 17",
    extension=ExtensionAllowed(reasons=WHY_LONGER, ceiling=URGENT),
    silence="refusal_appealable",
    silence_ref="Loi 31-13 art. 19",
)


def a_step(key: str, article: int, amount: int, starts_on: str, *, working: bool = False) -> ClockRule:
    period = Period.from_parameter(amount, "working_day" if working else "day")
    return ClockRule(key=key, period=period, starts_on=starts_on, legal_ref=f"Loi 31-13 art. {article}")


COMPLAIN_TO_HEAD = a_step("dai.complaint_head", 19, 20, "answer-over", working=True)
HEAD_REPLIES = a_step("dai.head_reply", 19, 15, "complaint-received")
COMPLAIN_TO_COMMISSION = a_step("dai.cdai_complaint", 20, 30, "head-over")
COMMISSION_REPLIES = a_step("dai.cdai_reply", 20, 30, "complaint-received")
GO_TO_COURT = a_step("dai.court", 21, 60, "commission-over")


def test_an_answer_is_due_on_the_twentieth_working_day() -> None:
    # 3-6 (4), 9-13 (9), 16-19 (13), not 20 March, 23-27 (18), 30, 31 (20).
    state = read_clock(ANSWER, [ClockEvent.filed(moment("2026-03-02"))], CALENDAR, now=moment("2026-03-19"))

    assert (state.last_day, state.used, state.remaining) == (date(2026, 3, 31), 13, 7)


def test_one_extension_of_twenty_working_days_is_possible_before_the_end_and_no_other() -> None:
    filed = ClockEvent.filed(moment("2026-03-02"))
    longer = ClockEvent.extended(moment("2026-03-31 16:00"), "many-items", TWENTY)

    # 1-3 April (3), 6-10 (8), 13-17 (13), 20-24 (18), 27, 28 (20).
    assert read_clock(ANSWER, [filed, longer], CALENDAR).last_day == date(2026, 4, 28)
    with pytest.raises(ClockRefused, match="one extension"):
        read_clock(ANSWER, [filed, longer, longer], CALENDAR)
    with pytest.raises(ClockRefused, match="before its end"):
        late = ClockEvent.extended(moment("2026-04-01"), "many-items", TWENTY)
        read_clock(ANSWER, [filed, late], CALENDAR)
    with pytest.raises(ClockRefused, match="at most 20"):
        too_long = Period(amount=21, unit="working_day", kind="working")
        read_clock(ANSWER, [filed, ClockEvent.extended(moment("2026-03-03"), "many-items", too_long)], CALENDAR)


def test_an_urgent_answer_is_due_in_three_days_and_three_more() -> None:
    filed = ClockEvent.filed(moment("2026-03-09"))
    longer = ClockEvent.extended(moment("2026-03-12"), "hard-to-provide", URGENT)

    assert read_clock(URGENT_ANSWER, [filed], CALENDAR).last_day == date(2026, 3, 12)
    # 9 + 6 = Sunday 15 March: Monday 16.
    assert read_clock(URGENT_ANSWER, [filed, longer], CALENDAR).last_day == date(2026, 3, 16)


def test_the_chain_of_complaints_runs_from_silence_to_the_court() -> None:
    answer = read_clock(ANSWER, [ClockEvent.filed(moment("2026-03-02"))], CALENDAR)
    assert answer.silence_at == moment("2026-04-01 00:00")

    chain = []
    over = answer.due_at
    for rule in (COMPLAIN_TO_HEAD, HEAD_REPLIES, COMPLAIN_TO_COMMISSION, COMMISSION_REPLIES, GO_TO_COURT):
        state = read_clock(rule, [ClockEvent.started(over, rule.starts_on)], CALENDAR)
        chain.append(state.last_day)
        over = state.due_at

    assert chain == [
        # From 31 March, twenty working days: 1-3 (3), 6-10 (8), 13-17 (13), 20-24 (18), 27, 28 April.
        date(2026, 4, 28),
        # 28 April + 15 = Wednesday 13 May.
        date(2026, 5, 13),
        # 13 May + 30 = Friday 12 June.
        date(2026, 6, 12),
        # 12 June + 30 = Sunday 12 July: Monday 13 July.
        date(2026, 7, 13),
        # 13 July + 60 = Friday 11 September.
        date(2026, 9, 11),
    ]


def test_the_rule_is_explained_in_both_languages() -> None:
    filed = ClockEvent.filed(moment("2026-03-02"))
    longer = ClockEvent.extended(moment("2026-03-27"), "many-items", TWENTY)

    assert explain_clock(ANSWER, [filed, longer], CALENDAR, "fr") == (
        "Le délai est de 20 jours ouvrables (Loi 31-13 art. 16). "
        "Il court à partir du lundi 2 mars 2026, jour du dépôt de la demande ; ce jour ne compte pas. "
        "Seuls les jours ouvrables comptent. "
        "Le délai a été prolongé une fois de 20 jours ouvrables, le vendredi 27 mars 2026, en raison du grand nombre "
        "d’informations demandées : il est de 40 jours ouvrables en tout. "
        "Le délai prend fin le mardi 28 avril 2026 au soir. "
        "Sans réponse avant la fin du délai, le demandeur peut former un recours (Loi 31-13 art. 19)."
    )
    assert explain_clock(ANSWER, [filed, longer], CALENDAR, "ar") == (
        "مدة الأجل: 20 يوم عمل (القانون رقم 31.13، المادة 16). "
        "يبتدئ من الاثنين 2 مارس 2026، يوم إيداع الطلب، ولا يُحتسب هذا اليوم. "
        "لا تُحتسب إلا أيام العمل. "
        "مُدد الأجل مرة واحدة يوم الجمعة 27 مارس 2026 لكثرة المعلومات المطلوبة "
        "(مدة التمديد: 20 يوم عمل؛ المدة الإجمالية: 40 يوم عمل). "
        "ينتهي الأجل مساء يوم الثلاثاء 28 أبريل 2026. "
        "إذا لم تجب الإدارة قبل انتهاء الأجل، يحق لصاحب الطلب أن يتقدم بطعن (القانون رقم 31.13، المادة 19)."
    )
