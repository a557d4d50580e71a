"""The public catalogue for machines: each procedure that may be published, with every item of article 6."""

from app.queries.public_services.listing import PublishedCatalogue, RefusedService, read_published_catalogue
from app.queries.public_services.services import (
    Appeal,
    Cost,
    Evidence,
    LegalText,
    Output,
    PeriodOfLaw,
    PublicService,
    Silence,
)

__all__ = [
    "Appeal",
    "Cost",
    "Evidence",
    "LegalText",
    "Output",
    "PeriodOfLaw",
    "PublicService",
    "PublishedCatalogue",
    "RefusedService",
    "Silence",
    "read_published_catalogue",
]
