"""The catalogue of operations that service tasks may name: what each takes and what it gives back.

Handlers stand with the worker; scenarios answer with `example`. A diagram that names another operation waits for ever.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One operation: the inputs it cannot do without, and an invented result of the right shape.

    `parameters` are the inputs that hold the key of a declared period; with `register` every other input is a field.
    """

    name: str
    summary: str
    required: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    register: bool = False
    example: Mapping[str, object] = field(default_factory=dict)


_ALL = (
    Operation(
        name="payment.request",
        summary="Asks the citizen for a sum in centimes; the provider's notice arrives as the message “payment-paid”.",
        required=("amount", "expiry"),
        parameters=("expiry",),
        example={
            "reference": "P2026-0000000-000001",
            "amount": 0,
            "state": "pending",
            "pay_url": "https://payment.example/P2026-0000000-000001",
            "expires_on": "2026-12-31",
            "expires_at": "2026-12-31T23:59:59+01:00",
        },
    ),
    Operation(
        name="payment.refund",
        summary="Gives a paid sum back.",
        required=("payment",),
        example={"state": "refunded", "reference": "REF-000001", "amount": 0},
    ),
    Operation(
        name="civil-register.search",
        summary="Looks for an act in the national register; a person confirms what it finds.",
        required=("act_type",),
        example={"candidates": [], "count": 0},
    ),
    Operation(
        name="document.draft",
        summary="Makes a document to be read before it is signed.",
        required=("document",),
        example={"id": "draft-1"},
    ),
    Operation(
        name="document.issue",
        summary="Numbers, seals and keeps a document that anybody can verify.",
        required=("document",),
        example={"id": "document-1", "number": "EC-0000000-2026-00001", "code": "ABCDEFGHJKLM"},
    ),
    Operation(
        name="post.send",
        summary="Hands an envelope to the carrier; delivery and return arrive as “post-delivered” and “post-returned”.",
        required=("recipient", "address", "city"),
        example={"tracking": "RR000000005MA", "carrier": "barid"},
    ),
    Operation(
        name="external.request",
        summary="Asks an outside system; its answer arrives as the message “external-answered” for the reference.",
        required=("system", "kind", "expiry"),
        parameters=("expiry",),
        example={
            "reference": "X-000001",
            "system": "",
            "kind": "",
            "asked_on": "2026-01-05",
            "expires_on": "2026-12-31",
            "expires_at": "2026-12-31T23:59:59+01:00",
        },
    ),
    Operation(
        name="register.add",
        summary="Writes a new entry into a shared register, under the next number of the commune and year.",
        required=("register",),
        register=True,
        example={"id": "entry-1", "number": "N-0000000-2026-00001", "state": "", "version": 1},
    ),
    Operation(
        name="register.search",
        summary="Looks for entries of a shared register that have the values given.",
        required=("register",),
        register=True,
        example={"candidates": [], "count": 0},
    ),
    Operation(
        name="register.read",
        summary="Reads one entry of a shared register, by its number or its id.",
        required=("register", "entry"),
        register=True,
        example={"found": False, "fields": {}},
    ),
    Operation(
        name="register.amend",
        summary="Supersedes an entry of a shared register: a mention, other values, another state.",
        required=("register", "entry"),
        register=True,
        example={"id": "entry-2", "number": "N-0000000-2026-00001", "state": "", "version": 2},
    ),
    Operation(
        name="register.reserve",
        summary="Reserves a sum in centimes within the ceiling of an entry; a negative sum is given back.",
        required=("register", "entry", "reserve", "sum"),
        register=True,
        example={"reserved": True, "left": 0, "id": "entry-2", "number": "BL-0000000-2026-00001", "version": 2},
    ),
    Operation(
        name="sheet.check",
        summary="Reads the sheet of a procedure in force in the commune: what article 6 misses, which rules it breaks.",
        required=("sheet",),
        example={
            "found": True,
            "sheet": "",
            "version": "1.0.0",
            "title_fr": "Démarche",
            "title_ar": "مسطرة",
            "complete": True,
            "missing": [],
            "missing_fr": [],
            "missing_ar": [],
        },
    ),
    Operation(
        name="notify",
        summary="Sends a message of the package to the citizen by e-mail and SMS.",
        required=("message",),
        example={"message": "", "channels": ["email"]},
    ),
)
OPERATIONS: Mapping[str, Operation] = {operation.name: operation for operation in _ALL}
