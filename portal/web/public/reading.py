"""What the public pages read: programmes, their visible editions and the seats of this moment.

Few queries, the same number whatever there is to show: organisers, stamps of editions, seats.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from portal.errors import NotFound
from portal.people.models import Organisation
from portal.programmes import kept
from portal.programmes.facts import EditionState, Publication
from portal.programmes.kept import Kept
from portal.programmes.models import Edition, Programme, ProgrammeOrganiser
from portal.programmes.states import Phase, end_of_month, phase_of
from portal.registrations.ledger import seats_of
from portal.registrations.queries import passed_over
from portal.registrations.seats import Seats

ORDER = (
    EditionState.OPEN,
    EditionState.FULL,
    EditionState.ANNOUNCED,
    EditionState.CLOSED,
    EditionState.RUNNING,
    EditionState.FINISHED,
    EditionState.CANCELLED,
)
"""Which edition stands for its programme."""

PAST = (EditionState.RUNNING, EditionState.FINISHED, EditionState.CANCELLED)
NOBODY = Seats(None)

# Statements are made once: making them costs more than running them.
VISIBLE = select(Edition.id).where(
    Edition.programme_id == Programme.id, Edition.publication != Publication.DRAFT
)
_PROGRAMME = select(Programme).where(Programme.slug == bindparam("slug"))
_EVERY_STAMP = (
    select(Edition.id, Edition.version, Edition.pool_id, Edition.programme_id)
    .where(Edition.publication != Publication.DRAFT)
    .order_by(Edition.id)
)
_STAMPS = _EVERY_STAMP.where(Edition.programme_id == bindparam("programme"))
_EVERY_ORGANISER = (
    select(
        ProgrammeOrganiser.programme_id,
        Organisation.slug,
        Organisation.name,
        Organisation.mail_address,
        Organisation.about,
    )
    .join(Organisation, Organisation.id == ProgrammeOrganiser.organisation_id)
    .order_by(ProgrammeOrganiser.programme_id, ProgrammeOrganiser.position)
)
_ORGANISERS = _EVERY_ORGANISER.where(ProgrammeOrganiser.programme_id == bindparam("programme"))
_COLUMNS = tuple(Programme.__mapper__.column_attrs.keys())
_EVERY_PROGRAMME = select(
    Programme.id, Programme.slug, Programme.title, Programme.summary, Programme.theme, Programme.audience
).order_by(Programme.id)


@dataclass(frozen=True)
class Stamped:
    """Which version of an edition is current."""

    id: int
    version: int
    pool_id: int
    programme_id: int


@dataclass(frozen=True)
class Organiser:
    """Who organises a programme."""

    slug: str
    name: str
    mail: str
    about: str


@dataclass(frozen=True)
class Seen:
    """An edition as it is now: its state, and its seats where registration is or was possible."""

    kept: Kept
    phase: Phase
    seats: Seats

    @property
    def edition(self) -> Edition:
        """The edition, read-only."""
        return self.kept.edition

    @property
    def state(self) -> EditionState:
        """The state of now."""
        return self.phase.state

    @property
    def starts_on(self) -> date | None:
        """The first day, when it is known."""
        return self.kept.starts_on


@dataclass(frozen=True)
class Listed:
    """A programme in the catalogue, with the edition that stands for it.

    `aspects` that it develops at least in part, and `tags` of the advice that it serves.
    """

    id: int
    slug: str
    title: str
    summary: str
    theme: str
    audience: tuple[str, ...]
    organisers: tuple[Organiser, ...]
    main: Seen
    aspects: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()


@dataclass(frozen=True)
class ProgrammePage:
    """A programme with all its visible editions, the latest first, and the one the page is about.

    `seats` has the pools inside the editions: breakouts and electives.
    """

    programme: Programme
    organisers: tuple[Organiser, ...]
    editions: tuple[Seen, ...]
    chosen: Seen
    seats: dict[int, Seats]

    @property
    def facts(self) -> str:
        """Every value of the programme, to tell one version from another."""
        return repr([getattr(self.programme, name) for name in _COLUMNS])


def listed(session: Session, *, now: datetime) -> list[Listed]:
    """Every programme with a visible edition."""
    rows = session.execute(_EVERY_PROGRAMME).all()
    organisers = _organisers(session, None)
    seen, _ = see(session, _stamps(session, None), now=now)
    found = []
    for row in rows:
        if row.id in seen:
            makers = tuple(organisers.get(row.id, ()))
            main = stands_for(seen[row.id])
            found.append(
                Listed(row.id, row.slug, row.title, row.summary, row.theme, tuple(row.audience), makers, main)
            )
    return found


def programme_page(
    session: Session, *, slug: str, edition_slug: str | None = None, now: datetime
) -> ProgrammePage:
    """A programme with its editions; raises `NotFound` when it, or the edition asked for, is not visible."""
    programme = session.scalar(_PROGRAMME, {"slug": slug})
    if programme is None:
        raise NotFound
    stamps = _stamps(session, programme.id)
    seen, seats = see(session, stamps, now=now, inside=True)
    editions = seen.get(programme.id, [])
    named = [one for one in editions if edition_slug is None or one.edition.slug == edition_slug]
    if not named:
        raise NotFound
    latest = sorted(editions, key=lambda one: (_about_when(one), one.edition.id), reverse=True)
    makers = tuple(_organisers(session, programme.id).get(programme.id, ()))
    return ProgrammePage(programme, makers, tuple(latest), stands_for(named), seats)


def _about_when(seen: Seen) -> date:
    """When an edition is, as far as is known: one without any date is still to come."""
    return seen.starts_on or end_of_month(seen.edition.until_month) or date.max


def visible_programme(session: Session, slug: str) -> Programme:
    """The programme with this address; raises `NotFound` when no edition of it is visible."""
    programme = session.scalar(select(Programme).where(Programme.slug == slug, VISIBLE.exists()))
    if programme is None:
        raise NotFound
    return programme


def stands_for(editions: Iterable[Seen]) -> Seen:
    """The edition that a visitor is most likely to look for: open, the soonest; else the most recent."""

    def place(seen: Seen) -> tuple[int, int]:
        day = (seen.starts_on or date.max).toordinal()
        return ORDER.index(seen.state), -day if seen.state in PAST else day

    return min(editions, key=place)


def see(
    session: Session, stamps: Sequence[Stamped], *, now: datetime, inside: bool = False
) -> tuple[dict[int, list[Seen]], dict[int, Seats]]:
    """The visible editions by programme, each in its state of now, and the seats that were counted.

    Counted are the editions where one can register; with `inside` their breakouts and electives as well.
    """
    copies = kept.editions(session, [(stamp.id, stamp.version) for stamp in stamps])
    phases = {i: phase_of(copy.timing, now) for i, copy in copies.items()}
    known = [stamp for stamp in stamps if stamp.id in copies]
    counted = [stamp for stamp in known if phases[stamp.id].may_register]
    pools = [stamp.pool_id for stamp in counted]
    if inside:
        pools += [pool for stamp in known for pool in copies[stamp.id].pools]
    seats = seats_of(session, pools)
    unclear = [s.pool_id for s in counted if seats[s.pool_id].waiting and seats[s.pool_id].free != 0]
    passed = passed_over(session, unclear) if unclear else {}
    found: dict[int, list[Seen]] = {}
    for stamp in known:
        copy, phase, pool = copies[stamp.id], phases[stamp.id], NOBODY
        if phase.may_register:
            pool = seats.get(stamp.pool_id, NOBODY)
            first = pool.waiting - passed.get(stamp.pool_id, 0)
            phase = phase_of(replace(copy.timing, free=pool.free, waiting=first), now)
        found.setdefault(stamp.programme_id, []).append(Seen(copy, phase, pool))
    return found, seats


def _stamps(session: Session, programme_id: int | None) -> list[Stamped]:
    query = _EVERY_STAMP if programme_id is None else _STAMPS
    return [Stamped(*row) for row in session.execute(query, {"programme": programme_id})]


def _organisers(session: Session, programme_id: int | None) -> dict[int, list[Organiser]]:
    query = _EVERY_ORGANISER if programme_id is None else _ORGANISERS
    found: dict[int, list[Organiser]] = {}
    for owner, slug, name, mail, about in session.execute(query, {"programme": programme_id}):
        found.setdefault(owner, []).append(Organiser(slug, name, mail or "", about))
    return found
