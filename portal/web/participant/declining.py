"""After declining a meeting by mail: this day only, a substitute, or leave. A look changes nothing."""

from flask import redirect, render_template, url_for
from sqlalchemy.orm import Session
from wtforms.fields.choices import SelectChoice

from portal import clock
from portal.database import db, transaction
from portal.errors import Refused
from portal.invites.declining import Declined
from portal.people import limits, tokens
from portal.people.models import Token
from portal.registrations import duo, money, service, substitution
from portal.texts import N_, format_span, local
from portal.texts import gettext as _
from portal.web.kit import origin
from portal.web.kit.access import subject
from portal.web.kit.engine import own as own_words
from portal.web.kit.engine import say
from portal.web.participant import doorway
from portal.web.participant.blueprint import blueprint
from portal.web.participant.doorway import Reply
from portal.web.participant.forms import LEAVE, SUBSTITUTE, THIS_DAY, DeclinedForm
from portal.web.participant.offers import somebody_else
from portal.web.participant.withdrawing import beside_stays


@blueprint.get("/niet-erbij/<secret>")
def declined_by_link(secret: str) -> Reply:
    """What do you mean, with what each answer does; or what became of it."""
    found = subject(Declined)
    if somebody_else(found.person.id):
        back = url_for("participant.declined_by_link", secret=secret)
        return render_template("participant/offers_other.html", name=found.person.name, back=back)
    if not found.stands(clock.now()):
        return render_template("participant/declining_over.html", **_outcome(found))
    return _page(found, _form(found, DeclinedForm(formdata=None)), secret)


@blueprint.post("/niet-erbij/<secret>")
def answer_declined_by_link(secret: str) -> Reply:
    """Does what was chosen; the link works once. A second press finds the answer of the first."""
    found, now = subject(Declined), clock.now()
    back = url_for("participant.declined_by_link", secret=secret)
    if somebody_else(found.person.id) or not found.stands(now):
        return redirect(back, 303)
    form = _form(found, DeclinedForm())
    if not form.validate():
        return _page(found, form, secret), 422
    token_id, only_me = found.token.id, beside_stays(found.own)
    try:
        if form.answer.data == SUBSTITUTE:
            counted = limits.mail_limits(form.email.data, origin.network())
            limits.enforce(db.session(), limits=counted, now=now)
        with transaction() as session:
            _act(session, found, form, only_me=only_me)
            tokens.use(session, session.get_one(Token, token_id), now)
    except Refused as refusal:
        form.refuse("email" if form.answer.data == SUBSTITUTE else "answer", refusal)
        return _page(found, form, secret), doorway.status_of(refusal)
    return redirect(back, 303)


def _act(session: Session, found: Declined, form: DeclinedForm, *, only_me: bool) -> None:
    own, person_id, now = found.own, found.person.id, clock.now()
    registration_id, participant_id = own.registration.id, own.mine.id
    if form.answer.data == SUBSTITUTE:
        substitution.ask_substitute(
            session,
            registration_id=registration_id,
            participant_id=participant_id,
            actor_id=person_id,
            name=form.name.data,
            email=form.email.data,
            now=now,
        )
    elif form.answer.data == LEAVE and own.leads:
        service.withdraw(
            session, registration_id=registration_id, actor_id=person_id, now=now, only_me=only_me
        )
    elif form.answer.data == LEAVE:
        duo.decline_companion(session, participant_id=participant_id, person_id=person_id, now=now)


def _form(found: Declined, form: DeclinedForm) -> DeclinedForm:
    choices = [
        SelectChoice(THIS_DAY, _("Ik kom deze dag niet")),
        SelectChoice(LEAVE, _("Ik doe niet meer mee")),
        SelectChoice(SUBSTITUTE, _("Ik stuur een vervanger")),  # last: what to fill in stands below it
    ]
    if not found.own.sheet.substitution_allowed:
        del choices[-1], form.name, form.email
    form.answer.choices = choices
    return form


def _page(found: Declined, form: DeclinedForm, secret: str) -> str:
    span = found.event.span
    return render_template(
        "participant/declining_ask.html",
        sheet=found.own.sheet,
        name=found.person.name,
        event=found.event,
        when=format_span(span.day, span.starts_at, span.ends_at),
        form=form,
        action=url_for("participant.answer_declined_by_link", secret=secret),
        notes={
            THIS_DAY: _("Je houdt je plek. De organisator ziet dat je er deze dag niet bent."),
            SUBSTITUTE: _(
                "Je collega neemt je hele plek over, ook voor de andere dagen. Zegt je collega ja, dan doe "
                "jij niet meer mee. Tot die tijd is de plek van jou."
            ),
            LEAVE: " ".join(_leaving(found)),
        },
    )


def _leaving(found: Declined) -> list[str]:
    """What leaving does."""
    own, lines = found.own, [_("Je plek gaat meteen naar de volgende op de wachtlijst.")]
    if own.leads:
        price, terms = own.registration.price, own.registration.terms
        lines.append(money.cost_of_leaving(money.leaving_costs(price, terms, local(clock.now()).date())))
    if own.beside is not None:
        name = own.beside.shown_name
        if beside_stays(own):
            lines.append(_("%(name)s blijft ingeschreven en krijgt daarover een mail.", name=name))
        else:
            lines.append(_("%(name)s mag niet alleen meedoen en is dan ook afgemeld.", name=name))
    return lines


def _outcome(found: Declined) -> dict[str, object]:
    """What became of it."""
    own, text = found.own, ""
    title = own_words(found.own.sheet.programme_title)
    if not found.seated:
        heading = _("Je doet niet meer mee")
        text = say(N_("Je plek bij %(title)s is niet meer van jou."), title=title)
    elif found.token.used_at is None:
        heading = _("Deze vraag is voorbij")
        text = say(N_("De bijeenkomst is begonnen of geweest. Je plek bij %(title)s houd je."), title=title)
    elif own.mine.substitute is not None:
        heading = _("We hebben je collega gevraagd")
        text = _(
            "Zegt %(name)s ja, dan gaat je plek over. Tot die tijd is de plek van jou.",
            name=own.mine.substitute_name,
        )
    else:
        heading = _("Je houdt je plek")
        text = _("De organisator ziet dat je er deze dag niet bent.")
    return {"sheet": own.sheet, "registration": own.registration, "heading_text": heading, "text": text}
