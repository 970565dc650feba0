"""What a WSGI server runs."""

from portal.app import create_app

app = create_app()
