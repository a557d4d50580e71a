"""Requests of agents, as on the desk."""

from tests.web.desk.conftest import fresh_requests as fresh_requests
