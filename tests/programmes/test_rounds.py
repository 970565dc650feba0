"""The timetable of a meeting, its rounds and breakouts."""

from sqlalchemy.orm import Session

from portal.programmes import rounds
from portal.programmes.facts import SlotKind
from portal.programmes.models import Edition, Slot
from portal.programmes.rounds import BreakoutDraft, SlotDraft
from tests.builders import FIRST_DAY, a_round, an_edition
from tests.programmes.scheduling import at, edits, key, lines, reason


def a_slot(session: Session, edition: Edition, hour: int, kind: SlotKind = SlotKind.ROUND) -> Slot:
    """A line of one hour in the first meeting."""
    draft = SlotDraft(kind, f"Om {hour} uur", at(hour, 0, FIRST_DAY), at(hour + 1, 0, FIRST_DAY), ["Noor"])
    meeting = edition.meetings[0]
    return rounds.add_slot(edits(session, edition), meeting_id=meeting.id, key=key(), draft=draft)


def test_lines_stand_in_the_order_of_the_clock(session: Session) -> None:
    edition = an_edition(session)
    for hour, kind in ((14, SlotKind.ROUND), (10, SlotKind.PLENARY), (11, SlotKind.ROUND)):
        a_slot(session, edition, hour, kind)
    found = [(slot.title, slot.round_number) for slot in edition.meetings[0].slots]
    assert found == [("Om 10 uur", None), ("Om 11 uur", 2), ("Om 14 uur", 1)]


def test_line_becomes_a_round_and_back(session: Session) -> None:
    edition = an_edition(session)
    slot = a_slot(session, edition, 10, SlotKind.PLENARY)
    numbers = []
    for kind in (SlotKind.ROUND, SlotKind.BREAK):
        draft = SlotDraft(kind, slot.title, slot.starts_at, slot.ends_at)
        rounds.change_slot(edits(session, edition), slot_id=slot.id, draft=draft)
        numbers.append(slot.round_number)
    assert numbers == [1, None]


def test_round_with_breakouts_stays_a_round(session: Session) -> None:
    edition = an_edition(session)
    slot = a_round(session, edition, 5)
    draft = SlotDraft(SlotKind.BREAK, "Pauze", slot.starts_at, slot.ends_at)
    call = edits(session, edition)
    assert reason(rounds.change_slot, call, slot_id=slot.id, draft=draft) == "schedule.round_has_breakouts"


def test_breakout_gets_the_next_number_of_the_edition(session: Session) -> None:
    edition = an_edition(session)
    a_round(session, edition, 5, 5)
    slot = a_slot(session, edition, 14)
    draft = BreakoutDraft("Nieuw", speakers=["Noor"])

    made = rounds.add_breakout(edits(session, edition), slot_id=slot.id, key=key(), draft=draft, capacity=9)

    assert (made.number, made.pool.capacity, made.speakers, made.round_id) == (3, 9, ["Noor"], slot.id)


def test_breakout_is_in_one_round_only(session: Session) -> None:
    edition = an_edition(session)
    first = a_round(session, edition, 5)
    slot = a_slot(session, edition, 14)
    call, draft = edits(session, edition), BreakoutDraft("deelsessie 1.1")
    assert reason(rounds.add_breakout, call, slot_id=slot.id, key=key(), draft=draft) == (
        "schedule.in_another_round"
    )
    own = rounds.add_breakout(call, slot_id=slot.id, key=key(), draft=BreakoutDraft("Anders"))
    assert reason(rounds.change_breakout, edits(session, edition), breakout_id=own.id, draft=draft) == (
        "schedule.in_another_round"
    )
    assert [len(one.breakouts) for one in (first, slot)] == [1, 1]


def test_breakout_is_no_part_of_a_break(session: Session) -> None:
    edition = an_edition(session)
    slot = a_slot(session, edition, 14, SlotKind.BREAK)
    call, draft = edits(session, edition), BreakoutDraft("Anders")
    assert (
        reason(rounds.add_breakout, call, slot_id=slot.id, key=key(), draft=draft) == "schedule.not_a_round"
    )


def test_breakouts_are_changed_put_in_order_and_taken_out(session: Session) -> None:
    edition = an_edition(session)
    slot = a_round(session, edition, 5, 5)
    last = slot.breakouts[1]
    draft = BreakoutDraft("Anders", moderators=["Tom"])

    rounds.change_breakout(edits(session, edition), breakout_id=last.id, draft=draft)
    rounds.place_breakout(edits(session, edition), breakout_id=last.id, place=1)
    assert [(b.number, b.title) for b in slot.breakouts] == [(1, "Anders"), (2, "Deelsessie 1.1")]
    rounds.remove_breakout(edits(session, edition), breakout_id=last.id)

    assert [b.title for b in slot.breakouts] == ["Deelsessie 1.1"]
    actions = [action for action, _ in lines(session, edition)]
    assert actions == ["breakout_changed", "breakout_moved", "breakout_removed"]


def test_line_is_taken_out_with_its_breakouts(session: Session) -> None:
    edition = an_edition(session)
    slot = a_round(session, edition, 5)
    rounds.remove_slot(edits(session, edition), slot_id=slot.id)
    assert edition.meetings[0].slots == []
