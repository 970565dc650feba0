"""Fixtures of this room."""

from tests.outbox.databases import database_url, portal, quiet_portal, sink

__all__ = ["database_url", "portal", "quiet_portal", "sink"]
