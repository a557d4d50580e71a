"""Payment of fees: bills, refunds and signed notices of a payment provider."""
