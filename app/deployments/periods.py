"""Legal periods of parameters."""

from datetime import datetime

from app.deadlines import Period
from app.domain.clock import local_day
from app.procedures.parameters import Parameter


def period_of(parameter: Parameter, on: datetime) -> Period:
    """Return the legal period of a parameter in force at a moment. Raises ParameterMissing or DeadlineError."""
    return Period.from_parameter(parameter.value_on(local_day(on)).value, parameter.unit, parameter.kind or None)
