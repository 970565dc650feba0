"""A copy of an edition: what comes along, moved, and what stays behind."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from portal.errors import Refused
from portal.programmes.copying import Copied, copied_from, copy_edition, dates_of, days_of
from portal.programmes.facts import Desk, ModuleKind, Publication
from portal.programmes.making import MakingRefused
from portal.programmes.models import Edition, EditionChange, EditionFacilitator, Meeting, Module, Venue
from portal.programmes.moved import Flags, flags_of, moved
from portal.programmes.school_holidays import DaysOff, Region, SchoolHoliday
from portal.programmes.stating import EditingRefused
from portal.registrations.models import Registration
from portal.working_days import AMSTERDAM
from tests.builders import (
    NOW,
    a_group,
    a_person,
    a_programme,
    a_round,
    an_association,
    an_edition,
    registered,
)

WEEKS = 52


def wall(moment: datetime | None) -> datetime | None:
    return moment.astimezone(AMSTERDAM).replace(tzinfo=None) if moment else None


@pytest.fixture
def old(session: Session) -> Edition:
    """An edition with everything that an edition can have."""
    edition = an_edition(
        session,
        a_programme(session, an_association(session)),
        seats=16,
        closes=datetime(2027, 3, 30, 15, tzinfo=UTC),
        facilitator="Iemand van vroeger",
        stated_state="register_now",
        cancel_free_days=14,
        until_month="2027-04",
        desk=Desk.CLOSED,
    )
    session.flush()
    slot = a_round(session, edition, 5, None)
    slot.speakers = ["Spreker"]
    slot.breakouts[0].speakers, slot.breakouts[0].moderators = ["Een"], ["Twee"]
    slot.breakouts[0].pool.shut = True
    slot.breakouts[1].cancelled_at = NOW
    group = a_group(session, edition, 5)
    first = edition.meetings[0]
    first.venue = Venue(name="De Fabriek", city="Utrecht")
    first.online, first.online_link = True, "https://vergaderen.example/geheim"
    module = next(m for m in edition.modules if m.group_id == group.id)
    edition.meetings.append(
        Meeting(public_id="tweede", number=2, title="Keuzedag", module_id=module.id, day=date(2027, 10, 26))
    )
    edition.meetings.append(
        Meeting(public_id="derde", number=3, title="Vervallen", day=date(2027, 11, 1), cancelled_at=NOW)
    )
    session.add(EditionFacilitator(edition_id=edition.id, person_id=a_person(session, "Gids Gans").id))
    session.flush()
    session.expire_all()
    return edition


def copied(session: Session, old: Edition, **more: Any) -> Copied:
    values = {
        "weeks": WEEKS,
        "label": "Voorjaar 2028",
        "form_key": "een",
        "actor_id": None,
        "now": NOW,
        **more,
    }
    made = copy_edition(session, edition_id=old.id, **values)
    session.flush()
    session.expire_all()
    return made


def test_copy_is_a_draft_that_keeps_terms_and_moves_dates(session: Session, old: Edition) -> None:
    new = copied(session, old).edition

    kept = ("price_cents", "vat_basis", "cancel_free_days", "promotion", "companion_allowed", "programme_id")
    assert [getattr(new, name) for name in kept] == [getattr(old, name) for name in kept]
    assert (new.publication, new.published_at, new.desk, new.slug) == (
        Publication.DRAFT, None, Desk.BY_WINDOWS, "voorjaar-2028",
    )  # fmt: skip
    assert (new.starts_on, new.until_month) == (date(2028, 4, 11), "2028-04")
    assert (new.pool.capacity, new.pool_id == old.pool_id) == (16, False)
    assert (new.facilitator, new.stated_state, new.loaded_as, new.next_queue_number) == ("", "", "", 1)
    assert copied_from(session, new.id) == old.id


def test_every_column_of_an_edition_is_decided_about(session: Session, old: Edition) -> None:
    new = copied(session, old).edition
    names = [column.key for column in inspect(Edition).column_attrs]
    differ = {name for name in names if getattr(new, name) != getattr(old, name)}

    assert differ == {
        "id", "public_id", "slug", "label", "publication", "desk", "published_at", "version", "pool_id",
        "starts_on", "ends_on", "until_month", "facilitator", "stated_state",
    }  # fmt: skip


def test_meetings_keep_weekday_and_hours_over_summer_time(session: Session, old: Edition) -> None:
    made = copied(session, old, weeks=26)
    before, after = old.meetings, made.edition.meetings

    assert [m.title for m in after] == ["Eerste dag", "Keuzedag"]
    assert [m.day for m in after] == [date(2027, 10, 12), date(2028, 4, 25)]
    assert wall(after[0].starts_at) == wall(before[0].starts_at) + timedelta(weeks=26)  # type: ignore[operator]
    assert (after[0].venue.city, after[0].online_link) == ("Utrecht", "")
    assert made.meetings == {old: new.id for old, new in zip([m.id for m in before[:2]], after, strict=True)}


def test_timetable_comes_along_without_people(session: Session, old: Edition) -> None:
    slot = copied(session, old).edition.meetings[0].slots[0]
    breakout = slot.breakouts[0]

    assert (slot.speakers, breakout.speakers, breakout.moderators) == ([], [], [])
    assert [b.title for b in slot.breakouts] == ["Deelsessie 1.1"]
    assert (breakout.pool.capacity, breakout.pool.shut) == (5, False)
    before = old.meetings[0].slots[0]
    assert wall(slot.starts_at) == wall(before.starts_at) + timedelta(weeks=WEEKS)  # type: ignore[operator]
    assert slot.public_id != before.public_id


def test_electives_hang_together_in_the_copy(session: Session, old: Edition) -> None:
    new = copied(session, old).edition
    module = new.modules[0]

    assert (module.kind, module.group_id) == (ModuleKind.ELECTIVE, new.elective_groups[0].id)
    assert (new.meetings[1].module_id, module.pool.capacity) == (module.id, 5)  # type: ignore[union-attr]
    assert {module.id, module.group_id}.isdisjoint({old.modules[0].id, old.modules[0].group_id})


def test_windows_move_along(session: Session, old: Edition) -> None:
    window = copied(session, old).edition.windows[0]

    assert wall(window.opens_at) == wall(old.windows[0].opens_at) + timedelta(weeks=WEEKS)  # type: ignore[operator]
    assert wall(window.closes_at) == datetime(2028, 3, 28, 17)


def test_nobody_comes_along(session: Session, old: Edition) -> None:
    old.desk = Desk.REOPENED
    old.touch()
    registered(session, old, a_person(session))

    new = copied(session, old).edition

    for people in (Registration, EditionFacilitator):
        assert session.scalars(select(people).where(people.edition_id == new.id)).all() == []


def test_same_form_makes_one_copy(session: Session, old: Edition) -> None:
    first, second = copied(session, old), copied(session, old)

    assert (first.new, second.new, second.edition.id) == (True, False, first.edition.id)
    assert len(session.scalars(select(Edition)).all()) == 2
    changes = select(EditionChange).where(EditionChange.edition_id == first.edition.id)
    assert [change.details for change in session.scalars(changes)] == [{"label": "Voorjaar 2027"}]


def test_name_that_is_taken_is_refused(session: Session, old: Edition) -> None:
    with pytest.raises(Refused) as caught:
        copied(session, old, label="voorjaar 2027")

    assert caught.value.reason == MakingRefused.LABEL_TAKEN


def test_edition_that_changed_meanwhile_is_not_copied_blindly(session: Session, old: Edition) -> None:
    seen = old.version
    old.touch()
    session.flush()

    with pytest.raises(Refused) as caught:
        copied(session, old, version=seen)

    assert caught.value.reason == EditingRefused.CHANGED_MEANWHILE


def test_edition_without_dates_copies_its_plan(session: Session) -> None:
    old = an_edition(session, until_month="2027-04")
    old.starts_on = old.ends_on = old.meetings[0].day = None
    old.meetings[0].starts_at = old.meetings[0].ends_at = None
    session.flush()

    new = copied(session, old, weeks=0).edition

    assert (days_of(new), new.until_month, new.windows, len(new.meetings)) == ([], "", [], 1)


def test_preview_has_every_date_and_what_to_look_out_for(session: Session, old: Edition) -> None:
    lines = moved(dates_of(old), WEEKS, today=date(2027, 1, 12))

    assert [(line.dated.subject, line.dated.name, line.flags) for line in lines] == [
        ("meeting", "Eerste dag", Flags()),
        ("meeting", "Keuzedag", Flags(school_unknown=True)),  # nobody announced that year yet
        ("opens", "", Flags()),
        ("closes", "", Flags()),
    ]


@pytest.mark.parametrize(
    ("day", "flags"),
    [
        (date(2027, 4, 13), Flags()),
        (date(2027, 3, 29), Flags(public_holiday=True)),
        (date(2027, 2, 17), Flags(school=DaysOff(SchoolHoliday.SPRING, (Region.SOUTH,)))),
        (date(2027, 1, 11), Flags(past=True)),
        (date(2029, 4, 2), Flags(public_holiday=True, school_unknown=True)),
    ],
)
def test_day_is_flagged(day: date, flags: Flags) -> None:
    assert flags_of(day, today=date(2027, 1, 12)) == flags


def test_holidays_do_not_matter_to_a_day_of_a_window() -> None:
    assert flags_of(date(2027, 3, 29), today=date(2027, 1, 12), meets=False) == Flags()


def test_module_of_the_old_edition_stays_there(session: Session, old: Edition) -> None:
    copied(session, old)

    assert len(session.scalars(select(Module).where(Module.edition_id == old.id)).all()) == 1
