"""What erasing an account does, in sentences; and doing it as far as it can go at once."""

from collections.abc import Iterator
from dataclasses import dataclass

from portal import clock
from portal.database import transaction
from portal.erasure import service
from portal.erasure.facts import Why
from portal.erasure.places import Place
from portal.erasure.queries import Consequences, Obstacles
from portal.registrations.states import RegistrationState
from portal.texts import N_, format_money, ngettext
from portal.texts import gettext as _
from portal.web.kit import engine

_MOST_STEPS = 100


@dataclass(frozen=True)
class Told:
    """Everything that the page says: what is in the way, what ends, and what is thrown away."""

    first: list[str]
    ends: list[str]
    goes: list[str]


def told(found: Consequences, *, own: bool) -> Told:
    """The sentences, in the language of now. Whether somebody has scans or goals, only they read (`own`)."""
    ends = [line for place in found.places.living for line in _place(place)]
    asked = len(found.places.asked)
    if asked:
        ends.append(
            ngettext(
                "De vraag om de plek van een collega over te nemen vervalt.",
                "%(num)s vragen om de plek van een collega over te nemen vervallen.",
                asked,
            )
        )
    return Told(list(_first(found.obstacles)), ends, list(_goes(found, own=own)))


def _place(place: Place) -> Iterator[str]:
    of, state = engine.own(place.entry.programme), place.entry.registration.state
    if state == RegistrationState.WAITLISTED:
        yield engine.say(N_("%(programme)s: de plek op de wachtlijst vervalt."), programme=of)
    elif state == RegistrationState.OFFERED:
        yield engine.say(N_("%(programme)s: het aanbod van een plek vervalt."), programme=of)
    elif state == RegistrationState.REQUESTED:
        yield engine.say(N_("%(programme)s: de aanvraag vervalt."), programme=of)
    elif place.cost is None:
        yield engine.say(
            N_("%(programme)s: de plek komt vrij. Over kosten heeft de organisator niets vastgelegd."),
            programme=of,
        )
    elif place.cost == 0:
        yield engine.say(N_("%(programme)s: de plek komt vrij. Dat kost niets."), programme=of)
    else:
        amount = format_money(place.cost)
        yield engine.say(
            N_("%(programme)s: de plek komt vrij. Dat kost %(amount)s."), programme=of, amount=amount
        )
    if place.beside and (place.stays or not place.entry.leads):
        yield _("%(name)s gaat daar alleen verder, als de regels dat toelaten.", name=place.beside)
    elif place.beside:
        yield _("%(name)s is daar dan ook niet meer ingeschreven.", name=place.beside)


def _goes(found: Consequences, *, own: bool) -> Iterator[str]:
    yield _("De naam, het e-mailadres, het telefoonnummer, de functies en de lidmaatschappen.")
    if own:
        yield from _own(found)
    else:
        yield _("Zelfscans, leerdoelen en aanbevelingen, als die er zijn.")
    yield _("De tekst van alle mails die we stuurden.")


def _own(found: Consequences) -> Iterator[str]:
    if found.scans:
        yield ngettext(
            "%(num)s zelfscan met alle antwoorden.", "%(num)s zelfscans met alle antwoorden.", found.scans
        )
    if found.shared:
        yield ngettext(
            "Een begeleider ziet de gedeelde uitslag niet meer.",
            "Begeleiders zien %(num)s gedeelde uitslagen niet meer.",
            found.shared,
        )
    if found.goals:
        yield ngettext(
            "%(num)s leerdoel met alles wat erbij staat.",
            "%(num)s leerdoelen met alles wat erbij staat.",
            found.goals,
        )
    if found.interests:
        yield ngettext(
            "De belangstelling voor %(num)s leergang.",
            "De belangstelling voor %(num)s leergangen.",
            found.interests,
        )


def _first(found: Obstacles) -> Iterator[str]:
    if found.last_administrator:
        yield _("Dit is de laatste beheerder. Maak eerst iemand anders beheerder.")
    for name in found.organisations:
        yield _(
            "Bij %(organisation)s organiseert verder niemand. Laat een beheerder eerst iemand anders "
            "organisator maken.",
            organisation=name,
        )
    for name in found.editions:
        yield engine.say(
            N_("%(edition)s heeft geen andere begeleider. Laat de organisator er eerst een toevoegen."),
            edition=engine.own(name),
        )


def erase(*, person_id: int, asked_by_id: int | None = None, why: Why | None = None) -> None:
    """Erases as far as it can go now; the scheduler does the rest. `Refused`: the last one."""
    now = clock.now()
    with transaction() as database:
        service.begin(database, person_id=person_id, now=now, asked_by_id=asked_by_id, why=why)
    for _step in range(_MOST_STEPS):
        with transaction() as database:
            if not service.advance(database, person_id=person_id, now=now):
                return
