"""The catalogue for machines: plain JSON, and linked data in the terms of CPSV-AP 3.2."""

from app.web.portal.feed import addresses as addresses
