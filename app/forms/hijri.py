"""The Hijri day of a Gregorian one, as Umm al-Qura computes it: Morocco follows the sighting, a day may differ."""

from datetime import date

from hijridate import Gregorian

from app.domain.languages import Language

_MONTHS: dict[str, tuple[str, ...]] = {
    "ar": (
        "محرم",
        "صفر",
        "ربيع الأول",
        "ربيع الآخر",
        "جمادى الأولى",
        "جمادى الآخرة",
        "رجب",
        "شعبان",
        "رمضان",
        "شوال",
        "ذو القعدة",
        "ذو الحجة",
    ),
    "fr": (
        "moharram",
        "safar",
        "rabia I",
        "rabia II",
        "joumada I",
        "joumada II",
        "rajab",
        "chaabane",
        "ramadan",
        "chaoual",
        "dou al-qiada",
        "dou al-hijja",
    ),
}


def hijri_day(day: date, language: Language) -> str | None:
    """Return `14 رمضان 1447 هـ` or `14 ramadan 1447 H`; None outside of the years that the tables hold (1924-2077)."""
    try:
        found = Gregorian(day.year, day.month, day.day).to_hijri()
    except (OverflowError, ValueError):
        return None
    arabic = language == "ar"
    return f"{found.day} {_MONTHS['ar' if arabic else 'fr'][found.month - 1]} {found.year} {'هـ' if arabic else 'H'}"
