"""What a new procedure may be made of: the optional steps, and the usual choices of them."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.languages import Text

COMPLETENESS, PAYMENT, APPEAL, SILENCE, WITHDRAWAL, SATISFACTION = (
    "completeness",
    "payment",
    "appeal",
    "silence",
    "withdrawal",
    "satisfaction",
)


@dataclass(frozen=True, kw_only=True)
class StepChoice:
    """A step that may be left out; `key` is the shared flow that does it."""

    key: str
    title: Text
    why: Text


@dataclass(frozen=True, kw_only=True)
class Preset:
    """A usual choice of steps."""

    key: str
    title: Text
    summary: Text
    steps: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Composition:
    """What the analyst says of a new procedure before drawing anything. Titles and summaries by language."""

    slug: str
    titles: Mapping[str, str]
    summaries: Mapping[str, str]
    domain: str
    system: str
    audience: str
    role: str
    """Who examines the request: a role of roles.yaml."""
    steps: frozenset[str]
    answer_days: int
    """Full days in which the law wants an answer."""

    @property
    def wrapped(self) -> bool:
        """True where something may end the examination from outside: it is then a sub-process."""
        return bool(self.steps & {SILENCE, WITHDRAWAL})

    @property
    def namespace(self) -> str:
        """First part of the keys of its own parameters."""
        return self.slug.replace("-", "_")


STEPS = (
    StepChoice(
        key=COMPLETENESS,
        title={"fr": "Vérifier que le dossier est complet", "ar": "التحقق من اكتمال الملف"},
        why={
            "fr": "Une seule liste de ce qui manque, 30 jours pour compléter (loi 55-19, art. 10).",
            "ar": "لائحة واحدة بما ينقص، و30 يوما للاستكمال (القانون رقم 55.19، المادة 10).",
        },
    ),
    StepChoice(
        key=PAYMENT,
        title={"fr": "Faire payer un droit", "ar": "أداء واجب"},
        why={
            "fr": "Le délai est suspendu pendant que l’usager paie.",
            "ar": "يوقف الأجل إلى حين أداء المرتفق.",
        },
    ),
    StepChoice(
        key=APPEAL,
        title={"fr": "Recours de l’usager", "ar": "طعن المرتفق"},
        why={
            "fr": "Après un refus : président, puis gouverneur (art. 21).",
            "ar": "بعد الرفض: الرئيس ثم العامل (المادة 21).",
        },
    ),
    StepChoice(
        key=SILENCE,
        title={"fr": "Le silence vaut accord", "ar": "السكوت بمثابة موافقة"},
        why={
            "fr": "À la fin du délai, l’usager réclame l’acte, puis l’attestation du gouverneur (art. 19, 20).",
            "ar": "عند انصرام الأجل يطالب المرتفق بالقرار ثم بشهادة العامل (المادتان 19 و20).",
        },
    ),
    StepChoice(
        key=WITHDRAWAL,
        title={"fr": "Retrait par l’usager", "ar": "سحب الطلب"},
        why={
            "fr": "L’usager peut retirer sa demande avant la décision ; ce qu’il a payé est rendu.",
            "ar": "يمكن للمرتفق سحب طلبه قبل القرار؛ ويسترجع ما أداه.",
        },
    ),
    StepChoice(
        key=SATISFACTION,
        title={"fr": "Avis de l’usager", "ar": "رأي المرتفق"},
        why={"fr": "Une note et un mot, après la réponse.", "ar": "تقييم وملاحظة بعد الجواب."},
    ),
)
PRESETS = (
    Preset(
        key="simple",
        title={"fr": "Demande simple", "ar": "طلب بسيط"},
        summary={
            "fr": "Réception, examen par un service, décision motivée, acte numéroté et vérifiable.",
            "ar": "تسلم، دراسة من طرف مصلحة، قرار معلل، وثيقة مرقمة يمكن التحقق منها.",
        },
        steps=frozenset({APPEAL, SATISFACTION}),
    ),
    Preset(
        key="complete",
        title={"fr": "Demande complète (loi 55-19)", "ar": "طلب كامل (القانون رقم 55.19)"},
        summary={
            "fr": "Toutes les étapes de la loi : complétude, paiement, décision, silence, recours, retrait, avis.",
            "ar": "جميع مراحل القانون: الاكتمال والأداء والقرار والسكوت والطعن والسحب والرأي.",
        },
        steps=frozenset(step.key for step in STEPS),
    ),
    Preset(
        key="paid",
        title={"fr": "Demande avec un droit à payer", "ar": "طلب مع واجب للأداء"},
        summary={
            "fr": "Dossier vérifié, droit payé, décision, acte.",
            "ar": "ملف متحقق منه، واجب مؤدى، قرار، وثيقة.",
        },
        steps=frozenset({COMPLETENESS, PAYMENT, APPEAL, SATISFACTION}),
    ),
    Preset(
        key="bare",
        title={"fr": "Le strict nécessaire", "ar": "الضروري فقط"},
        summary={
            "fr": "Réception, examen, décision, acte : à compléter vous-même.",
            "ar": "تسلم، دراسة، قرار، وثيقة: تكملونها بأنفسكم.",
        },
        steps=frozenset(),
    ),
)
