"""Loading programmes twice, and what an organiser decides about an edition."""

import tomllib
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.errors import Refused
from portal.programmes import meetings, service
from portal.programmes.editing import begin
from portal.programmes.facts import Desk, Publication
from portal.programmes.hours import Hours
from portal.programmes.loading import ProgrammeData, read_programme
from portal.programmes.meetings import MeetingDraft
from portal.programmes.models import Breakout, Edition, EditionChange, Meeting, Programme, SeatPool, Slot
from portal.programmes.service import EditionRefused, LoadedProgramme
from portal.tables import FileProblem
from tests.builders import NOW, a_person, an_association

FILE = """
slug = "proef"
title = "Proef"
organisers = ["vng", "vgs"]

[[edition]]
key = "2027"
slug = "voorjaar-2027"
label = "Voorjaar 2027"
capacity = 12

[[edition.window]]
opens = 2027-01-01T09:00:00

[[edition.elective_group]]
key = "keuze"
title = "Keuze"

[[edition.module]]
number = 1
kind = "elective"
group = "keuze"
capacity = 6
meetings = [{ day = 2027-04-13, venue = "Stadhuis", city = "Veldrijk" }]

[[edition.meeting]]
day = 2027-04-14
venue = "Stadhuis"
city = "Veldrijk"

[[edition.meeting.slot]]
kind = "round"
round = 1
title = "Ronde"
starts = 10:00:00
ends = 11:00:00
breakout = [{ number = 1, title = "Een", capacity = 3 }, { number = 2, title = "Twee", full = true }]
"""


def data(**changes: Any) -> ProgrammeData:
    table = tomllib.loads(FILE)
    table["edition"][0] |= changes.pop("edition", {})
    return read_programme({**table, **changes}, "proef.toml")


@pytest.fixture
def loaded(session: Session) -> LoadedProgramme:
    an_association(session, "vgs", "VGS")
    an_association(session, "vng", "VNG")
    return service.load_programme(session, data=data(), now=NOW)


def again(session: Session, **changes: Any) -> LoadedProgramme:
    session.expire_all()
    return service.load_programme(session, data=data(**changes), now=NOW)


def counts(session: Session) -> list[int | None]:
    tables = (Programme, Edition, Meeting, Slot, Breakout, SeatPool)
    return [session.scalar(select(func.count()).select_from(table)) for table in tables]


def test_file_becomes_programme_with_all_its_parts(session: Session, loaded: LoadedProgramme) -> None:
    edition = loaded.editions[0].edition
    assert [o.organisation.slug for o in loaded.programme.organisers] == ["vng", "vgs"]
    assert (edition.pool.capacity, edition.publication, edition.published_at) == (
        12,
        Publication.PUBLISHED,
        NOW,
    )
    assert [(m.module_id, m.venue_id) for m in edition.meetings] == [
        (edition.modules[0].id, edition.meetings[0].venue_id),
        (None, edition.meetings[0].venue_id),
    ]
    assert [(b.number, b.pool.capacity, b.pool.shut) for b in edition.meetings[1].slots[0].breakouts] == [
        (1, 3, False),
        (2, None, True),
    ]
    assert counts(session) == [1, 1, 2, 1, 2, 4]


def test_loading_twice_changes_nothing(session: Session, loaded: LoadedProgramme) -> None:
    before, stamp = counts(session), loaded.editions[0].edition.version
    second = again(session)
    assert (loaded.created, loaded.editions[0].created) == (True, True)
    assert (second.created, second.changed, second.editions[0].created, second.editions[0].changed) == (
        False,
        False,
        False,
        False,
    )
    assert (counts(session), second.editions[0].edition.version) == (before, stamp)


def test_changed_text_gives_a_new_stamp(session: Session, loaded: LoadedProgramme) -> None:
    stamp = loaded.editions[0].edition.version
    second = again(session, summary="Nieuw", edition={"preparation": "Lees dit vooraf."})
    assert (second.changed, second.editions[0].changed) == (True, True)
    assert second.programme.summary == "Nieuw"
    assert second.editions[0].edition.preparation == "Lees dit vooraf."
    assert second.editions[0].edition.version != stamp


def test_file_does_not_undo_the_organisers_decisions(session: Session, loaded: LoadedProgramme) -> None:
    edition = loaded.editions[0].edition
    service.set_capacity(session, edition=edition, capacity=20, actor_id=None, now=NOW)
    service.set_desk(session, edition=edition, desk=Desk.CLOSED, actor_id=None, now=NOW)
    second = again(session, edition={"capacity": 14, "desk": "by_windows"})
    assert (second.editions[0].edition.pool.capacity, second.editions[0].edition.desk) == (20, Desk.CLOSED)


