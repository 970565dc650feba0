"""Fixtures of this room."""

from tests.outbox.databases import database_url, letters_on_postgres, portal, quiet_portal, sink

__all__ = ["database_url", "letters_on_postgres", "portal", "quiet_portal", "sink"]
