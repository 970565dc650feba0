"""Verifies every invariant over the whole database, in plain words."""
