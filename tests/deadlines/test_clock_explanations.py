"""The computation of a clock is read by citizen, clerk and judge, in French and in Arabic."""

from dataclasses import replace
from datetime import date

import pytest

from app.deadlines import (
    ClockEvent,
    GeneralStop,
    Period,
    clock_words,
    explain_clock,
    list_clock_sentences,
    morocco_calendar,
    read_clock,
)
from app.domain.languages import Language
from app.languages import translate
from tests.deadlines.clocks import ANY, ASK, INQUIRY, a_rule, life, moment

CALENDAR = morocco_calendar()
RULE = a_rule(half_window=True)
PLAN = {"fr": "en attendant votre plan", "ar": "في انتظار تصميمكم"}
COMPLETE = ClockEvent.completed(moment("2026-03-03"))
PAUSED = [COMPLETE, ClockEvent.suspended(moment("2026-03-10"), ASK, PLAN)]
LIVED = [*PAUSED, ClockEvent.resumed(moment("2026-03-25"))]


def test_a_suspended_and_moved_period_is_explained_step_by_step_in_french() -> None:
    # 3 March + 61 + 15 = Monday 18 May; + 9 for the inquiry = Wednesday 27 May, Aïd Al Adha: Friday 29 May.
    longer = ClockEvent.extended(moment("2026-04-20"), INQUIRY, Period(amount=9, unit="day", kind="franc"))

    state = read_clock(RULE, [*LIVED, longer], CALENDAR, now=moment("2026-04-21"))

    assert list_clock_sentences(state, CALENDAR, "fr") == (
        "Le délai est de 60 jours francs (Loi 55-19 art. 16).",
        "Il court à partir du mardi 3 mars 2026, jour où le dossier a été complet ; ce jour ne compte pas.",
        "Seuls les jours entiers comptent : ni le jour du départ ni celui de l’échéance ne comptent.",
        "Le délai a été suspendu 15 jours, du mardi 10 mars 2026 au mercredi 25 mars 2026, en attendant votre plan.",
        "Le délai a été prolongé une fois de 9 jours francs, le lundi 20 avril 2026, pour une enquête publique : "
        "il est de 69 jours francs en tout.",
        "La première moitié du délai a pris fin le vendredi 17 avril 2026 : "
        "plus aucune pièce ni information ne peut être demandée.",
        "L’échéance tombe le mercredi 27 mai 2026, jour fermé (Aïd Al Adha) : "
        "le délai prend fin le vendredi 29 mai 2026 au soir.",
        "La date de cette fête est estimée (Aïd Al Adha) : si elle change, la fin du délai peut changer aussi.",
        "Sans réponse avant la fin du délai, le silence vaut accord (Loi 55-19 art. 19).",
        "Au mardi 21 avril 2026, il reste 35 jours francs.",
    )


def test_the_same_in_arabic() -> None:
    assert explain_clock(RULE, LIVED, CALENDAR, "ar") == (
        "مدة الأجل: 60 يوما كاملا (القانون رقم 55.19، المادة 16). "
        "يبتدئ من الثلاثاء 3 مارس 2026، يوم اكتمال الملف، ولا يُحتسب هذا اليوم. "
        "لا تُحتسب إلا الأيام الكاملة: فلا يُحتسب يوم البداية ولا يوم الانتهاء. "
        "توقف الأجل من الثلاثاء 10 مارس 2026 إلى الأربعاء 25 مارس 2026 في انتظار تصميمكم (مدة التوقف: 15 يوما). "
        "يمكن طلب وثيقة أو معلومة إلى غاية الجمعة 17 أبريل 2026، وهو نهاية النصف الأول من الأجل. "
        "ينتهي الأجل مساء يوم الاثنين 18 ماي 2026. "
        "إذا لم تجب الإدارة قبل انتهاء الأجل، يعتبر سكوتها بمثابة موافقة (القانون رقم 55.19، المادة 19)."
    )


def said(events, language="fr", rule=RULE, calendar=CALENDAR, now=None) -> str:
    return explain_clock(rule, events, calendar, language, now=now and moment(now))


def test_a_clock_that_waits_says_for_what() -> None:
    assert said([]).endswith("Il n’a pas encore commencé : il courra à partir du jour où le dossier sera complet.")
    assert said([], "ar").endswith("لم يبتدئ الأجل بعد: سيبتدئ من يوم اكتمال الملف.")


def test_a_suspension_that_lasts_says_what_will_remain() -> None:
    assert said(PAUSED, now="2026-04-01").endswith(
        "Le délai est suspendu depuis le mardi 10 mars 2026, en attendant votre plan : "
        "à la reprise, il restera 53 jours francs."
    )
    assert said(PAUSED, "ar").endswith(
        "الأجل متوقف منذ الثلاثاء 10 مارس 2026 في انتظار تصميمكم؛ والباقي منه عند استئنافه: 53 يوما كاملا."
    )


def test_a_suspension_of_no_day_is_not_told() -> None:
    same_day = [*PAUSED, ClockEvent.resumed(moment("2026-03-10 17:00"))]

    assert "suspendu" not in said(same_day)


def test_a_suspension_on_the_last_day_says_that_the_clock_ends_when_it_resumes() -> None:
    rule = a_rule()
    paused = [COMPLETE, ClockEvent.suspended(moment("2026-05-04"), ANY)]

    assert "il prendra fin le jour de la reprise au soir" in said(paused, rule=rule)
    assert "وسينتهي مساء يوم استئنافه" in said(paused, "ar", rule=rule)


