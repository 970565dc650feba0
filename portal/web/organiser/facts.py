"""What an edition says about itself, and what it costs."""

from functools import partial

from flask import url_for

from portal.database import db
from portal.programmes import stating
from portal.programmes.models import Edition
from portal.registrations import arranging
from portal.texts import gettext as _
from portal.web.kit.access import subject
from portal.web.organiser import frame
from portal.web.organiser.blueprint import blueprint
from portal.web.organiser.edition_forms import FactsForm, PriceForm
from portal.web.organiser.meanwhile import Line, stamp
from portal.web.organiser.saving import Answer, save


@blueprint.get("/edities/<edition_id>/gegevens")
def facts(**_address: str) -> str:
    """The form with what the edition is called, when it is and how one works."""
    edition = subject(Edition)
    frame.check_not_over(edition)
    form = FactsForm.of(edition)
    stamp(form, db.session(), edition)
    return _facts(form, edition)


def _facts(form: FactsForm, edition: Edition, meanwhile: list[Line] | None = None) -> str:
    groups = [
        ("", "", [form.label]),
        (
            _("Wanneer en waar"),
            _("De data en zalen van de bijeenkomsten zelf vul je in bij het programma."),
            [form.starts_on, form.ends_on, form.until_month, form.location_note],
        ),
        (
            _("Hoeveel tijd het kost"),
            "",
            [form.stated_days, form.study_load_hours, form.self_study_hours],
        ),
        (
            _("Zo werk je"),
            "",
            [form.facilitator, form.facilitator_role, form.day_format, form.preparation],
        ),
        ("", "", [form.late_registration]),
    ]
    return frame.arranging(
        edition,
        form,
        title=_("Gegevens"),
        groups=groups,
        action=url_for("organiser.set_facts", edition_id=edition.public_id),
        meanwhile=meanwhile,
    )


@blueprint.post("/edities/<edition_id>/gegevens")
def set_facts(**_address: str) -> Answer:
    """Keeps the facts."""
    edition, form = subject(Edition), FactsForm()
    if not form.validate():
        return _facts(form, edition), 422
    values = form.values()
    return save(
        form,
        edition,
        partial(arranging.carry_out, verb=stating.change_edition, values=values),
        same=lambda: not stating.differences(edition, values),
        show=lambda lines: _facts(form, edition, lines),
        done=_("De gegevens zijn gewijzigd."),
    )


@blueprint.get("/edities/<edition_id>/prijs")
def price(**_address: str) -> str:
    """The form with the price, its VAT and the terms for leaving."""
    edition = subject(Edition)
    frame.check_not_over(edition)
    form = PriceForm.of(edition)
    stamp(form, db.session(), edition)
    return _price(form, edition)


def _price(form: PriceForm, edition: Edition, meanwhile: list[Line] | None = None) -> str:
    paid = [form.price, form.vat_basis, form.vat_percentage, form.member_price]
    if edition.companion_allowed:
        paid.append(form.companion_price)
    note = ""
    if arranging.has_registrations(db.session(), edition.id):
        note = _(
            "Wie zich al inschreef, houdt de prijs en de voorwaarden van dat moment. "
            "Wat je hier wijzigt, geldt voor nieuwe inschrijvingen."
        )
    groups = [
        ("", "", [form.paid]),
        (_("Als meedoen geld kost"), "", paid),
        (_("Afmelden"), "", [form.cancel_free_days, form.cancel_percentage]),
    ]
    return frame.arranging(
        edition,
        form,
        title=_("Prijs"),
        groups=groups,
        action=url_for("organiser.set_price", edition_id=edition.public_id),
        note=note,
        meanwhile=meanwhile,
    )


@blueprint.post("/edities/<edition_id>/prijs")
def set_price(**_address: str) -> Answer:
    """Keeps the price; what was recorded with a registration stays."""
    edition, form = subject(Edition), PriceForm()
    if not form.validate():
        return _price(form, edition), 422
    values = form.values()
    if not edition.companion_allowed:
        values = values | {"companion_price_cents": edition.companion_price_cents}
    return save(
        form,
        edition,
        partial(arranging.carry_out, verb=stating.change_edition, values=values),
        same=lambda: not stating.differences(edition, values),
        show=lambda lines: _price(form, edition, lines),
        done=_("De prijs is gewijzigd."),
    )
