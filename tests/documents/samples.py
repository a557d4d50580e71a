"""Invented data for documents: nobody here exists."""

from app.documents import qr_svg

CODE = "7KQM-3XPT-9FHD-WZ2C-B6RN-4VJY-8LGE"
VERIFY_URL = "https://mastara.example/v/" + CODE

COMMUNES: dict[str, dict[str, object]] = {
    "azrou": {
        "name_ar": "أزرو",
        "name_fr": "Azrou",
        "name_zgh": "ⴰⵥⵔⵓ",
        "region_ar": "فاس-مكناس",
        "region_fr": "Fès-Meknès",
        "province_ar": "إفران",
        "province_fr": "Ifrane",
        "province_kind": "province",
        "kind": "urban",
    },
    "casablanca": {
        "name_ar": "الدار البيضاء",
        "name_fr": "Casablanca",
        "region_ar": "الدار البيضاء-سطات",
        "region_fr": "Casablanca-Settat",
        "province_ar": "الدار البيضاء",
        "province_fr": "Casablanca",
        "province_kind": "prefecture",
        "kind": "urban",
    },
}


def _name(ar: str, lat: str, zgh: str) -> dict[str, str]:
    return {"ar": ar, "lat": lat, "zgh": zgh}


YOUSRA = {
    "sex": "F",
    "first_name": _name("يسرى", "Yousra", "ⵢⵓⵙⵔⴰ"),
    "last_name": _name("أمزيان", "AMZIANE", "ⴰⵎⵣⵢⴰⵏ"),
    "born_at": "1994-06-21T04:30",
    "born_hijri": "1415-01-11",
    "birth_place": {"ar": "المستشفى الإقليمي، أزرو", "fr": "Hôpital provincial, Azrou"},
    "nationality": {"ar": "مغربية", "fr": "Marocaine"},
}
ILYAS = {
    "sex": "M",
    "first_name": _name("إلياس", "Ilyas", "ⵉⵍⵢⴰⵙ"),
    "last_name": _name("التازي", "TAZI", "ⵜⴰⵣⵉ"),
    "born_at": "1990-01-05",
    "birth_place": {"ar": "فاس", "fr": "Fès"},
}
FATHER = {
    "first_name": _name("عبد الإله", "Abdelilah", "ⵄⴱⴷ ⵍⵉⵍⴰⵀ"),
    "last_name": _name("أمزيان", "AMZIANE", "ⴰⵎⵣⵢⴰⵏ"),
}
MOTHER = {
    "first_name": _name("فاطمة الزهراء", "Fatima Zahra", "ⴼⴰⵟⵎⴰ ⵣⵀⵔⴰ"),
    "last_name": _name("بناني", "BENNANI", "ⴱⵏⵏⴰⵏⵉ"),
}
BIRTH = {
    "id": "azrou-1994-1-318",
    "kind": "birth",
    "state": "found",
    "bureau": {"ar": "أزرو", "fr": "Azrou"},
    "register": "12",
    "year": 1994,
    "number": 318,
    "drawn_up_on": "1994-06-28",
    "person": YOUSRA,
    "father": FATHER,
    "mother": MOTHER,
    "declarant": {**FATHER, "quality": {"ar": "الأب", "fr": "père"}},
    "mentions": [
        {
            "on": "2019-09-14",
            "ar": "تزوجت بالسيد إلياس التازي، بموجب رسم عدلي عدد 214 صحيفة 87، قسم قضاء الأسرة بأزرو.",
            "fr": "Mariée à M. Ilyas Tazi, acte adoulaire n° 214, folio 87, justice de la famille d’Azrou.",
        }
    ],
}
DEATH = {
    **BIRTH,
    "kind": "death",
    "year": 2021,
    "number": 44,
    "drawn_up_on": "2021-02-03",
    "mentions": [],
    "death": {"died_at": "2021-02-01T23:10", "died_hijri": "1442-06-18", "place": {"ar": "أزرو", "fr": "Azrou"}},
}
MARRIAGE = {
    "kind": "marriage",
    "bureau": {"ar": "أزرو", "fr": "Azrou"},
    "register": "3",
    "year": 2019,
    "number": 87,
    "drawn_up_on": "2019-09-20",
    "husband": ILYAS,
    "wife": YOUSRA,
    "marriage": {
        "on": "2019-09-14",
        "court": {"ar": "أزرو", "fr": "Azrou"},
        "reference": "214/87",
    },
    "mentions": [],
}
APPEALS = [
    {
        "ar": "طعن إداري أمام رئيس مجلس الجماعة داخل أجل 30 يوما، ويجيب داخل أجل 15 يوما.",
        "fr": "Recours administratif devant le président du conseil, dans les 30 jours ; il répond dans les 15 jours.",
    },
    {
        "ar": "في حالة عدم الرد، رفع الأمر إلى عامل الإقليم.",
        "fr": "Sans réponse, saisine du gouverneur de la province.",
    },
    {"ar": "اللجوء إلى المحكمة الإدارية.", "fr": "Tribunal administratif."},
]


