"""Screens for participants."""
