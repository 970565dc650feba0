"""Tests of the agenda: what is wanted, what was sent, what clients show."""
