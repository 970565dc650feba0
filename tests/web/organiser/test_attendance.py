"""Attendance of a meeting: by organisers, by facilitators, and by the code on the screen."""

from datetime import timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest

from portal import clock
from portal.attendance.facts import Presence
from portal.attendance.models import Attendance, CheckIn
from portal.database import db, transaction
from portal.invites import service
from portal.invites.models import Invitation
from portal.people.models import Organisation, Person
from portal.programmes.models import EditionFacilitator, Meeting
from tests.builders import NOW, a_person
from tests.web.organiser.conftest import World
from tests.web.participant.visitor import Page, Visitor, count, words


@pytest.fixture
def on_the_day(world: World) -> World:
    """Aisha and Carla take part, and the first day began an hour ago."""
    world.enrols(world.aisha)
    world.enrols("Carla Visser")
    with transaction() as session:
        meeting = session.get_one(Meeting, world.edition.meetings[0].id)
        meeting.day = NOW.date()
        meeting.starts_at, meeting.ends_at = NOW - timedelta(hours=1), NOW + timedelta(hours=6)
    return world


def address(world: World) -> str:
    return f"{world.address}/aanwezigheid/{world.edition.meetings[0].public_id}"


def press(visitor: Visitor, path: str, name: str, presence: str, page: Page | None = None) -> Page:
    """The button of this row."""
    for form in (page or visitor.get(path)).tree.iter("form"):
        hidden = {one.get("name"): one.get("value") for one in form.iter("input")}
        if "person" in hidden and name in words(form):
            return visitor.post(path, **{key: hidden[key] for key in ("person", "seen")}, presence=presence)
    raise LookupError(name)


def kept() -> dict[str, Presence]:
    db.session.rollback()
    rows = db.session.query(Attendance).all()
    return {db.session.get_one(Person, row.person_id).name: row.presence for row in rows}


def guide(world: World) -> Visitor:
    with transaction() as session:
        found = a_person(session, "Femke Gids")
        session.add(EditionFacilitator(edition_id=world.edition.id, person_id=found.id))
    return world.visitor(found)


def test_each_row_is_kept_by_itself(on_the_day: World) -> None:
    bram, path = on_the_day.organiser, address(on_the_day)
    assert press(bram, path, "Aisha", "present").status == 303
    assert press(bram, path, "Carla", "absent").status == 303
    assert kept() == {"Aisha Bakker": Presence.PRESENT, "Carla Visser": Presence.ABSENT}
    page = bram.get(path)
    assert "1 van 2 aanwezig. Van iedereen weet je het." in page.text
    assert press(bram, path, "Carla", "").status == 303
    assert kept() == {"Aisha Bakker": Presence.PRESENT}


def test_two_people_at_once_lose_nothing(on_the_day: World) -> None:
    femke, path = guide(on_the_day), address(on_the_day)
    edition, meeting = on_the_day.edition.public_id, on_the_day.edition.meetings[0].public_id
    other = f"/mijn/begeleiding/{edition}/aanwezigheid/{meeting}"
    before = on_the_day.organiser.get(path)
    assert press(femke, other, "Aisha", "present").status == 303
    assert press(on_the_day.organiser, path, "Carla", "absent", before).status == 303
    late = press(on_the_day.organiser, path, "Aisha", "absent", before)
    assert (late.status, "Femke Gids zette Aisha Bakker intussen op ‘aanwezig’." in late.text) == (409, True)
    assert press(on_the_day.organiser, path, "Aisha", "absent", late).status == 303
    assert kept() == {"Aisha Bakker": Presence.ABSENT, "Carla Visser": Presence.ABSENT}


def test_pressed_twice_is_kept_once(on_the_day: World) -> None:
    page = on_the_day.organiser.get(address(on_the_day))
    for _press in range(2):
        answer = press(on_the_day.organiser, address(on_the_day), "Aisha", "present", page)
        assert answer.status == 303
    assert count(Attendance) == 1


def test_before_the_day_only_who_told_so_is_away(world: World) -> None:
    world.enrols(world.aisha)
    path = address(world)
    assert "Deze bijeenkomst is nog niet geweest." in world.organiser.get(path).text
    assert press(world.organiser, path, "Aisha", "present").status == 409
    assert press(world.organiser, path, "Aisha", "excused").status == 303
    assert kept() == {"Aisha Bakker": Presence.EXCUSED}


@pytest.mark.parametrize("presence", ["misschien", "PRESENT"])
def test_nonsense_is_no_presence(on_the_day: World, presence: str) -> None:
    page = press(on_the_day.organiser, address(on_the_day), "Aisha", presence)
    assert (page.status, "Kies aanwezig, afwezig of afgemeld." in page.text) == (409, True)


def test_somebody_else_is_not_on_the_list(on_the_day: World) -> None:
    stranger = on_the_day.chantal.public_id
    on_the_day.organiser.get(address(on_the_day))
    fields = {"person": stranger, "seen": "", "presence": "present"}
    page = on_the_day.organiser.post(address(on_the_day), **fields)
    assert (page.status, "Deze persoon staat niet op de lijst." in page.text) == (409, True)
    assert kept() == {}


def code(world: World) -> str:
    path = address(world)
    world.organiser.get(path)
    assert world.organiser.post(f"{path}/code", show="1").status == 303
    return str(db.session.query(CheckIn.code).scalar())


