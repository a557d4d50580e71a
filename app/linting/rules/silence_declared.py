"""The sheet says what silence means, and the message that tells the user his rights exists.

Why: at the end of the period the user must know whether he has the act or may appeal, and must be told so.
Wrong: a manifest without silence; silence: {message: period-ower} while no such message exists.
Right: silence: {effect: refusal_appealable, legal_ref: law-55-19 a.19, message: period-over}
Source: law 55-19 art. 6-6, 17 and 19 to 21.
"""

from collections.abc import Iterator

from app.linting.places import manifest_remark
from app.linting.registry import Remark, rule
from app.procedures import ProcedurePackage


@rule("silence-declared", severity="error", family="legal")
def check(package: ProcedurePackage) -> Iterator[Remark]:
    manifest = package.manifest
    named = {
        ("silence", "message"): manifest["silence"]["message"],
        ("deadline", "extension", "message"): (manifest["deadline"]["extension"] or {}).get("message"),
    }
    for path, key in named.items():
        if key is not None and key not in package.messages:
            message = (
                f"Expected a message of the package or of processes/_shared/messages, found “{key}”: write "
                f"messages/{key}.fr.txt and messages/{key}.ar.txt, and list it."
            )
            yield manifest_remark(package, ".".join(path), *path, message=message)
