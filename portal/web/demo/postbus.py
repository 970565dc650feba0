"""The mailbox of the demo: what the portal mailed to whom, as a mail program would show it."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as WerkzeugResponse

from portal import clock, texts
from portal.errors import NotFound
from portal.texts import gettext as _
from portal.web.demo import messages, replying
from portal.web.kit.responses import CSP, FILE_CSP

PER_PAGE = 25
LETTER_CSP = (
    "sandbox allow-top-navigation-by-user-activation; default-src 'none'; style-src 'unsafe-inline'; "
    "frame-ancestors 'self'"
)

bp = Blueprint("demo", __name__, url_prefix="/demo/postbus")


def _folder() -> Path:
    folder: Path | None = current_app.extensions["settings"].mail_sink_dir
    if folder is None:
        raise NotFound
    return folder


def _item(one: messages.Summary) -> dict[str, Any]:
    return {
        "url": url_for("demo.message", name=one.name),
        "subject": one.subject or _("(zonder onderwerp)"),
        "to": ", ".join(one.recipients),
        "iso": texts.local(one.moment).isoformat(timespec="seconds"),
        "moment": texts.format_moment(one.moment),
        "attachments": one.attachments,
    }


@bp.get("")
def mailbox() -> str:
    """All mail, newest first."""
    recipient = request.args.get("aan", "")[:200].strip()
    found = messages.summaries(_folder(), recipient)
    pages = max(1, -(-len(found) // PER_PAGE))
    page = min(max(1, request.args.get("pagina", 1, type=int)), pages)

    def url_of(number: int) -> str:
        return url_for("demo.mailbox", aan=recipient or None, pagina=number)

    return render_template(
        "demo/postbus_mailbox.html",
        items=[_item(one) for one in found[(page - 1) * PER_PAGE : page * PER_PAGE]],
        total=len(found),
        recipient=recipient,
        page=page,
        pages=pages,
        url_of=url_of,
    )


@bp.get("/<name>")
def message(name: str) -> Response:
    """One message: who, when, both forms, links and attachments."""
    found = messages.read(_folder(), name)
    text, html = messages.text_part(found), messages.html_part(found)
    page = render_template(
        "demo/postbus_message.html",
        name=name,
        summary=messages.summary(name, found),
        text=messages.linked(text),
        has_html=bool(html),
        links=messages.links(text, html),
        attachments=messages.attachments(found),
        asks=_answers_go_to() is not None and replying.invitation_in(found) is not None,
    )
    response = make_response(page)
    response.headers["Content-Security-Policy"] = f"{CSP}; frame-src 'self'"
    return response


def _answers_go_to() -> Path | None:
    """The folder that the portal reads as a mailbox, where the demo has one."""
    boxes = [urlsplit(address) for address in current_app.extensions["settings"].mailboxes]
    return next((Path(unquote(box.path)) for box in boxes if box.scheme == "file"), None)


@bp.post("/<name>/antwoord")
def answer(name: str) -> WerkzeugResponse:
    """Answers an invitation as its reader's mail program would; the portal reads it in a moment."""
    event, folder = replying.invitation_in(messages.read(_folder(), name)), _answers_go_to()
    said = request.form.get("answer", "")
    if event is None or folder is None or said not in replying.ANSWERS:
        flash(_("Deze mail vraagt niet om zo’n antwoord."), "info")
    else:
        replying.drop(folder, replying.reply(event, said, now=clock.now()), now=clock.now())
        flash(_("Het antwoord is verstuurd. Binnen een paar seconden ziet de organisator het."), "ok")
    return redirect(url_for("demo.message", name=name), 303)


@bp.get("/<name>/html")
def message_html(name: str) -> Response:
    """The HTML part, for the frame on the page of the message."""
    html = messages.html_part(messages.read(_folder(), name))
    if not html:
        raise NotFound
    response = make_response(messages.framed(html))
    response.headers["Content-Security-Policy"] = LETTER_CSP
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


@bp.get("/<name>/bron")
def raw(name: str) -> Response:
    """The message as it went over the line."""
    return Response(messages.raw(_folder(), name), content_type="text/plain; charset=utf-8")


@bp.get("/<name>/bijlage/<int:number>")
def attachment(name: str, number: int) -> Response:
    """One attached file."""
    found = messages.attachments(messages.read(_folder(), name))
    wanted = next((one for one in found if one.number == number), None)
    if wanted is None:
        raise NotFound
    response = Response(wanted.content, content_type=wanted.media_type)
    response.headers.set("Content-Disposition", "attachment", filename=wanted.name)
    response.headers["Content-Security-Policy"] = FILE_CSP
    return response
