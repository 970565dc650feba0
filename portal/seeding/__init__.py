"""Seed files: real programmes, and for the demo invented people, editions and registrations."""
