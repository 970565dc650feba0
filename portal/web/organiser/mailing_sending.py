"""A group mail before it leaves (seen as a reader sees it, tried, confirmed) and while it does."""

import secrets
from datetime import timedelta

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response
from wtforms import HiddenField

from portal import clock
from portal.database import db, transaction
from portal.errors import NotFound, Refused
from portal.mailings import group_letters, queries, readers, service
from portal.mailings.facts import MailingRefused, MailingState, Progress
from portal.mailings.facts import Reader as Addressee
from portal.mailings.models import Mailing
from portal.outbox.rendering import Rendered, readable, render
from portal.people import limits
from portal.people.limits import Limit
from portal.programmes.models import Edition
from portal.registrations.sheets import sheet_of
from portal.texts import gettext as _
from portal.texts import ngettext
from portal.web.kit import previews
from portal.web.kit.access import member
from portal.web.kit.fields import PortalForm
from portal.web.kit.numbers import whole
from portal.web.organiser import frame
from portal.web.organiser.blueprint import blueprint
from portal.web.organiser.mailing_forms import audience_in_words
from portal.web.organiser.mailings import badge, pair

Answer = Response | str | tuple[str, int]
TESTS, TESTS_PER = 10, timedelta(minutes=10)
SHOWN_FAILED = 50
NOBODYS = "x" * 22


class SendingForm(PortalForm):
    """What the page showed: the version of the mail, and how many it goes to."""

    version = HiddenField()
    number = HiddenField()

    def shown(self, name: str) -> int:
        """The number in this field; nonsense never fits."""
        return whole(self[name].data)


@blueprint.get("/edities/<edition_id>/mail/<mailing_id>")
def mailing(**_address: str) -> Answer:
    """A draft as one of its readers sees it; a mail that was sent with how far it is."""
    edition, found = pair()
    if found.state != MailingState.DRAFT:
        return previews.around(_progress(edition, found))
    reader, total = readers.reader_at(db.session(), found, _asked())
    seen = _as_read(edition, found, reader) if reader else None
    page = frame.page(
        "organiser/mailing_sending_draft.html",
        edition,
        "letters",
        mailing=found,
        audience=audience_in_words(found, edition),
        total=total,
        number=max(1, min(_asked(), total)),
        reader=reader,
        seen=seen,
        text=readable(seen.text) if seen else "",
        key=secrets.token_urlsafe(8),
    )
    return previews.around(page)


def _asked() -> int:
    """Which of the readers to show; nonsense is the first."""
    return whole(request.args.get("lezer"), 1)


def _as_read(edition: Edition, found: Mailing, reader: Addressee) -> Rendered:
    sheet = sheet_of(db.session(), edition_id=edition.id, version=edition.version)
    way_out = "/op-de-hoogte/stop/" if reader.interest_id is not None else ""
    letter = group_letters.letter(sheet, found, reader, occasion="preview", remove_link=way_out)
    return render(letter, NOBODYS)


@blueprint.get("/edities/<edition_id>/mail/<mailing_id>/opgemaakt")
def mailing_html(**_address: str) -> Response:
    """The mail in the frame of its page."""
    edition, found = pair()
    reader, _total = readers.reader_at(db.session(), found, _asked())
    if reader is None:
        raise NotFound
    return previews.letter(readable(_as_read(edition, found, reader).html))


@blueprint.post("/edities/<edition_id>/mail/<mailing_id>/proef")
def test_mailing(edition_id: str, mailing_id: str) -> Response:
    """The mail to the organiser alone."""
    _edition, found = pair()
    row_id, actor_id, now = found.id, member().person_id, clock.now()
    key = (request.form.get("key") or secrets.token_urlsafe(8))[:20]
    often = Limit(limits.key_of("mailing-test", str(actor_id)), TESTS, TESTS_PER)
    limits.enforce(db.session(), limits=[often], now=now)
    with transaction() as session:
        address = service.send_test(session, mailing_id=row_id, actor_id=actor_id, form_key=key, now=now)
    flash(_("Er gaat een proef naar %(address)s.", address=address), "ok")
    return redirect(url_for("organiser.mailing", edition_id=edition_id, mailing_id=mailing_id), 303)


@blueprint.get("/edities/<edition_id>/mail/<mailing_id>/versturen")
def sending_mailing(**_address: str) -> Answer:
    """Asks whether it may go, with the exact number."""
    edition, found = pair()
    if found.state != MailingState.DRAFT:
        return _back(edition.public_id, found.public_id)
    return _sure(SendingForm(formdata=None), edition, found)


def _sure(form: SendingForm, edition: Edition, found: Mailing, changed: str = "") -> str:
    people, beside = readers.audience_of(db.session(), found)
    number = len(people) + len(beside)
    form.version.data, form.number.data = str(found.version), str(number)
    return frame.page(
        "organiser/mailing_sending_sure.html",
        edition,
        "letters",
        mailing=found,
        form=form,
        number=number,
        audience=audience_in_words(found, edition),
        changed=changed,
    )


@blueprint.post("/edities/<edition_id>/mail/<mailing_id>/versturen")
def send_mailing(edition_id: str, mailing_id: str) -> Answer:
    """Sends it, when what was shown is still so; pressing twice is once."""
    edition, found = pair()
    form, row_id, edition_row = SendingForm(), found.id, edition.id
    try:
        with transaction() as session:
            service.confirm(
                session,
                mailing_id=row_id,
                version=form.shown("version"),
                number=form.shown("number"),
                now=clock.now(),
            )
    except Refused as refusal:
        edition, found = db.session.get_one(Edition, edition_row), db.session.get_one(Mailing, row_id)
        return _sure(form, edition, found, _why(refusal)), 409
    return _back(edition_id, mailing_id)


