"""What a WSGI server runs."""

import gc

gc.disable()  # starting throws nothing away; looking for it would be a quarter of the work

from portal.app import create_app  # noqa: E402 - see above

app = create_app()
gc.enable()