@pytest.mark.parametrize(
    ("day", "french", "arabic"),
    [
        ("2026-04-01", "dans les temps : la décision a été prise", "داخل الأجل: صدر القرار"),
        ("2026-05-05", "après sa fin : la décision a été prise", "بعد انتهاء الأجل: صدر القرار"),
    ],
)
def test_a_decision_says_whether_it_was_in_time(day, french, arabic) -> None:
    decided = [COMPLETE, ClockEvent.stopped(moment(day), "decided")]

    assert french in said(decided)
    assert arabic in said(decided, "ar")
    assert "silence" not in said(decided)


def test_a_file_returned_before_it_was_complete_has_no_period() -> None:
    returned = [ClockEvent.filed(moment("2026-03-02")), ClockEvent.stopped(moment("2026-04-03"), "returned")]

    assert said(returned).endswith(
        "Il n’a pas commencé, et ne commencera pas : le dossier a été retourné (vendredi 3 avril 2026)."
    )


def test_a_period_that_is_over_says_so() -> None:
    assert said([COMPLETE], now="2026-05-05").endswith("Le délai est écoulé.")
    assert said([COMPLETE], "ar", now="2026-05-05").endswith("انتهى الأجل.")


def test_an_order_that_stops_every_period_is_named_with_its_reference() -> None:
    names = {"fr": "état d’urgence sanitaire", "ar": "حالة الطوارئ الصحية"}
    stop = GeneralStop(
        first=date(2026, 4, 6), last=date(2026, 4, 19), names=names, reference="Décret-loi 2-26-1 art. 6"
    )
    calendar = morocco_calendar(stops=[stop])

    assert (
        "Du lundi 6 avril 2026 au dimanche 19 avril 2026, tous les délais sont suspendus : état d’urgence sanitaire "
        "(Décret-loi 2-26-1 art. 6)."
    ) in said([COMPLETE], calendar=calendar)
    assert (
        "تتوقف جميع الآجال من الاثنين 6 أبريل 2026 إلى الأحد 19 أبريل 2026: "
        "حالة الطوارئ الصحية (المرسوم بقانون رقم 2.26.1، المادة 6)."
    ) in said([COMPLETE], "ar", calendar=calendar)


@pytest.mark.parametrize(
    ("amount", "unit", "kind", "french", "arabic"),
    [
        (48, "hour", "calendar", "Le délai prend fin le jeudi 5 mars 2026, 09:00.", "الخميس 5 مارس 2026، 09:00"),
        (10, "day", "calendar", "Tous les jours comptent, même les jours fermés.", "بما فيها أيام العطل"),
        (5, "working_day", "working", "Seuls les jours ouvrables comptent.", "لا تُحتسب إلا أيام العمل."),
        (2, "month", "calendar", "Au mercredi 4 mars 2026, il reste 60 jours.", "الأربعاء 4 مارس 2026: 60 يوما"),
    ],
)
def test_each_way_of_counting_has_its_words(amount, unit, kind, french, arabic) -> None:
    rule = a_rule(amount, unit, kind)

    assert french in said([COMPLETE], rule=rule, now="2026-03-04")
    assert arabic in said([COMPLETE], "ar", rule=rule, now="2026-03-04")


def test_each_sentence_and_each_reason_has_its_arabic() -> None:
    texts: list[str] = []
    for name, value in vars(clock_words).items():
        if name.isupper() and not name.startswith("_"):
            texts += [value] if isinstance(value, str) else list(value.values()) if isinstance(value, dict) else []

    assert len(texts) > 40
    assert [text for text in texts if translate("ar", text) == text] == []


def test_every_life_is_explained_without_a_hole_in_both_languages() -> None:
    for text in ("2026-03-03", "2026-03-03 [2026-03-10 2026-03-22] +20@2026-05-01", "2026-03-03 [2026-03-10 ]"):
        for unit, kind in (("day", "franc"), ("day", "calendar"), ("working_day", "working"), ("month", "franc")):
            rule = a_rule(60 if unit != "month" else 4, unit, kind)
            for language in ("fr", "ar"):
                words = explain_clock(rule, life(text, rule), CALENDAR, language, now=moment("2026-05-02"))
                assert "%" not in words
                assert "None" not in words


@pytest.mark.parametrize(("language", "words"), [("fr", "(valeur à confirmer)"), ("ar", "(قيمة في انتظار التأكيد)")])
def test_a_period_that_rests_on_no_text_says_so_instead_of_citing_one(language: Language, words: str) -> None:
    rule = replace(a_rule(10), legal_ref="Hypothèse ; plafond de 60 jours, loi 55-19, art. 16")

    told = explain_clock(rule, [ClockEvent.completed(moment("2026-03-03"))], morocco_calendar(), language)

    assert words in told and "Hypothèse" not in told


@pytest.mark.parametrize("reference", ["Loi 55-19 art. 16", "Loi 55-19, art. 16"])
def test_an_article_is_cited_in_arabic_with_one_comma(reference: str) -> None:
    assert clock_words.reference_in_words(reference, "ar") == "القانون رقم 55.19، المادة 16"


@pytest.mark.parametrize(
    ("reference", "cited"),
    [
        ("Loi 55-19, art. 16 (plafond) ; l’arrêté qui fixe le délai est à confirmer", "القانون رقم 55.19، المادة 16"),
        ("Loi 12-90 art. 40 ; loi 25-90", "القانون رقم 12.90، المادة 40؛ القانون رقم 25.90"),
        ("Presse, TelQuel", "\u2066Presse, TelQuel\u2069"),
    ],
)
def test_arabic_cites_the_texts_that_it_can_cite_and_leaves_notes_out(reference: str, cited: str) -> None:
    assert clock_words.reference_in_words(reference, "ar") == cited
