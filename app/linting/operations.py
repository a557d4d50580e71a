"""The catalogue of operations that service tasks may name: what each takes and what it gives back.

Handlers stand with the worker; scenarios answer with `example`. A diagram that names another operation waits for ever.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One operation: the inputs it cannot do without, and an invented result of the right shape."""

    name: str
    summary: str
    required: tuple[str, ...] = ()
    example: Mapping[str, object] = field(default_factory=dict)


_ALL = (
    Operation(
        name="payment.request",
        summary="Asks the citizen for a sum in centimes; the provider's notice arrives as the message “payment-paid”.",
        required=("amount",),
        example={
            "reference": "PAY-2026-000001",
            "amount": 0,
            "state": "pending",
            "pay_url": "https://payment.example/PAY-2026-000001",
        },
    ),
    Operation(
        name="payment.refund",
        summary="Gives a paid sum back.",
        example={"state": "refunded", "refund_reference": "REF-2026-000001"},
    ),
    Operation(
        name="civil-register.search",
        summary="Looks for an act in the national register; a person confirms what it finds.",
        example={"found": True, "status": "found", "act": {}},
    ),
    Operation(
        name="document.draft",
        summary="Makes a document to be read before it is signed.",
        required=("document",),
        example={"document_id": "draft-1", "state": "draft"},
    ),
    Operation(
        name="document.issue",
        summary="Numbers, seals and keeps a document that anybody can verify.",
        required=("document",),
        example={
            "document_id": "document-1",
            "number": "EC-2026-000001",
            "verification_code": "DEMO-DEMO-DEMO",
            "state": "valid",
        },
    ),
    Operation(
        name="post.send",
        summary="Hands an item to the post; its journey arrives as messages.",
        example={"tracking_number": "RR000000001MA", "state": "posted"},
    ),
    Operation(
        name="notify",
        summary="Sends a message of the package to the citizen by e-mail and SMS.",
        required=("message",),
        example={"sent": True},
    ),
)
OPERATIONS: Mapping[str, Operation] = {operation.name: operation for operation in _ALL}
