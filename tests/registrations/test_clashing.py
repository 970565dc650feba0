"""What else happens at the hours of an edition, as the database knows it."""

from datetime import timedelta

from sqlalchemy.orm import Session

from portal.programmes import guides, meetings
from portal.programmes.clashes import Clash
from portal.programmes.facts import Publication
from portal.programmes.meetings import MeetingDraft
from portal.programmes.venues import Place
from portal.registrations.clashing import clashes_of
from portal.registrations.service import withdraw
from portal.registrations.wishes import Wish
from tests.builders import (
    FIRST_DAY,
    NOW,
    a_group,
    a_person,
    a_programme,
    an_association,
    an_edition,
    registered,
)
from tests.programmes.scheduling import edits, hours


class Two:
    """An edition of the VGS, and one of the VNG at the same hours, both in the same house with Noor."""

    def __init__(self, session: Session, **more: object) -> None:
        self.session = session
        self.vgs, self.vng = an_association(session), an_association(session, "vng", "VNG")
        self.mine = an_edition(session, a_programme(session, self.vgs), seats=9)
        programme = a_programme(session, self.vng, title="Elders")
        self.other = an_edition(session, programme, seats=9, **more)  # type: ignore[arg-type]
        for edition in (self.mine, self.other):
            draft = MeetingDraft("Dag", hours(FIRST_DAY), place=Place("Het Huis", "", "Zwolle"))
            meeting = edition.meetings[0]
            meetings.change_meeting(edits(session, edition), meeting_id=meeting.id, draft=draft)
            guides.add_guide(edits(session, edition), email="noor@elders.example", name="Noor")

    def seen(self, *organisations: int) -> list[Clash]:
        """What is said about the first edition."""
        return [w.clash for w in clashes_of(self.session, self.mine, organisations)]


def test_others_show_only_that_place_and_person_are_taken(session: Session) -> None:
    two = Two(session)
    assert two.seen(two.vgs.id) == [Clash.VENUE_ELSEWHERE, Clash.GUIDE_ELSEWHERE]
    assert two.seen(two.vgs.id, two.vng.id) == [Clash.VENUE, Clash.GUIDE]


def test_draft_of_others_does_not_show(session: Session) -> None:
    two = Two(session, publication=Publication.DRAFT)
    assert two.seen(two.vgs.id) == []
    assert two.seen(two.vgs.id, two.vng.id) == [Clash.VENUE, Clash.GUIDE]


def test_what_is_off_takes_no_place(session: Session) -> None:
    two = Two(session)
    meeting = two.other.meetings[0]
    two.other.ends_on = FIRST_DAY + timedelta(days=9)
    meetings.cancel_meetings(edits(session, two.other), meeting_ids=[meeting.id], why="Ziekte")
    assert two.seen(two.vgs.id) == []


def test_people_who_are_confirmed_in_both_are_counted(session: Session) -> None:
    two = Two(session)
    noor, tom = a_person(session), a_person(session, "Tom")
    registered(session, two.mine, noor)
    there = registered(session, two.other, noor)
    registered(session, two.other, tom)

    assert two.seen(two.vgs.id)[-1] is Clash.COHORT
    assert [w.values for w in clashes_of(session, two.mine, [two.vgs.id])][-1] == {"num": 1}
    withdraw(session, registration_id=there.id, actor_id=noor.id, now=NOW)
    assert Clash.COHORT not in two.seen(two.vgs.id)


def test_elective_elsewhere_counts_for_who_chose_it(session: Session) -> None:
    two = Two(session)
    group = a_group(session, two.other, 5, 5)
    chosen, other = two.other.modules
    two.other.meetings[0].module_id = chosen.id
    two.other.touch()
    for person, module in ((a_person(session), chosen), (a_person(session, "Tom"), other)):
        registered(session, two.mine, person)
        wish = Wish(group_id=group.id, first_id=module.id)
        registered(session, two.other, person, wishes=(wish,))
    assert [w.values for w in clashes_of(session, two.mine, [two.vgs.id])][-1] == {"num": 1}
