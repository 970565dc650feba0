"""In which domain of an organisation somebody has a position: the person's own statement."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import RadioField

from portal.database import db, transaction
from portal.insight import domains as named
from portal.people import profile as own
from portal.people.models import Position
from portal.texts import gettext as _
from portal.texts import lazy
from portal.web.account.blueprint import blueprint
from portal.web.kit.access import member, subject
from portal.web.kit.fields import PortalForm, options

NONE = "geen"


class DomainForm(PortalForm):
    """One of the domains of the organisation, or none."""

    domain = RadioField(lazy("Domein"), default=NONE)

    def offer(self, position: Position) -> "DomainForm":
        """Fills the list."""
        there = named.domains_of(db.session(), position.organisation_id)
        pairs = [(one.public_id, one.name) for one in there]
        self.domain.choices = options([*pairs, (NONE, _("Geen van deze, of ik zeg het liever niet"))])
        return self


@blueprint.get("/profiel/functies/<position_id>/domein")
def domain(**_address: str) -> str:
    """The domains to choose from."""
    position = subject(Position)
    chosen = named.chosen(db.session(), [position.id]).get(position.id)
    data = {"domain": chosen.public_id if chosen else NONE}
    return _page(DomainForm(formdata=None, data=data).offer(position), position)


@blueprint.post("/profiel/functies/<position_id>/domein")
def store_domain(position_id: str) -> Response | tuple[str, int]:
    """Keeps the choice."""
    form = DomainForm().offer(subject(Position))
    if not form.validate():
        return _page(form, subject(Position)), 422
    with transaction() as session:
        position = own.own_position(session, person_id=member().person_id, public_id=position_id)
        named.choose(session, position=position, domain="" if form.domain.data == NONE else form.domain.data)
    flash(_("Je domein is opgeslagen."), "ok")
    return redirect(url_for("account.profile"), 303)


def _page(form: DomainForm, position: Position) -> str:
    return render_template("account/domain_choose.html", form=form, position=position)
