"""Messages do not carry numbers that identify a person or an account.

Why: an SMS or an e-mail is read on shared telephones and kept by strangers; the page behind the link is not.
Wrong: “Votre demande (CIN {{ document.requester_cin }}) est prête.”
Right: “Votre demande {{ case.reference }} est prête : {{ links.follow }}”
Source: law 09-08 art. 3 (data adequate and not excessive) and 23 (security of processing).
"""

import re
from collections.abc import Iterator

from app.forms.packages import read_forms
from app.linting.registry import Remark, rule
from app.procedures import ProcedurePackage

SECRET_KINDS = frozenset({"cin", "passport", "rib", "tax_id", "land_title", "plate"})
"""Kinds of answers that identify a person, an account or a property."""
_NAMED = re.compile(r"\bdocument\.([a-z][a-z0-9_]*)")


@rule("message-discretion", severity="warning", family="security")
def check(package: ProcedurePackage) -> Iterator[Remark]:
    kinds = {field.field_key: field.kind for form in read_forms(package).values() for field in form.fields}
    for key in package.manifest["messages"]:
        for language, source in package.messages.get(key, {}).items():
            for number, line in enumerate(source.splitlines(), start=1):
                for name in _NAMED.findall(line):
                    if kinds.get(name) in SECRET_KINDS:
                        file = f"processes/{package.key}/messages/{key}.{language}.txt"
                        message = (
                            f"Expected no identifying number in a message, found “document.{name}” ({kinds[name]}): "
                            "name the case by {{ case.reference }} and lead to its page."
                        )
                        yield Remark(file=file, element=key, line=number, message=message)
