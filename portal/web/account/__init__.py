"""Screens for signing up, signing in and the profile."""
