"""Meetings: made, moved, put in order, called off, taken out."""

from datetime import date, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.programmes import meetings, venues
from portal.programmes.hours import Hours
from portal.programmes.meetings import MeetingDraft
from portal.programmes.models import Meeting, SeatPool, Slot, Venue
from portal.programmes.venues import Place
from tests.builders import FIRST_DAY, NOW, a_programme, a_round, an_association, an_edition
from tests.programmes.scheduling import DAY, a_meeting, at, edits, hours, key, lines, reason


def test_new_meeting_comes_after_the_others(session: Session) -> None:
    edition = an_edition(session)
    before = edition.version

    made = a_meeting(session, edition)

    assert [m.title for m in edition.meetings] == ["Eerste dag", "Dag twee"]
    assert (made.number, made.day, made.starts_at, made.ends_at) == (2, DAY, at(9, 30), at(17))
    assert edition.version != before
    details = {"day": "2027-05-11", "title": "Dag twee", "number": 2}
    assert lines(session, edition) == [("meeting_added", details)]


def test_pressed_twice_makes_one_meeting(session: Session) -> None:
    edition, name = an_edition(session), key()
    stale = edition.version
    for _press in range(2):
        draft = MeetingDraft("Dag twee", hours())
        meetings.add_meeting(edits(session, edition, version=stale), key=name, draft=draft)
    assert len(edition.meetings) == 2


def test_last_day_of_the_edition_goes_along(session: Session) -> None:
    edition = an_edition(session)

    made = a_meeting(session, edition)
    assert (edition.starts_on, edition.ends_on) == (FIRST_DAY, DAY)

    meetings.cancel_meetings(edits(session, edition), meeting_ids=[made.id], why="Ziekte")
    assert (edition.starts_on, edition.ends_on) == (FIRST_DAY, FIRST_DAY)


def test_days_that_the_organiser_stated_stay(session: Session) -> None:
    edition = an_edition(session)
    edition.ends_on = date(2027, 12, 31)
    a_meeting(session, edition)
    assert edition.ends_on == date(2027, 12, 31)


def test_moved_meeting_tells_before_and_after(session: Session) -> None:
    edition = an_edition(session)
    meeting = edition.meetings[0]
    meeting.stated_weekday = "dinsdag"
    draft = MeetingDraft("Eerste dag", hours(DAY, time(10), time(17)), place=Place("Het Huis", "", "Zwolle"))

    meetings.change_meeting(edits(session, edition), meeting_id=meeting.id, draft=draft)

    told = lines(session, edition)[-1][1]
    assert (meeting.day, meeting.starts_at, meeting.stated_weekday) == (DAY, at(10), "")
    assert told["before"]["venue"] == ""
    assert told["after"] == {
        "day": "2027-05-11",
        "starts_at": "2027-05-11T08:00:00+00:00",
        "ends_at": "2027-05-11T15:00:00+00:00",
        "venue": "Het Huis, Zwolle",
    }


def test_what_the_organiser_states_is_no_example_any_more(session: Session) -> None:
    edition = an_edition(session, examples=["dates", "year", "hours", "venues", "capacity"])
    meeting = edition.meetings[0]
    left = []
    for draft in (
        MeetingDraft("Anders", hours(FIRST_DAY)),
        MeetingDraft("Anders", hours(FIRST_DAY, time(10))),
        MeetingDraft("Anders", hours(FIRST_DAY, time(10)), place=Place("Het Huis")),
        MeetingDraft("Anders", hours(DAY, time(10)), place=Place("Het Huis")),
    ):
        meetings.change_meeting(edits(session, edition), meeting_id=meeting.id, draft=draft)
        left.append(len(edition.examples))
    assert (left, edition.examples) == ([5, 4, 3, 1], ["capacity"])


def test_same_again_changes_nothing(session: Session) -> None:
    edition = an_edition(session)
    meeting = edition.meetings[0]
    stale = edition.version
    draft = MeetingDraft("Anders", hours())

    for _press in range(2):
        meetings.change_meeting(edits(session, edition, version=stale), meeting_id=meeting.id, draft=draft)

    assert [action for action, _ in lines(session, edition)] == ["meeting_changed"]


def test_second_organiser_is_told_to_look_again(session: Session) -> None:
    edition = an_edition(session)
    stale = edition.version
    a_meeting(session, edition)
    meeting = edition.meetings[0]
    draft = MeetingDraft("Anders", hours())
    late = edits(session, edition, version=stale)
    assert reason(meetings.change_meeting, late, meeting_id=meeting.id, draft=draft) == (
        "organiser.changed_meanwhile"
    )
    assert meeting.title == "Eerste dag"


def test_secret_link_stays_out_of_the_history(session: Session) -> None:
    edition = an_edition(session)
    draft = MeetingDraft("Online", hours(), online=True, online_link="https://vergader.example/geheim")
    meetings.change_meeting(edits(session, edition), meeting_id=edition.meetings[0].id, draft=draft)
    assert "geheim" not in str(lines(session, edition))


