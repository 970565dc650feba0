"""Modules and breakouts that people chose: what may happen to them then, and what it does to seats."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from portal.errors import Refused
from portal.programmes import modules, rounds
from portal.programmes.editing import Edit, begin
from portal.programmes.models import Breakout, Module
from portal.programmes.modules import ModuleDraft
from portal.programmes.reasons import ScheduleRefused
from portal.programmes.rounds import BreakoutLine
from portal.registrations.called_off import follow
from portal.registrations.ledger import finish, take_turn
from portal.registrations.models import Choice, Claim
from portal.registrations.sheets import sheet_of
from portal.registrations.steering import set_breakout_seats, set_module_seats


def rearrange(
    session: Session,
    *,
    edition_id: int,
    actor_id: int,
    change: Callable[[Edit], object],
    now: datetime,
    version: int | None = None,
) -> None:
    """Makes this change of a schedule; who chose an elective that it calls off follows in the same turn."""
    edit = begin(session, edition_id=edition_id, actor_id=actor_id, now=now, version=version)
    before = sheet_of(session, edition_id=edition_id, version=edit.edition.version)
    change(edit)
    session.flush()
    if edit.edition.version == before.version:
        return
    turn = take_turn(session, edition_id=edition_id, now=now, actor_id=actor_id)
    follow(turn, before)
    finish(turn)


def is_chosen(session: Session, *, module_id: int) -> bool:
    """Whether somebody chose this elective, or wishes to."""
    group = select(Module.group_id).where(Module.id == module_id).scalar_subquery()
    wished = or_(Choice.first_id == module_id, Choice.second_id == module_id)
    return _any(session, Choice.group_id == group, wished) or _any(session, Claim.module_id == module_id)


def _any(session: Session, *conditions: object) -> bool:
    return bool(session.scalar(select(exists().where(*conditions))))  # type: ignore[arg-type]


def change_module(edit: Edit, *, module_id: int, draft: ModuleDraft, capacity: int | None) -> Module:
    """Another title, kind or choice, and other seats; who chose it keeps it in the choice it belongs to."""
    module = modules.module_of(edit, module_id)
    if draft.group_id != module.group_id and is_chosen(edit.session, module_id=module_id):
        raise Refused(ScheduleRefused.CHOSEN, field="group")
    module = modules.change_module(edit, module_id=module_id, draft=draft)
    if module.group_id is not None and module.pool is not None and module.pool.capacity != capacity:
        edit.check()
        set_module_seats(
            edit.session, module_id=module_id, actor_id=edit.actor_id, capacity=capacity, now=edit.now
        )
    return module


def remove_module(edit: Edit, *, module_id: int) -> None:
    """Takes a module out that nobody chose or was told of."""
    if is_chosen(edit.session, module_id=module_id):
        raise Refused(ScheduleRefused.CHOSEN)
    modules.remove_module(edit, module_id=module_id)


def remove_breakout(edit: Edit, *, breakout_id: int) -> None:
    """Takes a breakout out that nobody chose."""
    slot = select(Breakout.round_id).where(Breakout.id == breakout_id).scalar_subquery()
    wished = or_(Choice.first_id == breakout_id, Choice.second_id == breakout_id)
    if _any(edit.session, Choice.slot_id == slot, wished):
        raise Refused(ScheduleRefused.CHOSEN)
    rounds.remove_breakout(edit, breakout_id=breakout_id)


def fill_rounds(edit: Edit, *, lines: Sequence[BreakoutLine]) -> None:
    """Gives these breakouts their title, their people and their seats; adds what is new."""
    rounds.check_each_in_one_round(edit, lines)
    known = {one.public_id: one for slot in rounds.slots_of(edit) for one in slot.breakouts}
    for line in lines:
        breakout = known.get(line.key)
        if breakout is None:
            continue
        edit.assign(breakout, vars(line.draft), "breakout_changed", title=line.draft.title)
        if breakout.pool.capacity != line.capacity:
            edit.check()
            set_breakout_seats(
                edit.session,
                breakout_id=breakout.id,
                actor_id=edit.actor_id,
                capacity=line.capacity,
                shut=breakout.pool.shut,
                now=edit.now,
            )
            edit.version = None  # it was right, and the lock is ours
    for line in lines:
        if line.key not in known:
            rounds.add_breakout(
                edit, slot_id=line.slot_id, key=line.key, draft=line.draft, capacity=line.capacity
            )
