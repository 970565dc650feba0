"""Commands: flask --app wsgi NAME."""

from flask import Flask


def register(app: Flask) -> None:
    """Makes the commands known."""
