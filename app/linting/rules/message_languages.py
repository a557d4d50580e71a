"""Every message exists in Arabic and in French, with a subject and a text for the telephone.

Why: Arabic is what most people read, and a letter of the administration must be understood.
Wrong: messages/ready.fr.txt alone; a message without “subject:”; a template that cannot be read.
Right: ready.ar.txt and ready.fr.txt, each with `subject:` and `sms:` lines, a blank line, and the body.
Source: Constitution art. 5 (official languages); layout of packages.
"""

from collections.abc import Iterator

from app.domain.languages import INTERFACE_LANGUAGES
from app.linting.registry import Remark, rule
from app.procedures import ProcedurePackage
from app.procedures.message_templates import MessageRefused, check_message, split_template


@rule("message-languages", severity="error", family="translation")
def check(package: ProcedurePackage) -> Iterator[Remark]:
    for key, texts in package.messages.items():
        for language in INTERFACE_LANGUAGES:
            file = f"processes/{package.key}/messages/{key}.{language}.txt"
            if language not in texts:
                yield Remark(
                    file=file, element=key, line=1, message=f"Expected the message “{key}” in “{language}”, found none."
                )
                continue
            try:
                check_message(texts[language], file=file, language=language)
            except MessageRefused as refused:
                yield Remark(file=file, element=key, line=1, message=refused.message)
                continue
            if not split_template(texts[language], file=file).sms:
                message = "Expected a line “sms: …” at the top of the message, found none: add it."
                yield Remark(file=file, element=key, line=1, message=message)
