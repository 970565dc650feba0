"""What may happen to a module or a breakout that people chose."""

from sqlalchemy.orm import Session

from portal.programmes import meetings, rounds
from portal.programmes.facts import ModuleKind
from portal.programmes.modules import ModuleDraft
from portal.registrations.rearranging import change_module, remove_breakout, remove_module
from portal.registrations.states import ClaimState
from portal.registrations.wishes import Wish
from tests.builders import a_group, a_person, a_round, an_edition, registered
from tests.programmes.scheduling import a_meeting, edits, lines, reason


def test_elective_that_somebody_chose_stays_in_its_choice(session: Session) -> None:
    edition = an_edition(session)
    group = a_group(session, edition, 5, 5)
    chosen, other = edition.modules
    wish = Wish(group_id=group.id, first_id=chosen.id)
    registered(session, edition, a_person(session), wishes=(wish,))
    draft = ModuleDraft("Verplicht", kind=ModuleKind.CORE)

    for call in (
        lambda: change_module(edits(session, edition), module_id=chosen.id, draft=draft, capacity=None),
        lambda: remove_module(edits(session, edition), module_id=chosen.id),
    ):
        assert reason(call) == "schedule.chosen"
    remove_module(edits(session, edition), module_id=other.id)
    assert [m.title for m in edition.modules] == ["Keuze 1"]


def test_more_seats_in_an_elective_go_to_who_waits(session: Session) -> None:
    edition = an_edition(session, seats=9)
    group = a_group(session, edition, 1)
    (module,) = edition.modules
    wish = (Wish(group_id=group.id, first_id=module.id),)
    registered(session, edition, a_person(session), wishes=wish)
    late = registered(session, edition, a_person(session, "Bas"), wishes=wish)
    draft = ModuleDraft(module.title, kind=ModuleKind.ELECTIVE, group_id=group.id)

    for _press in range(2):
        change_module(edits(session, edition), module_id=module.id, draft=draft, capacity=2)

    assert [c.state for c in late.claims if c.module_id] == [ClaimState.OFFERED]
    told = {"title": "Keuze 1", "before": 1, "after": 2}
    assert lines(session, edition) == [("module_seats", told)]


def test_breakout_that_somebody_chose_stays(session: Session) -> None:
    edition = an_edition(session)
    slot = a_round(session, edition, 5, 5)
    first, second = slot.breakouts
    wish = Wish(slot_id=slot.id, first_id=first.id, second_id=second.id)
    registered(session, edition, a_person(session), wishes=(wish,))

    for breakout in (first, second):
        call = edits(session, edition)
        assert reason(remove_breakout, call, breakout_id=breakout.id) == "schedule.chosen"
    call = edits(session, edition)
    assert reason(rounds.remove_slot, call, slot_id=slot.id) == "schedule.in_use"
    call = edits(session, edition)
    assert reason(meetings.remove_meeting, call, meeting_id=edition.meetings[0].id) == "schedule.in_use"


def test_refused_removal_leaves_everything(session: Session) -> None:
    edition = an_edition(session)
    slot = a_round(session, edition, 5)
    wish = Wish(slot_id=slot.id, first_id=slot.breakouts[0].id)
    registered(session, edition, a_person(session), wishes=(wish,))
    made = a_meeting(session, edition)
    call = edits(session, edition)
    reason(meetings.remove_meeting, call, meeting_id=edition.meetings[0].id)

    meetings.remove_meeting(edits(session, edition), meeting_id=made.id)

    assert [m.title for m in edition.meetings] == ["Eerste dag"]
    assert [b.title for b in edition.meetings[0].slots[0].breakouts] == ["Deelsessie 1.1"]
