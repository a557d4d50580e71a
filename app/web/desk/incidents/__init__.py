"""Incidents on the desk: the list by cause, the page of one, and what a person may do about it."""

from app.web.desk.incidents import (
    acting as acting,
)
from app.web.desk.incidents import (
    bulk as bulk,
)
from app.web.desk.incidents import (
    data as data,
)
from app.web.desk.incidents import (
    listing as listing,
)
from app.web.desk.incidents import (
    page as page,
)
