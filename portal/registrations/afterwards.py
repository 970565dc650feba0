"""What would not add up any more after a change of a schedule, to be said before it is made."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from portal.programmes import kept
from portal.programmes.checks import warnings_of
from portal.programmes.clash_sentences import sentence as clash_sentence
from portal.programmes.clashes import clashes
from portal.programmes.lint_sentences import sentence
from portal.programmes.models import Edition
from portal.programmes.states import last_closing
from portal.registrations.clashing import planned_of
from portal.texts import format_day, format_moment
from portal.texts import gettext as _


@dataclass(frozen=True)
class Warned:
    """One warning, and the part that it is about; on which day, where that is not in its sentence."""

    key: str
    text: str
    day: date | None = None


@dataclass(frozen=True)
class Sight:
    """What is warned of in an edition at this moment, and when registering is over."""

    warned: tuple[Warned, ...]
    closing: datetime | None


def sight(session: Session, edition_id: int) -> Sight:
    """The edition as it stands in this transaction, whatever the session still holds of it."""
    with Session(session.connection()) as reading:
        found = [Warned(one.key, sentence(one)) for one in warnings_of(reading, [edition_id])[edition_id]]
        edition = reading.get_one(Edition, edition_id)
        planned = planned_of(edition)
        days = {meeting.key: meeting.when.day for meeting in planned}
        found += [Warned(one.key, clash_sentence(one), days[one.key]) for one in clashes(planned, [], {})]
        stamp = (edition_id, edition.version)
    return Sight(tuple(found), last_closing(kept.editions(session, [stamp])[edition_id].timing))


@dataclass(frozen=True)
class Concerns:
    """What a change brings about that nobody may have meant. `closing` is asked even when nobody is told."""

    closing: str = ""
    warned: tuple[str, ...] = ()

    @property
    def lines(self) -> list[str]:
        """All of it, in sentences."""
        return [*([self.closing] if self.closing else []), *self.warned]


def new_concerns(before: Sight, after: Sight, now: datetime) -> Concerns:
    """What is in the second and not in the first."""
    new = [_said(one) for one in after.warned if one not in before.warned]
    return Concerns(_closing(before.closing, after.closing, now), tuple(new))


def _said(warned: Warned) -> str:
    if warned.day is None:
        return warned.text
    day = format_day(warned.day)
    return _("%(day)s. %(warning)s", day=day[:1].upper() + day[1:], warning=warned.text)


def _closing(before: datetime | None, after: datetime | None, now: datetime) -> str:
    """The first meeting ends the registering, whatever its period says."""
    if after is None or (before is not None and before <= now):
        return ""
    if after <= now:
        return _(
            "De inschrijving is dan meteen voorbij, want de eerste bijeenkomst is dan al begonnen. "
            "Is dat niet de bedoeling? Kies dan een latere dag."
        )
    if before is None or before <= after:
        return ""
    return _(
        "De inschrijving sluit dan eerder: %(after)s, als de eerste bijeenkomst begint. "
        "Nu sluit die %(before)s. Is dat niet de bedoeling? Kies dan een latere dag. "
        "De inschrijfperiodes staan onder Inrichten.",
        after=format_moment(after),
        before=format_moment(before),
    )
