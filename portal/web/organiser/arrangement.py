"""All that can be arranged of an edition on one page, what still must be, and putting it on the site."""

from collections.abc import Iterator

from flask import url_for

from portal import clock
from portal.database import db
from portal.programmes.facts import Publication
from portal.programmes.models import Edition
from portal.registrations import arranging, money
from portal.registrations.arranging import Opening
from portal.texts import format_moment, ngettext
from portal.texts import gettext as _
from portal.web.kit.access import subject
from portal.web.organiser import changes, frame, reminding
from portal.web.organiser.after_copying import after_copying
from portal.web.organiser.attention import Task
from portal.web.organiser.blueprint import blueprint
from portal.web.organiser.forms import VersionedForm
from portal.web.organiser.meanwhile import Line, stamp
from portal.web.organiser.reading import sight
from portal.web.organiser.saving import Answer, save
from portal.web.organiser.targets import task
from portal.web.organiser.unfinished import unfinished


@blueprint.get("/edities/<edition_id>/inrichten")
def arrangement(**_address: str) -> str:
    """Every part of the edition with what it says now."""
    edition = subject(Edition)
    found = sight(db.session(), edition, clock.now())
    return frame.shown(
        "organiser/arrangement_show.html",
        found,
        "arrangement",
        parts=[] if frame.is_over(edition) else list(_parts(edition)),
        draft=edition.publication == Publication.DRAFT,
    )


def _parts(edition: Edition) -> Iterator[Task]:
    def to(view: str) -> str:
        return url_for(f"organiser.{view}", edition_id=edition.public_id)

    slug = edition.programme.slug
    yield ("doc", _("Gegevens"), to("facts"), _("Naam, studielast, begeleiding en voorbereiding."))
    yield ("cal", _("Programma"), to("schedule"), _("Modules, bijeenkomsten, zalen en begeleiders."))
    yield ("euro", _("Prijs"), to("price"), _price(edition))
    yield ("people", _("Aantal plekken"), to("capacity"), _seats(edition))
    yield ("clock", _("Inschrijfperiodes"), to("windows"), _windows(edition))
    yield ("check", _("Wie mag meedoen"), to("rules"), _rules(edition))
    yield ("person", _("Iemand meenemen"), to("company"), _company(edition))
    yield (
        "swap",
        _("Als er een plek vrijkomt"),
        to("sharing"),
        _("Aanbod of meteen de plek, en overdragen."),
    )
    yield ("mail", _("Herinneringen"), to("reminding"), reminding.in_words(edition))
    yield (
        "pen",
        _("Tekst van de leergang"),
        url_for("organiser.programme", slug=slug),
        _("Titel, beschrijving en organisaties. Geldt voor alle edities."),
    )


def _price(edition: Edition) -> str:
    values = {"total": edition.price_cents, "vat_percentage": edition.vat_percentage}
    return money.line({**values, "vat_basis": str(edition.vat_basis)})


def _seats(edition: Edition) -> str:
    if not edition.capacity_known:
        return _("Nog niet ingevuld.")
    return changes.seats(edition.pool.capacity)


def _windows(edition: Edition) -> str:
    count = len(edition.windows)
    return ngettext("%(num)s periode", "%(num)s periodes", count) if count else _("Nog niet ingevuld.")


def _rules(edition: Edition) -> str:
    count = len(frame.rules_of(edition))
    return (
        ngettext("%(num)s regel", "%(num)s regels", count) if count else _("Iedereen mag zich inschrijven.")
    )


def _company(edition: Edition) -> str:
    return _("Ja, één persoon") if edition.companion_allowed else _("Nee")


@blueprint.get("/edities/<edition_id>/publiceren")
def publishing(**_address: str) -> Answer:
    """Putting the edition on the site, or taking it back: first what it does."""
    edition = subject(Edition)
    frame.check_not_over(edition)
    form = VersionedForm(formdata=None)
    stamp(form, db.session(), edition)
    return _publishing(form, edition)


def _publishing(form: VersionedForm, edition: Edition, meanwhile: list[Line] | None = None) -> str:
    now = clock.now()
    found = sight(db.session(), edition, now)
    return frame.shown(
        "organiser/arrangement_publishing.html",
        found,
        "arrangement",
        form=form,
        meanwhile=meanwhile or [],
        draft=edition.publication == Publication.DRAFT,
        todo=[*unfinished(edition), *after_copying(db.session(), edition, now)],
        warnings=[task(edition, warning) for warning in found.warnings],
        lines=_consequences(arranging.opening_of(db.session(), edition, now)),
        registered=arranging.has_registrations(db.session(), edition.id),
    )


def _consequences(opening: Opening) -> list[str]:
    """What happens once everyone sees the edition."""
    lines = [_("Iedereen ziet de editie op de site.")]
    if opening.at is None:
        lines.append(_("Niemand kan zich nog inschrijven. Mensen kunnen wel om bericht vragen."))
        return lines
    now = opening.at <= clock.now()
    lines.append(
        _("De inschrijving is meteen open.")
        if now
        else _("De inschrijving opent op %(moment)s.", moment=format_moment(opening.at))
    )
    if opening.told_before:
        lines.append(_("Wie om bericht vroeg, heeft dat al gehad. Er gaat nu niets uit."))
    elif not opening.readers:
        lines.append(_("Niemand vroeg om bericht. Er gaat geen mail uit."))
    else:
        lines.append(_letters(opening, now=now))
    return lines


def _letters(opening: Opening, *, now: bool) -> str:
    if now:
        return ngettext(
            "%(num)s persoon vroeg om bericht en krijgt nu een mail.",
            "%(num)s mensen vroegen om bericht en krijgen nu een mail.",
            opening.readers,
        )
    return ngettext(
        "%(num)s persoon vroeg om bericht en krijgt dan een mail.",
        "%(num)s mensen vroegen om bericht en krijgen dan een mail.",
        opening.readers,
    )


@blueprint.post("/edities/<edition_id>/publiceren")
def publish(**_address: str) -> Answer:
    """Everyone sees the edition from now on."""
    edition, form = subject(Edition), VersionedForm()
    return save(
        form,
        edition,
        arranging.publish,
        same=lambda: edition.publication == Publication.PUBLISHED,
        show=lambda lines: _publishing(form, edition, lines),
        done=_("De editie staat op de site."),
        to="organiser.edition",
    )


@blueprint.post("/edities/<edition_id>/concept")
def take_back(**_address: str) -> Answer:
    """The edition is a draft again, while nobody registered."""
    edition, form = subject(Edition), VersionedForm()
    return save(
        form,
        edition,
        arranging.take_back,
        same=lambda: edition.publication == Publication.DRAFT,
        show=lambda lines: _publishing(form, edition, lines),
        done=_("De editie is weer een concept. Alleen organisatoren zien die nu."),
        to="organiser.edition",
    )
