"""Faults on purpose, and the proof that the tests see each of them."""
