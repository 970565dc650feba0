"""How one's own agenda is kept right: by mail, by a feed, or both; and the secret address of the feed."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import RadioField

from portal import clock
from portal.database import db, transaction
from portal.invites import channels
from portal.outbox.rendering import house
from portal.people import queries, tokens
from portal.people.facts import CHANNEL_WORDS, Channel
from portal.texts import gettext, lazy
from portal.web.account.blueprint import blueprint
from portal.web.kit.access import member
from portal.web.kit.fields import PortalForm, options

Answer = Response | str | tuple[str, int]


class ChannelForm(PortalForm):
    """One of the channels."""

    channel = RadioField(lazy("Hoe komen bijeenkomsten in je agenda?"))

    def offer(self) -> "ChannelForm":
        """Fills the list."""
        self.channel.choices = options([(one.value, gettext(words)) for one, words in CHANNEL_WORDS.items()])
        return self


@blueprint.get("/profiel/agenda")
def agenda() -> Answer:
    """The choice, and the address of the feed for who has one."""
    person = queries.profile(db.session(), person_id=member().person_id).person
    return _page(ChannelForm(formdata=None, data={"channel": person.channel.value}).offer())


def _page(form: ChannelForm) -> str:
    person = queries.profile(db.session(), person_id=member().person_id).person
    token = channels.feed_token(db.session(), person_id=person.id)
    feed = ""
    if token is not None and person.channel != Channel.INVITATIONS:
        feed = f"{house().site_url}/agenda/{tokens.secret(token)}.ics"
    return render_template("account/agenda.html", form=form, feed=feed)


@blueprint.post("/profiel/agenda")
def store_agenda() -> Answer:
    """Stores the choice; agendas follow within a minute."""
    form = ChannelForm().offer()
    if not form.validate():
        return _page(form), 422
    chosen = Channel(form.channel.data)
    with transaction() as database:
        channels.choose(database, person_id=member().person_id, channel=chosen, now=clock.now())
    flash(gettext("Opgeslagen. Je agenda volgt binnen een paar minuten."), "ok")
    return redirect(url_for("account.agenda"), 303)


@blueprint.post("/profiel/agenda/nieuw-adres")
def renew_feed() -> Answer:
    """Another secret address."""
    with transaction() as database:
        channels.renew_feed(database, person_id=member().person_id, now=clock.now())
    flash(gettext("Je agenda-abonnement heeft een nieuw adres. Het oude werkt niet meer."), "ok")
    return redirect(url_for("account.agenda"), 303)