def test_file_does_not_undo_a_changed_schedule(session: Session, loaded: LoadedProgramme) -> None:
    edition = loaded.editions[0].edition
    edit = begin(session, edition_id=edition.id, actor_id=a_person(session).id, now=NOW)
    draft = MeetingDraft("Verplaatst", Hours(date(2027, 4, 20)))
    meetings.change_meeting(edit, meeting_id=edition.meetings[0].id, draft=draft)

    again = service.load_programme(session, data=data(edition={"label": "Anders"}), now=NOW)

    found = (again.changed, edition.meetings[0].day, edition.label)
    assert found == (False, date(2027, 4, 20), "Voorjaar 2027")


def test_organisers_follow_the_order_of_the_file(session: Session, loaded: LoadedProgramme) -> None:
    second = again(session, organisers=["vgs"])
    assert [o.organisation.slug for o in second.programme.organisers] == ["vgs"]


def test_unknown_organisation_is_a_problem(session: Session, loaded: LoadedProgramme) -> None:
    with pytest.raises(FileProblem, match="unknown organisation ngv; add it to a seed file"):
        again(session, organisers=["ngv"])


def test_two_editions_cannot_share_an_address(session: Session, loaded: LoadedProgramme) -> None:
    with pytest.raises(FileProblem, match="another edition already has the address 'voorjaar-2027'"):
        again(session, edition={"key": "anders"})


def changes(session: Session) -> list[tuple[str, dict[str, Any]]]:
    rows = session.scalars(select(EditionChange).order_by(EditionChange.id))
    return [(row.action, row.details) for row in rows]


def test_every_decision_is_written_down_once(session: Session, loaded: LoadedProgramme) -> None:
    edition = loaded.editions[0].edition
    breakout = edition.meetings[1].slots[0].breakouts[0]
    for _twice in range(2):
        service.set_capacity(session, edition=edition, capacity=10, actor_id=None, now=NOW)
        service.cancel_breakout(session, edition=edition, breakout=breakout, actor_id=None, now=NOW)
        service.cancel_edition(session, edition=edition, why="Te weinig mensen", actor_id=None, now=NOW)
    assert changes(session) == [
        ("capacity", {"before": 12, "after": 10}),
        ("breakout_cancelled", {"title": "Een"}),
        ("cancelled", {"why": "Te weinig mensen"}),
    ]
    assert (breakout.cancelled_at, breakout.pool.shut) == (NOW, True)


def test_cancelled_breakout_is_held_after_all(session: Session, loaded: LoadedProgramme) -> None:
    edition = loaded.editions[0].edition
    breakout = edition.meetings[1].slots[0].breakouts[0]
    service.cancel_breakout(session, edition=edition, breakout=breakout, actor_id=None, now=NOW)
    for _twice in range(2):
        service.restore_breakout(session, edition=edition, breakout=breakout, actor_id=None, now=NOW)
    assert [action for action, _details in changes(session)] == ["breakout_cancelled", "breakout_restored"]
    assert (breakout.cancelled_at, breakout.pool.shut) == (None, False)


def test_draft_is_published_once(session: Session, loaded: LoadedProgramme) -> None:
    edition = loaded.editions[0].edition
    edition.publication, edition.published_at = Publication.DRAFT, None
    service.publish(session, edition=edition, actor_id=None, now=NOW)
    assert (edition.publication, edition.published_at) == (Publication.PUBLISHED, NOW)
    assert changes(session) == [("publish", {})]


def test_desk_is_set_once_and_noted(session: Session, loaded: LoadedProgramme) -> None:
    edition = loaded.editions[0].edition
    for desk in (Desk.REOPENED, Desk.REOPENED, Desk.BY_WINDOWS):
        service.set_desk(session, edition=edition, desk=desk, actor_id=None, now=NOW)
    assert changes(session) == [
        ("desk", {"before": "by_windows", "after": "reopened"}),
        ("desk", {"before": "reopened", "after": "by_windows"}),
    ]


def test_cancelled_edition_is_not_published_again(session: Session, loaded: LoadedProgramme) -> None:
    edition = loaded.editions[0].edition
    service.cancel_edition(session, edition=edition, why="", actor_id=None, now=NOW)
    with pytest.raises(Refused, match=EditionRefused.ALREADY_CANCELLED):
        service.publish(session, edition=edition, actor_id=None, now=NOW)


def test_cancelled_edition_has_no_desk(session: Session, loaded: LoadedProgramme) -> None:
    edition = loaded.editions[0].edition
    service.cancel_edition(session, edition=edition, why="", actor_id=None, now=NOW)
    with pytest.raises(Refused, match=EditionRefused.ALREADY_CANCELLED):
        service.set_desk(session, edition=edition, desk=Desk.CLOSED, actor_id=None, now=NOW)
