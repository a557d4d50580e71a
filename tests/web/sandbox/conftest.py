"""Each request of a test begins without what the one before left in the open application context."""

from tests.web.desk.conftest import fresh_requests as fresh_requests