def test_timetable_goes_along_to_another_day(session: Session) -> None:
    edition = an_edition(session)
    slot = a_round(session, edition, 5)
    assert slot.starts_at == at(10, 30, FIRST_DAY)

    winter = date(2027, 11, 9)
    draft = MeetingDraft("Eerste dag", hours(winter))
    meetings.change_meeting(edits(session, edition), meeting_id=edition.meetings[0].id, draft=draft)
    assert (slot.starts_at, slot.ends_at) == (at(10, 30, winter), at(11, 15, winter))


def test_timetable_goes_along_when_the_whole_day_is_later(session: Session) -> None:
    edition = an_edition(session)
    slot = a_round(session, edition, 5)
    draft = MeetingDraft("Eerste dag", hours(FIRST_DAY, time(10), time(17, 30)))
    later = MeetingDraft("Eerste dag", hours(FIRST_DAY, time(11), time(18, 30)))
    meeting = edition.meetings[0]

    meetings.change_meeting(edits(session, edition), meeting_id=meeting.id, draft=draft)
    assert slot.starts_at == at(11, 0, FIRST_DAY)
    meetings.change_meeting(edits(session, edition), meeting_id=meeting.id, draft=later)
    assert slot.starts_at == at(12, 0, FIRST_DAY)


def test_longer_day_leaves_its_timetable(session: Session) -> None:
    edition = an_edition(session)
    slot = a_round(session, edition, 5)
    draft = MeetingDraft("Eerste dag", hours(FIRST_DAY, time(9), time(18)))
    meetings.change_meeting(edits(session, edition), meeting_id=edition.meetings[0].id, draft=draft)
    assert slot.starts_at == at(10, 30, FIRST_DAY)


def test_meeting_with_a_timetable_keeps_a_day(session: Session) -> None:
    edition = an_edition(session)
    a_round(session, edition, 5)
    draft = MeetingDraft("Eerste dag", Hours())
    call = edits(session, edition)
    assert (
        reason(meetings.change_meeting, call, meeting_id=edition.meetings[0].id, draft=draft)
        == "schedule.no_day"
    )


def test_cancelled_meeting_comes_back(session: Session) -> None:
    edition = an_edition(session)
    a_meeting(session, edition)
    meeting = edition.meetings[0]

    for _press in range(2):
        meetings.cancel_meetings(edits(session, edition), meeting_ids=[meeting.id], why=" Ziekte ")
    assert (meeting.cancelled_at, meeting.cancelled_reason) == (NOW, "Ziekte")
    for _press in range(2):
        meetings.restore_meeting(edits(session, edition), meeting_id=meeting.id)

    assert (meeting.cancelled_at, meeting.cancelled_reason) == (None, "")
    actions = [action for action, _ in lines(session, edition)]
    assert actions == ["meeting_added", "meeting_cancelled", "meeting_restored"]


def test_cancelling_needs_a_reason(session: Session) -> None:
    edition = an_edition(session)
    call = edits(session, edition)
    ids = [edition.meetings[0].id]
    assert reason(meetings.cancel_meetings, call, meeting_ids=ids, why=" ") == "organiser.why_needed"


def test_cancelled_meeting_is_not_moved(session: Session) -> None:
    edition = an_edition(session)
    a_meeting(session, edition)
    meeting = edition.meetings[0]
    meetings.cancel_meetings(edits(session, edition), meeting_ids=[meeting.id], why="Ziekte")
    call, draft = edits(session, edition), MeetingDraft("Anders")
    assert reason(meetings.change_meeting, call, meeting_id=meeting.id, draft=draft) == (
        "schedule.meeting_cancelled"
    )


def test_order_is_the_organisers(session: Session) -> None:
    edition = an_edition(session)
    made = a_meeting(session, edition)
    for _press in range(2):
        meetings.place_meeting(edits(session, edition), meeting_id=made.id, place=1)
    assert [m.title for m in edition.meetings] == ["Dag twee", "Eerste dag"]
    assert [action for action, _ in lines(session, edition)] == ["meeting_added", "meeting_moved"]


def test_meeting_that_nobody_heard_of_goes_with_everything(session: Session) -> None:
    edition = an_edition(session)
    a_round(session, edition, 5, 5)
    a_meeting(session, edition)

    meetings.remove_meeting(edits(session, edition), meeting_id=edition.meetings[0].id)

    left = [len(session.scalars(select(table)).all()) for table in (Meeting, Slot, SeatPool)]
    assert left == [1, 0, 1]


def test_nothing_changes_in_an_edition_that_has_been(session: Session) -> None:
    edition = an_edition(session)
    later = NOW + timedelta(days=365)
    assert reason(edits, session, edition, now=later) == "edition.finished"


def test_same_place_is_one_venue(session: Session) -> None:
    vgs, vng = an_association(session), an_association(session, "vng", "VNG")
    mine, theirs = (
        an_edition(session, a_programme(session, vgs)),
        an_edition(session, a_programme(session, vng, title="Elders")),
    )
    for edition in (mine, mine, theirs):
        a_meeting(session, edition, place=Place("Het Huis", "Plein 1", "Zwolle"))
    a_meeting(session, theirs, place=Place("De Zaal", "", "Assen"))

    assert len(session.scalars(select(Venue)).all()) == 2
    assert [venues.written(v) for v in venues.venues_of(session, [vgs.id])] == ["Het Huis, Plein 1, Zwolle"]
    assert [v.name for v in venues.venues_of(session, [vng.id])] == ["De Zaal", "Het Huis"]
