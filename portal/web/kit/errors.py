"""Error pages, and refusals spoken once."""

import secrets
from enum import StrEnum
from typing import Any

from flask import Flask, current_app, g, redirect, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoFreeConnection
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from portal.errors import NotFound, Refused
from portal.texts import N_, gettext
from portal.web.kit import access, origin, uploads
from portal.web.kit.refusals import SENTENCES

_SPOKEN: dict[int, tuple[str, str]] = {
    400: (N_("Dit verzoek klopt niet"), N_("Ga terug en probeer het nog een keer.")),
    403: (
        N_("Dit mag je niet bekijken"),
        N_("Log in met een account dat dit wel mag, of vraag het je organisator."),
    ),
    404: (N_("Deze pagina bestaat niet"), N_("Controleer het adres, of zoek in het aanbod van leergangen.")),
    405: (N_("Dit kan hier niet"), N_("Ga terug en gebruik de knoppen op de pagina.")),
    410: (N_("Deze pagina is er niet meer"), N_("Zoek in het aanbod van leergangen.")),
    413: (
        N_("Dit is te groot"),
        N_(
            "Wat je verstuurde is groter dan 2 MB. Er is niets bewaard. Ga terug en maak de tekst korter, "
            "of kies een kleiner bestand. Verstuur het daarna opnieuw."
        ),
    ),
    429: (N_("Even wachten"), N_("Je probeert dit te vaak achter elkaar. Wacht een paar minuten.")),
    500: (N_("Er ging iets mis bij ons"), N_("Probeer het over een paar minuten opnieuw.")),
    503: (
        N_("Het is nu te druk"),
        N_("Er is niets veranderd. Wacht een halve minuut en probeer het opnieuw."),
    ),
}


def sentence(refusal: Refused) -> str:
    """The refusal in the reader's language, saying what to do."""
    message = SENTENCES.get(str(refusal.reason))
    if message is None:
        current_app.logger.error("refusal without a sentence: %s", refusal.reason)
        return gettext("Dit kan nu niet. Ververs de pagina en probeer het opnieuw.")
    return gettext(message, **_spoken_values(refusal.values))


def _spoken_values(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value.value if isinstance(value, StrEnum) else value for key, value in values.items()}


def page(status: int, *, title: str = "", text: str = "", code: str = "") -> tuple[str, int, dict[str, str]]:
    """An error page: what happened, what you can do, and a code for the help desk."""
    spoken = _SPOKEN.get(status, _SPOKEN[400 if status < 500 else 500])
    headers = {"Retry-After": "30"} if status in (429, 503) else {}
    if status >= 500:
        g.setdefault("viewer", None)  # the page must come also when nobody can be looked up
    body = render_template(
        "errors/page.html", title=title or gettext(spoken[0]), text=text or gettext(spoken[1]), code=code
    )
    return body, status, headers


def _gone() -> tuple[str, int, dict[str, str]]:
    """Nothing here; who sent a form (the second press on "Verwijder") did come from somewhere."""
    if request.method != "POST":
        return page(404)
    text = gettext(
        "Er is niets veranderd. Misschien is het al verwijderd, of mag je er niet meer bij. "
        "Ga terug en ververs de pagina."
    )
    return page(404, title=gettext("Dit is er niet meer"), text=text)


def _elsewhere(error: HTTPException) -> Response | None:
    """Where to go instead, if anywhere: the address that was meant, or the form that was too large."""
    if error.code == 413:
        return uploads.back_to_the_form()
    meant = origin.without_slash() if error.code == 404 and request.url_rule is None else None
    return redirect(meant, 308) if meant else None


def install(app: Flask) -> None:
    """Every error becomes a page that helps; a stack trace stays in the log."""

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Any:
        if error.response is not None or (error.code or 500) < 400:
            return error
        return _elsewhere(error) or (_gone() if error.code == 404 else page(error.code or 500))

    @app.errorhandler(CSRFError)
    def form_expired(_error: CSRFError) -> Any:
        return access.signed_out_form() or page(
            400,
            title=gettext("Dit formulier is verlopen"),
            text=gettext(
                "Ga terug, ververs de pagina en verstuur het formulier opnieuw. Er is niets veranderd."
            ),
        )

    @app.errorhandler(NotFound)
    def not_found(_error: NotFound) -> Any:
        return _gone()

    @app.errorhandler(Refused)
    def refused(error: Refused) -> Any:
        return page(409, title=gettext("Dit kan nu niet"), text=sentence(error))

    @app.errorhandler(OperationalError)
    def database_busy(_error: OperationalError) -> Any:
        app.logger.exception("the database is locked, full or away")
        return page(503, code=secrets.token_hex(4))

    @app.errorhandler(NoFreeConnection)
    def too_busy(_error: NoFreeConnection) -> Any:
        app.logger.exception("every connection to the database is in use")
        return page(503, code=secrets.token_hex(4))

    @app.errorhandler(Exception)
    def crashed(_error: Exception) -> Any:
        code = secrets.token_hex(4)
        app.logger.exception("unexpected error, code %s", code)
        return page(500, code=code)
