"""What may go wrong in a form: an answer that is refused, a rule of the form that cannot be computed."""

from app.domain.errors import MastaraError


class FormRuleFailed(MastaraError):
    """A FEEL rule of the form could not be computed with the data at hand: the form must be corrected by its author."""

    code = "forms.rule_failed"


class UnknownStep(MastaraError):
    """The form has no step of that name."""

    code = "forms.unknown_step"


class AnswerRefused(Exception):
    """One answer does not satisfy its field; `rule` names the rule, the message tells the person how to correct it."""

    def __init__(self, rule: str, message: str) -> None:
        super().__init__(message)
        self.rule = rule
        self.message = message
