"""A package made ready to run: compiled process, decisions, forms, and what its diagram may see."""

from app.deployments.deployed import Deployed, FormUnknown, prepare
from app.deployments.periods import period_of

__all__ = ["Deployed", "FormUnknown", "period_of", "prepare"]
