"""One's own data in one file."""

import json

from flask import Response as FlaskResponse

from portal import clock
from portal.database import db
from portal.erasure import own_data as kept
from portal.web.account.blueprint import blueprint
from portal.web.kit.access import member
from portal.web.kit.responses import FILE_CSP


@blueprint.get("/profiel/mijn-gegevens.json")
def own_data() -> FlaskResponse:
    """All that is kept of the person, as a file that programs can read and people too."""
    found = kept.own_data(db.session(), member().person_id, now=clock.now())
    answer = FlaskResponse(
        json.dumps(found, ensure_ascii=False, indent=2), content_type="application/json; charset=utf-8"
    )
    answer.headers["Content-Disposition"] = 'attachment; filename="mijn-gegevens.json"'
    answer.headers["Content-Security-Policy"] = FILE_CSP
    return answer
