"""Sharing a scan with one facilitator, taking that back, and what a facilitator sees of it."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.assessments import service, sharing
from portal.assessments.queries import Taken
from portal.assessments.sharing import Guide, Shown
from portal.database import db, transaction
from portal.errors import Refused
from portal.texts import gettext as _
from portal.web.kit.access import member, subject
from portal.web.kit.engine import own
from portal.web.kit.fields import options
from portal.web.participant.blueprint import blueprint
from portal.web.participant.scan_forms import WhomForm
from portal.web.participant.scan_results import facts_of

Answer = Response | str | tuple[str, int]


def _value(guide: Guide) -> str:
    return f"{guide.edition_public_id}/{guide.person_public_id}"


def _edition(guide: Guide) -> str:
    return f"{guide.programme}, {guide.edition}"


def _offer(form: WhomForm) -> WhomForm:
    found = sharing.guides_of(db.session(), member().person_id)
    form.whom.choices = options(
        (
            _value(one),
            _(
                "%(name)s, begeleider van %(edition)s",
                name=one.name,
                edition=f"{one.programme}, {one.edition}",
            ),
        )
        for one in found
    )
    return form


def _page(form: WhomForm) -> str:
    return render_template("participant/scan_sharing_ask.html", form=form, taken=subject(Taken))


@blueprint.get("/mijn/zelfscan/<scan>/delen")
def sharing_scan(**_address: str) -> Answer:
    """With whom, and what that means."""
    return _page(_offer(WhomForm(formdata=None)))


@blueprint.post("/mijn/zelfscan/<scan>/delen")
def share_scan(scan: str) -> Answer:
    """Shares the scan with this facilitator; twice is once."""
    form = _offer(WhomForm())
    if not form.validate():
        return _page(form), 422
    edition, _slash, facilitator = form.whom.data.partition("/")
    try:
        with transaction() as session:
            service.share(
                session,
                public_id=scan,
                person_id=member().person_id,
                edition=edition,
                facilitator=facilitator,
                now=clock.now(),
            )
    except Refused as refusal:
        db.session().rollback()
        form.refuse("whom", refusal)
        return _page(form), 422
    flash(_("Je scan is gedeeld. Je kunt dat hier weer stoppen."), "ok")
    return redirect(url_for("participant.scan_result", scan=scan), 303)


@blueprint.post("/mijn/zelfscan/delen/<share>/stop")
def take_back_scan(share: str) -> Answer:
    """Stops sharing, and goes back to the result; pressed twice it is once."""
    with transaction() as session:
        scan = service.take_back(session, share_public_id=share, person_id=member().person_id)
    flash(_("Je scan is niet meer gedeeld."), "ok")
    if scan is None:
        return redirect(url_for("participant.scans"), 303)
    return redirect(url_for("participant.scan_result", scan=scan), 303)


@blueprint.get("/mijn/begeleiding/zelfscans/<share>")
def shared_scan(**_address: str) -> Answer:
    """The result that somebody shares with this facilitator, and nothing else of them."""
    shown, taken = subject(tuple)
    assert isinstance(shown, Shown)
    return render_template(
        "participant/scan_sharing_shown.html",
        shown=shown,
        where=own(f"{shown.programme}, {shown.edition}"),
        **facts_of(taken, None, person_id=None),
    )