def _why(refusal: Refused) -> str:
    """What changed since the page was shown."""
    if refusal.reason == MailingRefused.OTHER_NUMBER:
        return _("Het aantal lezers is intussen anders. Er is nog niets verstuurd. Kijk of het nog klopt.")
    if refusal.reason == MailingRefused.CHANGED_MEANWHILE:
        return _("Iemand anders wijzigde deze mail. Er is nog niets verstuurd. Lees hem eerst nog een keer.")
    return _("Er is niemand om deze mail aan te sturen.")


def _back(edition_id: str, mailing_id: str) -> Response:
    return redirect(url_for("organiser.mailing", edition_id=edition_id, mailing_id=mailing_id), 303)


def _progress(edition: Edition, found: Mailing) -> str:
    session = db.session()
    progress = queries.progress_of(session, [found]).get(found.id, Progress())
    return frame.page(
        "organiser/mailing_sending_progress.html",
        edition,
        "letters",
        mailing=found,
        progress=progress,
        sentence=_sentence(found, progress),
        badge=badge(found, progress),
        audience=audience_in_words(found, edition),
        failed=queries.failed_letters(session, found.id, limit=SHOWN_FAILED) if progress.failed else [],
        going=found.state == MailingState.SENDING and not progress.is_done,
        paused=found.state == MailingState.PAUSED,
        stopped=found.state == MailingState.STOPPED,
    )


def _sentence(found: Mailing, progress: Progress) -> str:
    """How far it is, in words."""
    done = ngettext(
        "%(sent)s van %(num)s mail is verstuurd.",
        "%(sent)s van %(num)s mails zijn verstuurd.",
        progress.total,
        sent=progress.sent,
    )
    parts = [done]
    if found.unwritten and found.state == MailingState.SENDING:
        parts.append(
            ngettext(
                "We zetten nog %(num)s lezer klaar. Daarna gaan de eerste mails weg.",
                "We zetten nog %(num)s lezers klaar. Daarna gaan de eerste mails weg.",
                found.unwritten,
            )
        )
    elif progress.waiting:
        parts.append(ngettext("%(num)s wacht nog.", "%(num)s wachten nog.", progress.waiting))
    if progress.failed:
        parts.append(ngettext("%(num)s kwam niet aan.", "%(num)s kwamen niet aan.", progress.failed))
    if progress.skipped and found.state == MailingState.STOPPED:
        parts.append(ngettext("%(num)s gaat niet meer weg.", "%(num)s gaan niet meer weg.", progress.skipped))
    elif progress.skipped:
        parts.append(
            ngettext(
                "%(num)s lezer deed intussen niet meer mee en krijgt niets.",
                "%(num)s lezers deden intussen niet meer mee en krijgen niets.",
                progress.skipped,
            )
        )
    return " ".join(parts)


@blueprint.post("/edities/<edition_id>/mail/<mailing_id>/pauze")
def pause_mailing(edition_id: str, mailing_id: str) -> Response:
    """Lets nothing more leave for now."""
    row_id = pair()[1].id
    with transaction() as session:
        service.pause(session, mailing_id=row_id)
    return _back(edition_id, mailing_id)


@blueprint.post("/edities/<edition_id>/mail/<mailing_id>/verder")
def resume_mailing(edition_id: str, mailing_id: str) -> Response:
    """Goes on where it was."""
    row_id = pair()[1].id
    with transaction() as session:
        service.resume(session, mailing_id=row_id, real_now=clock.real_now())
    return _back(edition_id, mailing_id)


@blueprint.post("/edities/<edition_id>/mail/<mailing_id>/opnieuw")
def retry_mailing(edition_id: str, mailing_id: str) -> Response:
    """Tries once more what could not leave."""
    row_id = pair()[1].id
    with transaction() as session:
        count = service.retry_failed(session, mailing_id=row_id, real_now=clock.real_now())
    if not count:
        flash(_("Er was geen mail die opnieuw weg moest."), "info")
    return _back(edition_id, mailing_id)


@blueprint.get("/edities/<edition_id>/mail/<mailing_id>/stoppen")
def stopping_mailing(**_address: str) -> Answer:
    """Asks whether it should stop for good; of a draft, whether it may be thrown away."""
    edition, found = pair()
    progress = queries.progress_of(db.session(), [found]).get(found.id, Progress())
    return frame.page(
        "organiser/mailing_sending_stop.html",
        edition,
        "letters",
        mailing=found,
        draft=found.state == MailingState.DRAFT,
        progress=progress,
    )


@blueprint.post("/edities/<edition_id>/mail/<mailing_id>/stoppen")
def stop_mailing(edition_id: str, mailing_id: str) -> Response:
    """Stops it for good, or throws the draft away."""
    found = pair()[1]
    row_id, draft = found.id, found.state == MailingState.DRAFT
    with transaction() as session:
        if draft:
            service.remove(session, mailing_id=row_id)
        else:
            service.stop(session, mailing_id=row_id)
    if not draft:
        return _back(edition_id, mailing_id)
    flash(_("Het concept is weg."), "ok")
    return redirect(url_for("organiser.mailings", edition_id=edition_id), 303)
