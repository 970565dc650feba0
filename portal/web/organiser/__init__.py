"""Screens for organisers."""
