"""The first words of a composed procedure, in Arabic and in French, for an analyst to change."""

from collections.abc import Mapping

from app.domain.languages import Language, Text

_AUDIENCES: Mapping[str, Text] = {
    "citizen": {"fr": "Toute personne", "ar": "كل شخص"},
    "company": {"fr": "Toute entreprise", "ar": "كل مقاولة"},
    "both": {"fr": "Toute personne ou entreprise", "ar": "كل شخص أو مقاولة"},
}
_LAW: Text = {
    "fr": "Loi 55-19 relative à la simplification des procédures et des formalités administratives",
    "ar": "القانون رقم 55.19 المتعلق بتبسيط المساطر والإجراءات الإدارية",
}
_APPEAL: Text = {
    "fr": "Recours devant le président du conseil de la commune",
    "ar": "الطعن أمام رئيس مجلس الجماعة",
}
_FEE: Text = {"fr": "Droit à payer", "ar": "الواجب المستحق"}
_SILENCE: Mapping[str, Text] = {
    "consent": {
        "fr": "Passé le délai, le silence de l’administration vaut accord : vous pouvez réclamer l’acte.",
        "ar": "بعد انصرام الأجل يعتبر سكوت الإدارة بمثابة موافقة: يمكنكم المطالبة بالقرار.",
    },
    "refusal_appealable": {
        "fr": "Passé le délai, vous pouvez former un recours.",
        "ar": "بعد انصرام الأجل يمكنكم تقديم طعن.",
    },
}
_EXAMINE: Mapping[str, Text] = {
    "title": {"fr": "Examiner la demande", "ar": "دراسة الطلب"},
    "action": {"fr": "Enregistrer l’examen", "ar": "تسجيل الدراسة"},
    "hint": {
        "fr": "Lisez ce qui a été déclaré et les pièces jointes.",
        "ar": "اطلعوا على ما صُرّح به وعلى الوثائق المرفقة.",
    },
}
OUTCOMES: Mapping[str, Mapping[str, Text]] = {
    "granted": {
        "title": {"fr": "Accordée", "ar": "تمت الموافقة"},
        "explanation": {
            "fr": "Votre demande est accordée. La décision est dans votre dossier.",
            "ar": "تمت الموافقة على طلبكم. القرار موجود في ملفكم.",
        },
    },
    "refused": {
        "title": {"fr": "Refusée", "ar": "مرفوضة"},
        "explanation": {
            "fr": "Votre demande est refusée. La décision dit pourquoi et comment la contester.",
            "ar": "رُفض طلبكم. يبين القرار الأسباب وكيفية الطعن.",
        },
    },
    "granted-on-appeal": {
        "title": {"fr": "Accordée sur recours", "ar": "تمت الموافقة بعد الطعن"},
        "explanation": {"fr": "Votre recours est accepté.", "ar": "قُبل طعنكم."},
    },
    "returned": {
        "title": {"fr": "Retournée", "ar": "مرجع"},
        "explanation": {
            "fr": "Votre dossier n’a pas été complété à temps : déposez une nouvelle demande.",
            "ar": "لم يُستكمل ملفكم في الأجل: قدموا طلبا جديدا.",
        },
    },
    "unpaid": {
        "title": {"fr": "Non payée", "ar": "غير مؤدى عنه"},
        "explanation": {
            "fr": "Le droit n’a pas été payé à temps : déposez une nouvelle demande.",
            "ar": "لم يؤد الواجب في الأجل: قدموا طلبا جديدا.",
        },
    },
    "withdrawn": {
        "title": {"fr": "Retirée", "ar": "مسحوب"},
        "explanation": {"fr": "Vous avez retiré votre demande.", "ar": "سحبتم طلبكم."},
    },
    "granted-by-silence": {
        "title": {"fr": "Accordée par silence", "ar": "موافقة بالسكوت"},
        "explanation": {
            "fr": "L’administration n’a pas répondu à temps : votre demande est accordée.",
            "ar": "لم تجب الإدارة في الأجل: طلبكم مقبول.",
        },
    },
    "silent": {
        "title": {"fr": "Sans suite", "ar": "دون مآل"},
        "explanation": {"fr": "L’acte n’a pas été réclamé à temps.", "ar": "لم يُطالب بالقرار في الأجل."},
    },
}
_FORMS: Mapping[str, Mapping[str, Text]] = {
    "request": {
        "": {"fr": "Votre demande", "ar": "طلبكم"},
        "applicant-step": {"fr": "Vous", "ar": "صاحب الطلب"},
        "requester_first": {"fr": "Prénom", "ar": "الاسم الشخصي"},
        "requester_last": {"fr": "Nom", "ar": "الاسم العائلي"},
        "requester_phone": {"fr": "Téléphone", "ar": "الهاتف"},
        "requester_email": {"fr": "Adresse électronique", "ar": "البريد الإلكتروني"},
        "request-step": {"fr": "Votre demande", "ar": "طلبكم"},
        "request_subject": {"fr": "Que demandez-vous ?", "ar": "ماذا تطلبون؟"},
    },
    "examine-request": {
        "": {"fr": "Examen", "ar": "الدراسة"},
        "examination_note": {"fr": "Ce que l’examen a montré", "ar": "خلاصة الدراسة"},
    },
}


def package_texts(
    language: Language, title: str, summary: str, *, audience: str, effect: str, paid: bool, outcomes: list[str]
) -> dict[str, object]:
    """Return the content of `translations/<language>.yaml`."""
    return {
        "fiche": {
            "title": title,
            "summary": summary,
            "audience": _AUDIENCES[audience][language],
            "steps_note": "",
            "legal_basis": {"law-55-19": _LAW[language]},
            **({"fees": {"fee": _FEE[language]}} if paid else {}),
            "appeals": {"president": _APPEAL[language]},
            "silence": _SILENCE[effect][language],
        },
        "tasks": {"examine-request": {part: text[language] for part, text in _EXAMINE.items()}},
        "outcomes": {key: {part: text[language] for part, text in OUTCOMES[key].items()} for key in outcomes},
    }


def form_texts(language: Language) -> dict[str, object]:
    """Return the content of the forms' `translations/<language>.yaml`."""
    return {
        form: {
            "title": words[""][language],
            "components": {key: {"label": text[language]} for key, text in words.items() if key},
        }
        for form, words in _FORMS.items()
    }
