"""The course of a composed procedure: from the receipt to each of its ends."""

from xml.sax.saxutils import quoteattr

from app.domain.languages import Text
from app.procedures.composing.choices import (
    APPEAL,
    COMPLETENESS,
    PAYMENT,
    SATISFACTION,
    SILENCE,
    WITHDRAWAL,
    Composition,
)
from app.procedures.composing.graph import COLUMN, LEFT, Graph

YES: Text = {"fr": "Oui", "ar": "نعم"}
NO: Text = {"fr": "Non", "ar": "لا"}
_FRESH = "={ closing: null, file_outcome: null, payment: null, fee_outcome: null, decision: null }"


def draw(chosen: Composition) -> Graph:
    """Return the diagram of a composition, laid out from left to right."""
    return _Course(chosen).drawn()


def _ports(inputs: dict[str, str], outputs: tuple[str, ...]) -> str:
    given = "".join(f'<mastara:input name="{name}" value={quoteattr(value)} />' for name, value in inputs.items())
    taken = "".join(f'<mastara:output name="{name}" value="={name}" />' for name in outputs)
    return f"<extensionElements>{given}{taken}</extensionElements>" if given or taken else ""


class _Course:
    def __init__(self, chosen: Composition) -> None:
        self.chosen = chosen
        self.graph = Graph(chosen.slug, chosen.titles)
        self.column = 0.0
        self.last = ""
        self.parent: str | None = None
        self.exits: list[tuple[str, Text]] = []
        """Ways out of the sub-process besides the decision: value of `closing`, name of its arrow."""

    def drawn(self) -> Graph:
        self._begin()
        if self.chosen.wrapped:
            self._wrapped()
        else:
            self._examination()
        self._answer()
        return self.graph

    def _begin(self) -> None:
        start = {"mastara:status": "deposited"}
        self.last = self.graph.add(
            "request-filed", "startEvent", {"fr": "Demande déposée", "ar": "إيداع الطلب"}, at=(0, 0), attributes=start
        )
        self._call("take-in", {"fr": "Accuser réception", "ar": "الإشعار بالتوصل"}, "intake")

    def _next(self, identity: str, tag: str, name: Text, *, row: float = 0, inner: str = "", **rest: str) -> str:
        self.column += 1
        attributes = {key.replace("__", ":"): value for key, value in rest.items()}
        self.graph.add(
            identity, tag, name, at=(self.column, row), attributes=attributes, inner=inner, parent=self.parent
        )
        return identity

    def _then(self, identity: str, tag: str, name: Text, *, row: float = 0, inner: str = "", **rest: str) -> None:
        self._next(identity, tag, name, row=row, inner=inner, **rest)
        self.graph.join(self.last, identity)
        self.last = identity

    def _call(
        self,
        identity: str,
        name: Text,
        flow: str,
        *,
        row: float = 0,
        inputs: dict[str, str] | None = None,
        outputs: tuple[str, ...] = (),
        **rest: str,
    ) -> None:
        inner = _ports(inputs or {}, outputs)
        self._then(identity, "callActivity", name, row=row, inner=inner, calledElement=flow, **rest)

    def _wrapped(self) -> None:
        before, first = self.last, self.column + 1
        self.parent = "instruction"
        self.column = first - 1
        self._next("instruction-begins", "startEvent", {"fr": "Début", "ar": "البداية"})
        self.last = "instruction-begins"
        script = f"<script>{_FRESH}</script>"
        opening = {"fr": "Ouvrir l’instruction", "ar": "فتح الدراسة"}
        self._then("open-file", "scriptTask", opening, inner=script, scriptFormat="application/feel")
        self._examination()
        self._close("decided", {"fr": "Noter la décision", "ar": "تسجيل القرار"}, {"fr": "Décidé", "ar": "تم البت"})
        last = self.column
        self.parent = None
        name = {"fr": "Instruction de la demande", "ar": "دراسة الطلب"}
        rows = (0.0, 1.0 if self.exits else 0.0)
        self.graph.frame("instruction", name, columns=(first, last), rows=rows)
        self.graph.join(before, "instruction")
        self._interruptions(first, rows[1])
        self.last = "instruction"
        self.column = last + 0.4
        if self.exits:
            self._outcome_of_instruction()

    def _close(self, value: str, note: Text, end: Text, *, row: float = 0) -> None:
        script = f'<script>={{ closing: "{value}" }}</script>'
        self._then(f"note-{value}", "scriptTask", note, row=row, inner=script, scriptFormat="application/feel")
        self._then(f"instruction-{value}", "endEvent", end, row=row)

    def _examination(self) -> None:
        if COMPLETENESS in self.chosen.steps:
            complete = {"fr": "Rendre le dossier complet", "ar": "استكمال الملف"}
            role = self.chosen.role
            self._call("complete-file", complete, "completeness", outputs=("file_outcome",), mastara__role=role)
            self._then("is-complete", "exclusiveGateway", {"fr": "Complet ?", "ar": "هل هو كامل؟"})
            self._leave("returned", {"fr": "Retournée", "ar": "مرجع"}, NO)
        self._then_from_gateway(
            "examine-request",
            {"fr": "Examiner la demande", "ar": "دراسة الطلب"},
            '=file_outcome = "complete"',
        )
        if PAYMENT in self.chosen.steps:
            amount = f"=parameters.{self.chosen.namespace}.fee"
            self._call(
                "pay-fee",
                {"fr": "Faire payer", "ar": "الأداء"},
                "payment",
                inputs={"amount": amount},
                outputs=("fee_outcome", "payment"),
            )
            self._then("is-settled", "exclusiveGateway", {"fr": "Réglé ?", "ar": "هل تمت التسوية؟"})
            self._leave("unpaid", {"fr": "Non payée", "ar": "غير مؤدى عنه"}, NO)
        self._decision()

    def _decision(self) -> None:
        arrow = {"name": YES, "condition": '=fee_outcome != "unpaid"'} if self.last == "is-settled" else {}
        before = self.last
        outputs = ("decision", "decision_reasons", "decision_conditions")
        name: Text = {"fr": "Décider", "ar": "اتخاذ القرار"}
        self._next("take-decision", "callActivity", name, inner=_ports({}, outputs), calledElement="decision")
        self.graph.join(before, "take-decision", **arrow)  # type: ignore[arg-type]
        self.last = "take-decision"

    def _then_from_gateway(self, identity: str, name: Text, condition: str) -> None:
        before = self.last
        self._next(identity, "userTask", name, mastara__role=self.chosen.role, mastara__status="in-review")
        if before == "is-complete":
            self.graph.join(before, identity, YES, condition)
        else:
            self.graph.join(before, identity)
        self.last = identity

    def _leave(self, outcome: str, name: Text, word: Text) -> None:
        """Draw the way out of a gateway: straight to an end, or to the end of the sub-process."""
        gateway, column = self.last, self.column
        if self.parent is None:
            self._end(outcome, name, at=(column + 1, 1))
            self.graph.join(gateway, f"end-{outcome}", word)
        else:
            self.exits.append((outcome, name))
            script = f'<script>={{ closing: "{outcome}" }}</script>'
            note = f"note-{outcome}"
            self._next(note, "scriptTask", _NOTES[outcome], row=1, inner=script, scriptFormat="application/feel")
            self.graph.join(gateway, note, word)
            self._next(f"instruction-{outcome}", "endEvent", name, row=1)
            self.graph.join(note, f"instruction-{outcome}")
            self.column = column
        self.last = gateway

    def _end(self, outcome: str, name: Text, *, at: tuple[float, float]) -> str:
        attributes = {"mastara:status": "notified", "mastara:outcome": outcome}
        return self.graph.add(f"end-{outcome}", "endEvent", name, at=at, attributes=attributes)

    def _outcome_of_instruction(self) -> None:
        self._then("how-closed", "exclusiveGateway", {"fr": "Issue ?", "ar": "ما المآل؟"})
        for number, (outcome, name) in enumerate(self.exits, start=1):
            self._end(outcome, name, at=(self.column + 1, -0.75 * number))
            self.graph.join("how-closed", f"end-{outcome}", name, f'=closing = "{outcome}"')

    def _interruptions(self, first: float, lowest: float) -> None:
        left = LEFT + first * COLUMN + 60
        if SILENCE in self.chosen.steps:
            row = lowest + (2.2 if WITHDRAWAL in self.chosen.steps else 1.2)
            ended = {"fr": "Délai écoulé", "ar": "انصرام الأجل"}
            self.graph.attach("period-ended", ended, to="instruction", message="legal-period-over", x=left)
            self._silence(first + 0.7, row)
        if WITHDRAWAL in self.chosen.steps:
            taken = {"fr": "Demande retirée", "ar": "سحب الطلب"}
            x = left + 1.4 * COLUMN
            self.graph.attach("taken-back", taken, to="instruction", message="withdrawal", x=x)
            at = (first + 2.4, lowest + 1.2)
            inner = _ports({"paid": "=payment"}, ())
            name: Text = {"fr": "Clore la demande retirée", "ar": "إنهاء الطلب المسحوب"}
            flow = {"calledElement": "withdrawal"}
            self.graph.add("close-withdrawn", "callActivity", name, at=at, attributes=flow, inner=inner)
            self.graph.join("taken-back", "close-withdrawn")
            self._end("withdrawn", {"fr": "Retirée", "ar": "مسحوب"}, at=(at[0] + 1, at[1]))
            self.graph.join("close-withdrawn", "end-withdrawn")

    def _silence(self, column: float, row: float) -> None:
        inner = _ports({}, ("silence_outcome",))
        name: Text = {"fr": "Silence valant accord", "ar": "السكوت بمثابة موافقة"}
        flow = {"calledElement": "silence"}
        add = self.graph.add
        add("claim-by-silence", "callActivity", name, at=(column, row), attributes=flow, inner=inner)
        self.graph.join("period-ended", "claim-by-silence")
        gained: Text = {"fr": "Acquise ?", "ar": "هل اكتُسبت؟"}
        add("is-gained", "exclusiveGateway", gained, at=(column + 1, row))
        self.graph.join("claim-by-silence", "is-gained")
        self._end("granted-by-silence", {"fr": "Accordée par silence", "ar": "موافقة بالسكوت"}, at=(column + 2, row))
        condition = '=silence_outcome = "delivered" or silence_outcome = "attested"'
        self.graph.join("is-gained", "end-granted-by-silence", YES, condition)
        self._end("silent", {"fr": "Sans suite", "ar": "دون مآل"}, at=(column + 2, row + 0.8))
        self.graph.join("is-gained", "end-silent", NO)

    def _answer(self) -> None:
        before = self.last
        refused: Text = {"fr": "Refusée ?", "ar": "هل رُفضت؟"}
        self._next("is-refused", "exclusiveGateway", refused)
        if before == "how-closed":
            self.graph.join(before, "is-refused", {"fr": "Décidée", "ar": "تم البت"})
        else:
            self.graph.join(before, "is-refused")
        gateway = self.column
        self._delivery("issue-grant", {"fr": "Notifier la décision", "ar": "تبليغ القرار"}, row=0)
        self.graph.join("is-refused", "issue-grant", NO)
        if SATISFACTION in self.chosen.steps:
            self._call(
                "ask-opinion", {"fr": "Demander un avis", "ar": "طلب الرأي"}, "satisfaction", outputs=("rating",)
            )
        self._end("granted", {"fr": "Accordée", "ar": "تمت الموافقة"}, at=(self.column + 1, 0))
        self.graph.join(self.last, "end-granted")
        self.column = gateway
        self._refusal()

    def _refusal(self) -> None:
        self._delivery("issue-refusal", {"fr": "Notifier le refus", "ar": "تبليغ الرفض"}, row=1)
        self.graph.join("is-refused", "issue-refusal", YES, '=decision = "refuse"')
        end: Text = {"fr": "Refusée", "ar": "مرفوضة"}
        if APPEAL not in self.chosen.steps:
            self._end("refused", end, at=(self.column + 1, 1))
            self.graph.join("issue-refusal", "end-refused")
            return
        self._call(
            "hear-appeal",
            {"fr": "Recours", "ar": "الطعن"},
            "appeal",
            row=1,
            outputs=("appeal_outcome",),
            mastara__status="notified",
        )
        self._then("is-reversed", "exclusiveGateway", {"fr": "Infirmée ?", "ar": "هل تم العدول؟"}, row=1)
        self._end("refused", end, at=(self.column + 1, 1))
        self.graph.join("is-reversed", "end-refused", NO)
        on_appeal: Text = {"fr": "Accordée sur recours", "ar": "تمت الموافقة بعد الطعن"}
        self._end("granted-on-appeal", on_appeal, at=(self.column + 1, 1.8))
        self.graph.join("is-reversed", "end-granted-on-appeal", YES, '=appeal_outcome = "reversed"')

    def _delivery(self, identity: str, name: Text, *, row: float) -> None:
        inner = _ports({"document": "decision"}, ("issued",))
        self._next(identity, "callActivity", name, row=row, inner=inner, calledElement="delivery")
        self.last = identity


_NOTES: dict[str, Text] = {
    "returned": {"fr": "Noter le retour", "ar": "تسجيل الإرجاع"},
    "unpaid": {"fr": "Noter l’absence de paiement", "ar": "تسجيل عدم الأداء"},
}
