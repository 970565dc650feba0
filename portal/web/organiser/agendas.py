"""The agendas of an edition: what rests before it is sent, what people answered, and who has the old time."""

from collections.abc import Mapping

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response
from wtforms import StringField

from portal import clock
from portal.database import db, transaction
from portal.invites import overview, plans, quiet, service
from portal.invites.models import AgendaUpdate
from portal.invites.overview import Answers, Behind
from portal.programmes.models import Edition
from portal.texts import format_span, lazy, ngettext
from portal.texts import gettext as _
from portal.web.kit.access import subject
from portal.web.kit.fields import AtMost, PortalForm
from portal.web.organiser import frame
from portal.web.organiser.blueprint import blueprint
from portal.web.organiser.effects import some
from portal.web.organiser.resting import leaves
from portal.web.organiser.telling import told

Answer = Response | str | tuple[str, int]
NOW = "now"


class UpdateForm(PortalForm):
    """What people read with the changes that rest."""

    explanation = StringField(
        lazy("Toelichting"),
        description=lazy("Eén regel. Hij staat in elke mail over deze wijziging."),
        validators=[AtMost(quiet.LONGEST)],
        render_kw={"autocomplete": "off"},
    )


@blueprint.get("/edities/<edition_id>/agendas")
def agendas(**_address: str) -> Answer:
    """What rests, the answers per meeting, and who may still see the old."""
    edition = subject(Edition)
    update = db.session().get(AgendaUpdate, edition.id)
    return _page(
        edition, UpdateForm(formdata=None, data={"explanation": update.explanation if update else ""})
    )


def _page(edition: Edition, form: UpdateForm) -> str:
    session, now = db.session(), clock.now()
    title = f"{edition.programme.title}: "
    plan = plans.plan(session, edition_id=edition.id, now=now)
    answers = overview.answers(session, edition_id=edition.id)
    titles = {one.meeting_id: one.event.summary for one in answers}
    return frame.page(
        "organiser/agendas_show.html",
        edition,
        "agendas",
        form=form,
        plan=told(plan) if not plan.is_empty else [],
        leaves=leaves(session.get(AgendaUpdate, edition.id), edition),
        answers=[_answers(one, title) for one in answers],
        behind=[_late(one, title, titles) for one in overview.behind(session, edition_id=edition.id)],
    )


def _answers(one: Answers, title: str) -> dict[str, object]:
    span = one.event.span
    return {
        "title": one.event.summary.removeprefix(title),
        "when": format_span(span.day, span.starts_at, span.ends_at),
        "accepted": one.accepted,
        "tentative": one.tentative,
        "declined": one.declined,
        "names": some(one.not_coming),
        "unanswered": one.unanswered,
        "feed": one.feed,
    }


def _late(one: Behind, title: str, titles: Mapping[int, str]) -> dict[str, str]:
    return {
        "person": one.person_public_id,
        "name": one.name,
        "address": one.address,
        "meetings": "; ".join(titles.get(id_, own).removeprefix(title) for id_, own in one.meetings),
        "why": _why(one),
        "said": one.fails or one.said,
    }


def _why(one: Behind) -> str:
    if one.fails is not None:
        return _("Mail naar dit adres komt terug.")
    if one.failed:
        return _("De mail is niet verstuurd.")
    return (
        _("De mail is onderweg.")
        if not one.said
        else _("De mail is nog niet aangenomen. We proberen het weer.")
    )


@blueprint.post("/edities/<edition_id>/agendas")
def update_agendas(edition_id: str) -> Answer:
    """Keeps the explanation of what rests, and sends it now when asked to."""
    edition, form = subject(Edition), UpdateForm()
    if not form.validate():
        return _page(edition, form), 422
    row_id, at_once = edition.id, request.form.get("send") == NOW
    with transaction() as session:
        waits = not plans.plan(session, edition_id=row_id, now=clock.now()).is_empty
        if waits:
            explanation = form.explanation.data or ""
            quiet.tell(
                session,
                edition_id=row_id,
                at_once=at_once,
                explanation=explanation,
                now=clock.now(),
                replaces=True,
            )
    if not waits:
        flash(_("Er wacht niets meer: alle wijzigingen zijn al weg."), "info")
    elif at_once:
        flash(_("De mails gaan nu weg."), "ok")
    else:
        flash(_("De toelichting is bewaard."), "ok")
    return redirect(url_for("organiser.agendas", edition_id=edition_id), 303)


@blueprint.post("/edities/<edition_id>/agendas/<person_id>/opnieuw")
def resend_agenda(edition_id: str, **_address: str) -> Response:
    """One person gets their newest invitations once more; an agenda takes the same one twice as once."""
    edition, person = subject(tuple)
    row_id, reader_id = edition.id, person.id
    with transaction() as session:
        count = service.send_person_again(session, edition_id=row_id, person_id=reader_id, now=clock.now())
    if count:
        flash(
            ngettext(
                "%(num)s uitnodiging gaat binnen een minuut opnieuw naar %(name)s.",
                "%(num)s uitnodigingen gaan binnen een minuut opnieuw naar %(name)s.",
                count,
                name=person.name,
            ),
            "ok",
        )
    else:
        flash(_("Voor %(name)s is er geen uitnodiging om opnieuw te sturen.", name=person.name), "info")
    return redirect(url_for("organiser.agendas", edition_id=edition_id, _anchor="oude-tijd"), 303)