def document_data(*, commune: str = "azrou", draft: bool = False, **parts: object) -> dict[str, object]:
    """Return the data of one document, with `parts` (act, answers, receipt, payment, refusal) added."""
    return {
        "language": "ar",
        "commune": COMMUNES[commune],
        "case": {
            "reference": "WTQ-20260302-000123",
            "filed_on_ar": "الاثنين 2 مارس 2026",
            "filed_on_fr": "lundi 2 mars 2026",
            "applicant": "يسرى أمزيان",
        },
        "document": {
            "key": "copy",
            "number": "EC-0142-2026-57",
            "code": CODE,
            "verify_url": VERIFY_URL,
            "qr": qr_svg(VERIFY_URL),
            "issued_on_ar": "الثلاثاء 3 مارس 2026",
            "issued_on_fr": "mardi 3 mars 2026",
            "signatory": {
                "name_ar": "حسن الوردي",
                "name_fr": "Hassan El Ouardi",
                "title_ar": "ضابط الحالة المدنية",
                "title_fr": "Officier d’état civil",
                "by_delegation": True,
            },
            "draft": draft,
        },
        "answers": {},
        **parts,
    }


def receipt_data(*, status: str = "deposited") -> dict[str, object]:
    missing = [{"ar": "ما يثبت صفة الوصي", "fr": "Justificatif de la qualité de tuteur"}]
    receipt: dict[str, object] = {
        "status": status,
        "act_ar": "نسخة كاملة من رسم الولادة",
        "act_fr": "Copie intégrale d’acte de naissance",
        "applicant": {"name_ar": "يسرى أمزيان", "name_lat": "Yousra Amziane", "cin": "ZX123456"},
        "filed_at_ar": "الاثنين 2 مارس 2026، 10:05",
        "filed_at_fr": "lundi 2 mars 2026, 10:05",
        "channel": "portal",
        "tracking_code": "M4T7-QX2P-9KHD",
        "pieces_received": [
            {"ar": "البطاقة الوطنية للتعريف الإلكترونية", "fr": "Carte nationale d’identité électronique"}
        ],
        "pieces_missing": [] if status == "deposited" else missing,
        "complete_before_ar": "الأربعاء 1 أبريل 2026",
        "complete_before_fr": "mercredi 1er avril 2026",
        "period_ar": "يومان من أيام العمل",
        "period_fr": "2 jours ouvrables",
        "silence_ar": "يحق لكم تقديم طعن إداري عند انصرام الأجل دون جواب.",
        "silence_fr": "Passé le délai sans réponse, vous pouvez former un recours administratif.",
        "appeals": APPEALS,
    }
    if status == "deposited":
        receipt |= {"expected_ar": "الأربعاء 4 مارس 2026", "expected_fr": "mercredi 4 mars 2026"}
    return document_data(receipt=receipt)


def payment_data() -> dict[str, object]:
    return document_data(
        commune="casablanca",
        payment={
            "reference": "PAY-2026-0000451",
            "paid_at_ar": "الاثنين 2 مارس 2026، 10:12",
            "paid_at_fr": "lundi 2 mars 2026, 10:12",
            "method_ar": "بطاقة بنكية",
            "method_fr": "Carte bancaire",
            "payer_ar": "يسرى أمزيان",
            "payer_fr": "Yousra Amziane",
            "lines": [
                {"ar": "تمبر الحالة المدنية", "fr": "Timbre d’état civil", "quantity": 2, "amount": 400},
                {"ar": "البريد المضمون", "fr": "Envoi recommandé", "amount": 2000},
            ],
            "total": 2400,
        },
    )


def refusal_data() -> dict[str, object]:
    return document_data(
        refusal={
            "subject_ar": "نسخة كاملة من رسم الولادة رقم \u206612/1994\u2069",
            "subject_fr": "Copie intégrale de l’acte de naissance n° 12/1994",
            "applicant_fr": "Yousra Amziane",
            "applicant_ar": "يسرى أمزيان",
            "reasons": [
                {
                    "ar": "لا يوجد بسجلات المكتب أي رسم يطابق المعلومات المدلى بها.",
                    "fr": "Aucun acte des registres du bureau ne correspond aux indications fournies.",
                    "legal_ref_ar": "القانون رقم \u206636-21\u2069، المادة 43",
                    "legal_ref_fr": "Loi n° 36-21, article 43",
                }
            ],
            "comment": "Recherche faite dans les registres de 1993 à 1995.",
            "appeals": APPEALS,
        }
    )
