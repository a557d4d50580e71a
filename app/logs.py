"""Structured logs, one JSON object a line: no values of local variables, so no personal data."""

import logging

import structlog


def configure_logs(*, level: int = logging.INFO) -> None:
    """Write events with their moment (UTC), level, reference and, for unexpected errors, a plain trace."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=True,
    )
