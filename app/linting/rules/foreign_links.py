"""Links of forms, sheets and messages lead to sites of the administration.

Why: a site outside learns who asks for what, may change what it shows, and may be closed tomorrow.
Wrong: “Voir https://bit.ly/3xyz”; “http://www.service-public.gov.ma”.
Right: https://www.service-public.gov.ma; {{ links.follow }} in a message.
Source: law 09-08 art. 3 and 43 (data abroad); law 05-20 (sensitive data stays in Morocco).
"""

import re
from collections.abc import Iterator

from app.linting.registry import Remark, rule
from app.linting.wording import Wording
from app.linting.written import remarks_on, written_texts
from app.procedures import ProcedurePackage

ADDRESS = re.compile(r"\b(https?)://([^\s/\"'<>)\]،]+)", re.IGNORECASE)
OF_THE_STATE = re.compile(r"(?:^|\.)(?:gov\.ma|idarati\.ma|barid\.ma|poste\.ma)\.?(?::[0-9]+)?$", re.IGNORECASE)
"""Hosts of administrations and of the national post."""


@rule("foreign-links", severity="warning", family="security")
def check(package: ProcedurePackage) -> Iterator[Remark]:
    return remarks_on(package, written_texts(package), _of_text)


def _of_text(wording: Wording) -> Iterator[str]:
    for scheme, host in ADDRESS.findall(wording.text):
        if scheme.lower() == "https" and OF_THE_STATE.search(host):
            continue
        address = f"{scheme}://{host[:60]}"
        yield (
            f"Expected a link to a site of the administration by https, found “{address}”: name another address "
            "or remove it."
        )
