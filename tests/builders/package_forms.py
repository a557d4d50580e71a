"""The two forms of the small package: what a citizen asks, what a librarian says."""

from typing import Any

FORMS: dict[str, Any] = {
    "request": {
        "type": "default",
        "id": "request",
        "schemaVersion": 19,
        "components": [
            {
                "type": "textfield",
                "id": "applicant_name",
                "key": "applicant_name",
                "label": "Nom",
                "validate": {"required": True},
            },
            {"type": "number", "id": "age", "key": "age", "label": "Âge", "validate": {"required": True}},
            {
                "type": "filepicker",
                "id": "identity_card",
                "key": "identity_card",
                "label": "Carte d'identité",
                "properties": {"piece": "identity-card"},
            },
        ],
    },
    "review": {
        "type": "default",
        "id": "review",
        "schemaVersion": 19,
        "components": [
            {
                "type": "radio",
                "id": "verdict",
                "key": "verdict",
                "label": "Décision",
                "values": [{"value": "accepted", "label": "Accepter"}, {"value": "refused", "label": "Refuser"}],
                "validate": {"required": True},
            },
            {"type": "textarea", "id": "verdict_reasons", "key": "verdict_reasons", "label": "Motifs"},
        ],
    },
}
