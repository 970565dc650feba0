"""What was typed in a form whose sender turned out to be signed out: kept in their cookie, given back once.

The signed cookie is the only place: nothing is written for somebody who did not sign in. What was typed by a
known person comes back to that person only; passwords are never kept.
"""

import json
from datetime import datetime, timedelta
from typing import Any

from flask import current_app, flash, request, session
from werkzeug.datastructures import MultiDict

from portal import clock
from portal.texts import gettext

KEPT_FOR = timedelta(hours=1)
LONGEST = 2000
_KEY, _WHO = "typed", "who"
_OF_THE_PAGE = ("csrf_token", "next", "key")
_SECRET = ("password", "current")


def remember_who(public_id: str) -> None:
    """Notes whose browser this is, so that another who signs in later does not see what they typed."""
    session[_WHO] = public_id


def keep(path: str) -> None:
    """Keeps what was posted for the form at this path, and says so on the next page."""
    typed = [(name, text) for name, text in request.form.items(multi=True) if name not in _OF_THE_PAGE]
    if any(name in _SECRET for name, _text in typed) or not any(text for _name, text in typed):
        flash(
            gettext(
                "Je was niet meer ingelogd. Er is nog niets veranderd. Log in en probeer het nog een keer."
            )
        )
        return
    if len(json.dumps([path, typed])) > LONGEST:
        flash(
            gettext("Je was niet meer ingelogd. Wat je invulde is te lang om te bewaren: vul het opnieuw in.")
        )
        return
    until = (clock.now() + KEPT_FOR).isoformat()
    session[_KEY] = {"at": path, "who": session.get(_WHO, ""), "until": until, "fields": typed}
    flash(
        gettext(
            "Je was niet meer ingelogd. Er is nog niets verstuurd. Na het inloggen staat er wat je invulde."
        )
    )


def carried_over(public_id: str) -> dict[str, Any] | None:
    """What stays in the cookie while this person signs in."""
    found: dict[str, Any] | None = session.get(_KEY)
    return found if found and found["who"] in ("", public_id) else None


def restore(found: dict[str, Any] | None) -> None:
    """Puts it back in the fresh cookie."""
    if found:
        session[_KEY] = found


def given_back() -> MultiDict[str, str] | None:
    """What was typed in the form of this page before signing in; only once, and not after an hour."""
    if request.method != "GET" or current_app.config["SESSION_COOKIE_NAME"] not in request.cookies:
        return None
    found = session.get(_KEY)
    if not found or found["at"] != request.script_root + request.path:
        return None
    del session[_KEY]
    if clock.now() >= datetime.fromisoformat(found["until"]):
        return None
    return MultiDict([(name, text) for name, text in found["fields"]])
