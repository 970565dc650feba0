"""What the public sees of a schedule that an organiser changed."""

from flask import Flask

from portal.database import transaction
from portal.programmes import meetings, modules
from portal.programmes.meetings import MeetingDraft
from portal.programmes.models import Edition
from portal.programmes.modules import ModuleDraft
from portal.programmes.venues import Place
from tests.builders import a_programme, a_round, an_edition
from tests.programmes.scheduling import edits, hours, key
from tests.web.public.conftest import Visitor, data, lines

PAGE = "/leergangen/sturen-op-de-opgave"
DAY = "dinsdag 13 april 2027, 09.30 tot 17.00 uur"


def test_moved_meeting_shows_its_new_day_and_place(empty_portal: Flask) -> None:
    with transaction() as session:
        edition = an_edition(session, a_programme(session))
    visitor = Visitor(empty_portal)
    assert lines(visitor, PAGE, "programma") == [f"1 Bijeenkomst: Eerste dag {DAY}Plaats nog niet bekend"]

    with transaction() as session:
        found = session.get_one(Edition, edition.id)
        draft = MeetingDraft("Begin", hours(), place=Place("Het Huis", "", "Zwolle"))
        meetings.change_meeting(edits(session, found), meeting_id=found.meetings[0].id, draft=draft)

    moved = "1 Bijeenkomst: Begin dinsdag 11 mei 2027, 09.30 tot 17.00 uurHet Huis, Zwolle"
    assert lines(visitor, PAGE, "programma") == [moved]


def test_days_of_one_module_say_their_own_title_and_place(empty_portal: Flask) -> None:
    with transaction() as session:
        edition = an_edition(session, a_programme(session))
        edit = edits(session, edition)
        module = modules.add_module(edit, key=key(), draft=ModuleDraft("Sturen"))
        meetings.remove_meeting(edit, meeting_id=edition.meetings[0].id)
        for title, place, online in (("Verkennen", "Huis", True), ("Sturen", "Kasteel", False)):
            where = Place(place, "", "Zwolle")
            draft = MeetingDraft(title, hours(), module_id=module.id, place=where, online=online)
            meetings.add_meeting(edit, key=key(), draft=draft)

    when = "dinsdag 11 mei 2027, 09.30 tot 17.00 uur"
    (shown,) = lines(Visitor(empty_portal), PAGE, "programma")
    assert shown == (
        f"1 Module 1: Sturen Verkennen: {when}, Huis, Zwolle (op locatie en online){when}, Kasteel, Zwolle"
    )


def test_cancelled_day_says_that_it_is_off(empty_portal: Flask) -> None:
    with transaction() as session:
        edition = an_edition(session, a_programme(session))
        a_round(session, edition, 5)
        edit = edits(session, edition)
        module = modules.add_module(edit, key=key(), draft=ModuleDraft("Sturen"))
        made = [
            meetings.add_meeting(edit, key=key(), draft=MeetingDraft("", hours(), module_id=module.id))
            for _day in range(2)
        ]
        off = [made[0].id, edition.meetings[0].id]
        meetings.cancel_meetings(edit, meeting_ids=off, why="Ziek")
    visitor = Visitor(empty_portal)

    found = lines(visitor, PAGE, "programma")

    may = "dinsdag 11 mei 2027, 09.30 tot 17.00 uur"
    assert found == [
        f"1 Module 1: Sturen {may}: gaat niet door{may}Plaats nog niet bekend",
        f"2 Bijeenkomst: Eerste dag {DAY}: gaat niet door",
    ]
    assert "Ronde 1" not in visitor.get(PAGE).text
    assert "2027-04-13" not in str(data(visitor, PAGE))
