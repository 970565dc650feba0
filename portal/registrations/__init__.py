"""Registrations, seats, the waitlist and offers."""
