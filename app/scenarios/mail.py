"""What a message of the package may name, invented where a scenario has nothing."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from app.scenarios.reading import Scenario


def message_values(scenario: Scenario, document: Mapping[str, Any], reason: str, reference: str) -> dict[str, object]:
    """Return case, commune, document, links and reason, in the shape that the worker gives to messages."""
    page = "https://mastara.example"
    return {
        "case": {
            "reference": reference,
            "applicant": "Nora Bennani",
            "filed_on": scenario.clock,
            "due_on": scenario.clock + timedelta(days=30),
            "tracking_code": "ABCD-EFGH-JKLM-NPQR-STUV-WXYZ-2345",
            "language": scenario.language,
        },
        "commune": {"ar": scenario.commune["ar"], "fr": scenario.commune["fr"]},
        "document": dict(document),
        "links": {"follow": f"{page}/follow", "verify": f"{page}/verify", "pay": f"{page}/pay"},
        "reason": reason,
    }
