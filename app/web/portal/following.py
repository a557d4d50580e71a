"""The way to a case: its reference and its tracking code. A wrong code and an unknown reference look the same."""

import hmac

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from app.domain.codes import fingerprint, normalise_code, western_digits
from app.domain.permissions import PUBLIC
from app.store import cases
from app.store.models import Case
from app.web.access import follow_case, permission
from app.web.interface import gettext
from app.web.portal import portal
from app.web.security import limiter

TRIES = "10 per 10 minutes"
NOBODY = fingerprint("no case has this code")
LONGEST = 80


def _failed(response: Response) -> bool:
    return response.status_code == 422


limit_tries = limiter.shared_limit(TRIES, scope="tracking", deduct_when=_failed)
"""Ten wrong codes in ten minutes from one address; right ones are not counted."""


@portal.get("/follow")
@permission(PUBLIC)
def follow() -> ResponseReturnValue:
    """Ask for the reference and the code."""
    return _ask(request.args.get("reference", "")[:LONGEST])


@portal.post("/follow")
@permission(PUBLIC)
@limit_tries
def open_case() -> ResponseReturnValue:
    """Open the case if the two belong together."""
    return _open(request.form.get("reference", ""), request.form.get("code", ""))


@portal.get("/follow/<reference>")
@permission(PUBLIC)
@limit_tries
def follow_link(reference: str) -> ResponseReturnValue:
    """The link of a message: reference and code in one; without its code it asks for it."""
    code = request.args.get("code", "")
    return _open(reference, code) if code else redirect(url_for("portal.follow", reference=reference))


def find_case_by_code(reference: str, code: str) -> Case | None:
    """Return the case when the code is its own; takes the same time whether the reference exists or not."""
    typed = western_digits(reference).strip().upper()[:LONGEST]
    case = cases.find_case_by_reference("".join(typed.split()))
    kept = case.tracking_fingerprint if case is not None else NOBODY
    same = hmac.compare_digest(kept, fingerprint(normalise_code(code[:LONGEST])))
    return case if same and case is not None else None


def _open(reference: str, code: str) -> ResponseReturnValue:
    case = find_case_by_code(reference, code)
    if case is None:
        message = gettext("Cette référence et ce code ne vont pas ensemble. Recopiez-les depuis votre récépissé.")
        return _ask(reference[:LONGEST], {"reference": message}), 422
    follow_case(case.id)
    return redirect(url_for("portal.case", reference=case.reference))


def _ask(reference: str, errors: dict[str, str] | None = None) -> str:
    return render_template("portal/follow.html", reference=reference, errors=errors or {})