def checks_in(visitor: Visitor, typed: str) -> Page:
    visitor.get("/mijn/inchecken")
    return visitor.post("/mijn/inchecken", code=typed)


def test_participant_checks_in_with_the_code(on_the_day: World) -> None:
    shown, aisha = code(on_the_day), on_the_day.visitor(on_the_day.aisha)
    assert checks_in(aisha, f"{shown[:3]} {shown[3:]}").status == 303
    assert kept() == {"Aisha Bakker": Presence.PRESENT}
    assert "Zelf ingecheckt om" in on_the_day.organiser.get(address(on_the_day)).text


def test_code_works_only_for_who_is_expected(on_the_day: World) -> None:
    page = checks_in(on_the_day.visitor(on_the_day.chantal), code(on_the_day))
    assert (page.status, "Deze code werkt nu niet voor jou." in page.text) == (422, True)
    assert kept() == {}


@pytest.mark.parametrize("hours", [-3, 8])
def test_code_works_only_around_the_meeting(
    on_the_day: World, monkeypatch: pytest.MonkeyPatch, hours: int
) -> None:
    shown, now = code(on_the_day), clock.now() + timedelta(hours=hours)
    monkeypatch.setattr(clock, "now", lambda: now)
    assert checks_in(on_the_day.visitor(on_the_day.aisha), shown).status == 422


def test_code_that_was_taken_away_works_no_longer(on_the_day: World) -> None:
    shown, path = code(on_the_day), address(on_the_day)
    assert on_the_day.organiser.post(f"{path}/code", show="0").status == 303
    assert checks_in(on_the_day.visitor(on_the_day.aisha), shown).status == 422


def test_guessing_codes_is_stopped(on_the_day: World) -> None:
    aisha = on_the_day.visitor(on_the_day.aisha)
    pages = [checks_in(aisha, "000001") for _guess in range(11)]
    assert [page.status for page in pages] == [422] * 10 + [429]
    assert pages[-1].error("code").startswith("Er is te vaak een verkeerde code ingevuld. Wacht 15 minuten")


def test_participant_sees_own_attendance(on_the_day: World) -> None:
    press(on_the_day.organiser, address(on_the_day), "Aisha", "present")
    aisha = on_the_day.visitor(on_the_day.aisha)
    home = aisha.get("/mijn").html
    path = home[home.index("/mijn/inschrijvingen/") :].split('"')[0]
    page = aisha.get(path)
    assert ("Je aanwezigheid" in page.text, "Aanwezig" in page.text) == (True, True)


def test_spreadsheet_holds_everybody_at_every_meeting(on_the_day: World) -> None:
    press(on_the_day.organiser, address(on_the_day), "Aisha", "present")
    answer: Any = on_the_day.organiser.client.get(f"{on_the_day.address}/aanwezigheid.xlsx")
    text = ZipFile(BytesIO(answer.data)).read("xl/sharedStrings.xml").decode()
    assert [word in text for word in ("Aisha Bakker", "Carla Visser", "Aanwezig", "Eerste dag")] == [True] * 4


def test_only_own_facilitators_see_the_list(on_the_day: World) -> None:
    edition = on_the_day.edition.public_id
    path = f"/mijn/begeleiding/{edition}/aanwezigheid"
    assert guide(on_the_day).get(path).status == 200
    assert on_the_day.visitor(on_the_day.aisha).get(path).status == 404


def test_meeting_that_is_called_off_has_no_list_to_keep(on_the_day: World) -> None:
    page = on_the_day.organiser.get(address(on_the_day))
    with transaction() as session:
        session.get_one(Meeting, on_the_day.edition.meetings[0].id).cancelled_at = NOW
    late = press(on_the_day.organiser, address(on_the_day), "Aisha", "present", page)
    assert (late.status, "Deze bijeenkomst gaat niet door." in late.text) == (409, True)


def test_joint_organiser_also_takes_attendance(on_the_day: World) -> None:
    with transaction() as session:
        joke = a_person(session, "Joke", organises_for=session.get_one(Organisation, on_the_day.vgs.id))
    assert press(on_the_day.visitor(joke), address(on_the_day), "Aisha", "present").status == 303


def test_who_declined_in_the_agenda_is_named_until_marked(on_the_day: World) -> None:
    path, words_ = address(on_the_day), "Wees de uitnodiging in de agenda af."
    with transaction() as session:
        service.bring_up_to_date(session, edition_id=on_the_day.edition.id, now=NOW - timedelta(hours=2))
        mine = session.query(Invitation).filter_by(person_id=on_the_day.aisha.id).one()
        mine.answer, mine.answer_sequence = "DECLINED", mine.sequence
    assert on_the_day.organiser.get(path).text.count(words_) == 1
    press(on_the_day.organiser, path, "Aisha", "present")
    assert words_ not in on_the_day.organiser.get(path).text


def test_overview_leads_to_the_code_while_it_is_shown(on_the_day: World) -> None:
    aisha = on_the_day.visitor(on_the_day.aisha)
    before = aisha.get("/mijn").text
    code(on_the_day)
    assert ("Check in met de code" in before, "Check in met de code" in aisha.get("/mijn").text) == (
        False,
        True,
    )
