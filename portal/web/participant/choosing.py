"""The form of rounds and elective groups, made from an edition's sheet, with what is full or cancelled."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from babel.support import LazyProxy
from markupsafe import Markup
from sqlalchemy.orm import Session
from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice

from portal.errors import Refused
from portal.programmes import kept
from portal.registrations.ledger import seats_of
from portal.registrations.reasons import Reason
from portal.registrations.sheets import EditionSheet
from portal.texts import N_, gettext, language
from portal.texts import gettext as _
from portal.web.kit.engine import own, say
from portal.web.kit.fields import PortalForm
from portal.web.participant.forms import OneOf
from portal.web.participant.steps import LATER, SECOND, Place, places

Badges = list[tuple[str, str]]
_forms: dict[tuple[int, int], type["ChoicesForm"]] = {}
MISSING = N_("Maak een keuze bij %(title)s. Weet je het nog niet? Kies dan dat je later kiest.")
SECOND_LABEL = N_("Tweede keuze bij %(title)s")
TWICE = N_("Je koos %(title)s twee keer. Kies iets anders.")
SAME = N_("%(title)s is je eerste keuze al. Kies een andere tweede keuze, of geen.")


class ChoicesForm(PortalForm):
    """One choice for each round and each rank of an elective group, with a second choice."""

    chosen_places: tuple[Place, ...] = ()

    def leave_out_what_begun(self, now: datetime) -> None:
        """In a round that has begun there is nothing to choose any more."""
        for place in self.chosen_places:
            if place.begun(now):
                del self[place.name], self[place.name + SECOND]
        self.chosen_places = tuple(p for p in self.chosen_places if not p.begun(now))

    def fits(self) -> bool:
        """Whether nothing was chosen that is cancelled, or twice; says so at the field."""
        seen: set[tuple[int, str]] = set()
        for place in self.chosen_places:
            option = place.option(self[place.name].data)
            if option is None:
                continue
            if option.cancelled:
                self.refuse(place.name, Refused(Reason.CHOICE_CANCELLED, title=option.title))
            elif place.group_id is not None and (place.group_id, option.public_id) in seen:
                self[place.name].errors = [gettext(TWICE, title=option.title)]
            elif self[place.name + SECOND].data == option.public_id:
                self[place.name + SECOND].errors = [gettext(SAME, title=option.title)]
            seen.add((place.group_id or 0, option.public_id))
        return not self.errors

    def typed(self) -> dict[str, str]:
        """What was chosen, by the names of the fields."""
        return {str(name): value or LATER for name, value in self.data.items()}


def form_class(sheet: EditionSheet) -> type[ChoicesForm]:
    """The form of this edition, made once for each version of it."""
    key = (sheet.edition_id, sheet.version)
    if key not in _forms:
        for old in [k for k in _forms if k[0] == sheet.edition_id]:
            del _forms[old]
        found = places(sheet)
        fields: dict[str, Any] = {"chosen_places": found}
        for place in found:
            fields[place.name] = RadioField(
                LazyProxy(own, _title(place, found), enable_cache=False),
                choices=_choices_of(place),
                validators=[OneOf(MISSING, title=place.title)],
                validate_choice=False,
            )
            fields[place.name + SECOND] = SelectField(
                LazyProxy(_second_label, place.title, enable_cache=False),
                choices=_seconds_of(place),
                default=LATER,
            )
        _forms[key] = type("EditionChoicesForm", (ChoicesForm,), fields)
    return _forms[key]


def _title(place: Place, found: Iterable[Place]) -> str:
    ranks = [p for p in found if p.group_id is not None and p.group_id == place.group_id]
    return place.title if len(ranks) < 2 else f"{place.title} ({place.rank})"


def _second_label(title: str) -> str:
    return say(SECOND_LABEL, title=own(title))


def _choices_of(place: Place) -> Any:
    def choices() -> list[SelectChoice]:
        later: Any = _("Ik kies later")
        if language() != "nl":
            later = Markup('<span lang="{}">{}</span>').format(language(), later)
        shown = [
            SelectChoice(o.public_id, o.title, {"disabled": True} if o.cancelled else {})
            for o in place.options
        ]
        return [*shown, SelectChoice(LATER, later)]

    return choices


def _seconds_of(place: Place) -> Any:
    def choices() -> list[SelectChoice]:
        dutch = {"lang": "nl"} if language() != "nl" else {}
        shown = [SelectChoice(o.public_id, o.title, dutch) for o in place.options if not o.cancelled]
        return [SelectChoice(LATER, _("Geen tweede keuze")), *shown]

    return choices


def status(session: Session, sheet: EditionSheet, mine: Iterable[int] = ()) -> dict[str, Badges]:
    """What is full or cancelled, by public id; `mine` are the pools in which one has a seat oneself."""
    options = [option for place in places(sheet) for option in place.options]
    seats = seats_of(session, {option.pool_id for option in options})
    own = set(mine)
    found: dict[str, Badges] = {}
    for option in options:
        count = seats.get(option.pool_id)
        if option.cancelled:
            found[option.public_id] = [(_("Gaat niet door"), "error")]
        elif count and option.pool_id not in own and (count.waiting or not count.has_room(1)):
            found[option.public_id] = [(_("Vol"), "warn")]
    return found


def notes(session: Session, sheet: EditionSheet) -> Mapping[str, str]:
    """Speakers and committees of each breakout, by public id."""
    if not sheet.rounds:
        return {}
    copy = kept.editions(session, [(sheet.edition_id, sheet.version)]).get(sheet.edition_id)
    if copy is None:
        return {}
    breakouts = [b for meeting in copy.meetings for slot in meeting.slots for b in slot.breakouts]
    lines = {b.public_id: [", ".join(b.committees), ", ".join(b.speakers)] for b in breakouts}
    return {public_id: "; ".join(filter(None, parts)) for public_id, parts in lines.items()}
