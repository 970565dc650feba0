"""Mail to a group of an edition: what was sent, and writing another one."""

import secrets

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.database import db, transaction
from portal.errors import Refused
from portal.mailings import placeholders, queries, service
from portal.mailings.facts import MailingRefused, MailingState, Progress
from portal.mailings.models import Mailing
from portal.people.listings import PAGE, Page
from portal.programmes.models import Edition
from portal.texts import N_, ngettext
from portal.texts import gettext as _
from portal.web.kit.access import member, subject
from portal.web.organiser import frame
from portal.web.organiser.blueprint import blueprint
from portal.web.organiser.listing import page_address, page_number
from portal.web.organiser.mailing_forms import MailingForm, Reader, audience_in_words, values_of

Answer = Response | str | tuple[str, int]
Pair = tuple[Edition, Mailing]
KEY_LENGTH = 40
STATES: dict[MailingState, tuple[str, str]] = {
    MailingState.DRAFT: (N_("Concept"), "muted"),
    MailingState.SENDING: (N_("Wordt verstuurd"), ""),
    MailingState.PAUSED: (N_("Staat stil"), "warn"),
    MailingState.STOPPED: (N_("Gestopt"), "muted"),
}
DONE = (N_("Verstuurd"), "ok")


def pair() -> Pair:
    """The edition and the mail of this address."""
    edition, mailing = subject(tuple)
    return edition, mailing


def badge(mailing: Mailing, progress: Progress) -> tuple[str, str]:
    """The state of a mail, with its colour."""
    going = mailing.state == MailingState.SENDING
    text, look = DONE if going and progress.is_done else STATES[MailingState(mailing.state)]
    return _(text), look


@blueprint.get("/edities/<edition_id>/mail")
def mailings(**_address: str) -> str:
    """The mails to a group, the newest first."""
    edition, session = subject(Edition), db.session()
    total = queries.count_of(session, edition.id)
    number = max(1, min(page_number(), -(-total // PAGE)))
    found = queries.of_edition(session, edition.id, limit=PAGE, offset=(number - 1) * PAGE)
    progress = queries.progress_of(session, found)
    rows = [_row(one, edition, progress.get(one.id, Progress())) for one in found]
    return frame.page(
        "organiser/mailings_list.html",
        edition,
        "letters",
        page=Page[dict[str, object]](rows, total, number),
        page_url=page_address("organiser.mailings", {}, edition_id=edition.public_id),
    )


def _row(mailing: Mailing, edition: Edition, progress: Progress) -> dict[str, object]:
    sent = ngettext("%(num)s verstuurd", "%(num)s verstuurd", progress.sent)
    return {
        "url": url_for("organiser.mailing", edition_id=edition.public_id, mailing_id=mailing.public_id),
        "subject": mailing.subject,
        "audience": audience_in_words(mailing, edition),
        "moment": mailing.confirmed_at or mailing.changed_at,
        "author": mailing.author.name if mailing.author else "",
        "sent": sent if mailing.state != MailingState.DRAFT else "",
        "badge": badge(mailing, progress),
    }


@blueprint.get("/edities/<edition_id>/mail/nieuw")
def new_mailing(**_address: str) -> str:
    """An empty form."""
    edition = subject(Edition)
    form = MailingForm(formdata=None, data={"key": secrets.token_urlsafe(16)})
    return _form(_about(form, edition), edition)


def _about(form: MailingForm, edition: Edition) -> MailingForm:
    return form.about(edition, duos=queries.has_duos(db.session(), edition))


def _form(
    form: MailingForm, edition: Edition, known: Mailing | None = None, other: Mailing | None = None
) -> str:
    return frame.page(
        "organiser/mailings_form.html",
        edition,
        "letters",
        form=form,
        known=known,
        other=other,
        words=[f"{{{{{name}}}}}" for name in placeholders.NAMES],
    )


@blueprint.post("/edities/<edition_id>/mail/nieuw")
def add_mailing(edition_id: str) -> Answer:
    """Keeps it as a draft; pressing twice keeps one."""
    edition = subject(Edition)
    form = _about(MailingForm(), edition)
    reader = Reader(form, edition)
    stated = reader.read()
    if stated is None:
        return _form(form, edition), 422
    row_id, actor_id = edition.id, member().person_id
    key = (form.key.data or secrets.token_urlsafe(16))[:KEY_LENGTH]
    with transaction() as session:
        made = service.write(
            session, edition_id=row_id, stated=stated, form_key=key, actor_id=actor_id, now=clock.now()
        )
        mailing_id = made.public_id
    return _to_draft(edition_id, mailing_id, reader)


def _to_draft(edition_id: str, mailing_id: str, reader: Reader) -> Response:
    if reader.doubles:
        flash(
            ngettext(
                "%(num)s adres stond er vaker in. Het krijgt de mail één keer.",
                "%(num)s adressen stonden er vaker in. Elk krijgt de mail één keer.",
                reader.doubles,
            ),
            "info",
        )
    return redirect(url_for("organiser.mailing", edition_id=edition_id, mailing_id=mailing_id), 303)


@blueprint.get("/edities/<edition_id>/mail/<mailing_id>/wijzigen")
def edit_mailing(**_address: str) -> str:
    """The form of a draft, as it is."""
    edition, mailing = pair()
    _check_draft(mailing)
    data = values_of(mailing, edition, "")
    return _form(_about(MailingForm(formdata=None, data=data), edition), edition, mailing)


def _check_draft(mailing: Mailing) -> None:
    if mailing.state != MailingState.DRAFT:
        raise Refused(MailingRefused.ALREADY_SENT)


@blueprint.post("/edities/<edition_id>/mail/<mailing_id>/wijzigen")
def change_mailing(edition_id: str, mailing_id: str) -> Answer:
    """Keeps the changes; what somebody else wrote meanwhile is shown beside."""
    edition, mailing = pair()
    form = _about(MailingForm(), edition)
    reader = Reader(form, edition)
    stated = reader.read()
    if stated is None:
        return _form(form, edition, mailing), 422
    row_id, edition_row = mailing.id, edition.id
    try:
        with transaction() as session:
            service.change(
                session, mailing_id=row_id, stated=stated, version=form.expected(), now=clock.now()
            )
    except Refused as refusal:
        if refusal.reason != MailingRefused.CHANGED_MEANWHILE:
            raise
        now = db.session.get_one(Mailing, row_id)
        form.version.data = str(now.version)
        return _form(form, db.session.get_one(Edition, edition_row), now, now), 409
    return _to_draft(edition_id, mailing_id, reader)
