"""How an edition shares out its seats: when they come free, with whom, and when people may register."""

from functools import partial
from typing import Any

from flask import request, url_for

from portal.database import db
from portal.eligibility.facts import RuleKind
from portal.eligibility.queries import edition_rules
from portal.people.listings import with_members
from portal.programmes import stating
from portal.programmes.interest import waiting_for
from portal.programmes.models import Edition
from portal.programmes.states import Window
from portal.registrations import arranging
from portal.texts import gettext as _
from portal.texts import ngettext
from portal.web.kit.access import subject
from portal.web.organiser import frame
from portal.web.organiser.blueprint import blueprint
from portal.web.organiser.meanwhile import Line, stamp
from portal.web.organiser.saving import Answer, save
from portal.web.organiser.sharing_forms import CompanyForm, SharingForm
from portal.web.organiser.window_forms import WindowsForm


@blueprint.get("/edities/<edition_id>/verdeling")
def sharing(**_address: str) -> str:
    """The form: what happens with a seat that comes free."""
    edition = subject(Edition)
    frame.check_not_over(edition)
    form = SharingForm.of(edition)
    stamp(form, db.session(), edition)
    return _sharing(form, edition)


def _sharing(form: SharingForm, edition: Edition, meanwhile: list[Line] | None = None) -> str:
    note = ""
    if arranging.has_registrations(db.session(), edition.id):
        note = _(
            "Wat je wijzigt, geldt voor plekken die vanaf nu vrijkomen. Een aanbod dat al loopt, blijft."
        )
    return frame.arranging(
        edition,
        form,
        title=_("Als er een plek vrijkomt"),
        groups=[("", "", [form.promotion, form.hold, form.substitution_allowed])],
        action=url_for("organiser.set_sharing", edition_id=edition.public_id),
        note=note,
        meanwhile=meanwhile,
    )


@blueprint.post("/edities/<edition_id>/verdeling")
def set_sharing(**_address: str) -> Answer:
    """Keeps it; who waits is served by the new rule at once."""
    edition = subject(Edition)
    form = SharingForm().offer(edition.hold_hours)
    if not form.validate():
        return _sharing(form, edition), 422
    values = form.values()
    return save(
        form,
        edition,
        partial(arranging.carry_out, verb=stating.change_edition, values=values),
        same=lambda: not stating.differences(edition, values),
        show=lambda lines: _sharing(form, edition, lines),
        done=_("De verdeling van plekken is gewijzigd."),
    )


def _company_rule(edition: Edition) -> dict[str, Any]:
    """What the edition says now of who may come along."""
    rules = edition_rules(db.session(), edition.id)
    return next((rule.values for rule in rules if rule.kind is RuleKind.COMPANION), {})


@blueprint.get("/edities/<edition_id>/meenemen")
def company(**_address: str) -> str:
    """The form: may one bring somebody along, and whom."""
    edition = subject(Edition)
    frame.check_not_over(edition)
    form = CompanyForm.of(edition, _company_rule(edition)).offer(with_members(db.session()))
    stamp(form, db.session(), edition)
    return _company(form, edition)


def _company(form: CompanyForm, edition: Edition, meanwhile: list[Line] | None = None) -> str:
    note, whom = "", [form.positions, form.same_organisation]
    if form.membership.choices:
        whom.append(form.membership)
    if arranging.has_registrations(db.session(), edition.id):
        note = _(
            "Wie al samen meedoet, blijft. Wie samen wacht, krijgt alleen een plek als de nieuwe regel past. "
            "Of de tweede persoon een plek inneemt, ligt vast omdat er al inschrijvingen zijn."
        )
    else:
        whom.append(form.takes_seat)
    return frame.arranging(
        edition,
        form,
        title=_("Iemand meenemen"),
        groups=[("", "", [form.allowed]), (_("Als het mag"), "", whom)],
        action=url_for("organiser.set_company", edition_id=edition.public_id),
        note=note,
        meanwhile=meanwhile,
    )


@blueprint.post("/edities/<edition_id>/meenemen")
def set_company(**_address: str) -> Answer:
    """Keeps it."""
    edition = subject(Edition)
    form = CompanyForm().offer(with_members(db.session()))
    if not form.validate():
        return _company(form, edition), 422
    rule, takes_seat = form.rule(), form.takes_seat.data == "yes"
    if arranging.has_registrations(db.session(), edition.id):
        takes_seat = edition.companion_takes_seat
    wanted = {"companion_allowed": rule is not None, "companion_takes_seat": takes_seat}
    return save(
        form,
        edition,
        partial(arranging.set_company, rule=rule, takes_seat=takes_seat),
        same=lambda: not stating.differences(edition, wanted) and _company_rule(edition) == (rule or {}),
        show=lambda lines: _company(form, edition, lines),
        done=_("Wie je mag meenemen, is gewijzigd."),
    )


@blueprint.get("/edities/<edition_id>/inschrijfperiodes")
def windows(**_address: str) -> str:
    """The form with every period in which people may register."""
    edition = subject(Edition)
    frame.check_not_over(edition)
    form = WindowsForm.of(edition)
    stamp(form, db.session(), edition)
    return _windows(form, edition)


def _windows(form: WindowsForm, edition: Edition, meanwhile: list[Line] | None = None) -> str:
    waiting = len(waiting_for(db.session(), programme_id=edition.programme_id))
    return frame.page(
        "organiser/sharing_windows.html",
        edition,
        "arrangement",
        form=form,
        meanwhile=meanwhile or [],
        told=edition.opening_announced_at is not None,
        waiting=ngettext(
            "%(num)s persoon vroeg om bericht als de inschrijving opent.",
            "%(num)s mensen vroegen om bericht als de inschrijving opent.",
            waiting,
        ),
    )


@blueprint.post("/edities/<edition_id>/inschrijfperiodes")
def set_windows(**_address: str) -> Answer:
    """Keeps all periods at once; the button for one more only adds a row."""
    edition, form = subject(Edition), WindowsForm()
    if request.form.get("nog"):
        form.one_more()
        return _windows(form, edition)
    if not form.validate():
        return _windows(form.with_room(), edition), 422
    found, days = form.found(), form.head_start.data or 0
    return save(
        form,
        edition,
        partial(arranging.set_windows, windows=found, head_start_days=days),
        same=lambda: {Window(w.opens_at, w.closes_at) for w in edition.windows} == set(found),
        show=lambda lines: _windows(form, edition, lines),
        done=_("De inschrijfperiodes zijn gewijzigd."),
    )
