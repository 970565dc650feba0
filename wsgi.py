"""What a WSGI server runs."""

import gc
import sys

gc.disable()  # starting throws nothing away; looking for it would be a quarter of the work

from portal.app import create_app  # noqa: E402 - see above
from portal.cli import for_audits  # noqa: E402 - see above

app = for_audits() if "advise" in sys.argv else create_app()
gc.enable()
