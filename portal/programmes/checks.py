"""The edition lint over stored editions, in a fixed number of queries however many there are."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.programmes.facts import ModuleKind, Publication, SlotKind, VatBasis
from portal.programmes.lint import lint
from portal.programmes.lint_facts import (
    BreakoutFacts,
    LintFacts,
    LintWarning,
    MeetingFacts,
    ModuleFacts,
    OtherEdition,
    SlotFacts,
)
from portal.programmes.models import Breakout, Edition, Meeting, Module, Programme, Slot
from portal.programmes.states import all_off


def warnings_of(session: Session, edition_ids: Sequence[int]) -> dict[int, list[LintWarning]]:
    """What does not add up in each of these editions."""
    editions = session.scalars(
        select(Edition)
        .where(Edition.id.in_(edition_ids))
        .options(
            joinedload(Edition.pool),
            joinedload(Edition.programme)
            .selectinload(Programme.editions)
            .selectinload(Edition.meetings)
            .selectinload(Meeting.slots)
            .selectinload(Slot.breakouts)
            .joinedload(Breakout.pool),
            selectinload(Edition.windows),
            selectinload(Edition.modules).joinedload(Module.pool),
            selectinload(Edition.elective_groups),
        )
        .order_by(Edition.id)
    )
    return {edition.id: lint(lint_facts_of(edition)) for edition in editions}


def lint_facts_of(edition: Edition) -> LintFacts:
    """What the lint looks at, of a loaded edition."""
    groups = {group.id: group.title for group in edition.elective_groups}
    return LintFacts(
        title=edition.programme.title,
        title_alternative=edition.programme.title_alternative,
        capacity=edition.pool.capacity,
        starts_on=edition.starts_on,
        ends_on=edition.ends_on,
        until_month=edition.until_month,
        stated_days=edition.stated_days,
        study_load_hours=edition.study_load_hours,
        self_study_hours=edition.self_study_hours,
        price_cents=edition.price_cents,
        vat_basis=VatBasis(edition.vat_basis),
        price_per_person_stated=edition.price_per_person_stated,
        companion_allowed=edition.companion_allowed,
        examples=frozenset(edition.examples),
        stated_state=edition.stated_state,
        has_windows=bool(edition.windows),
        choose={group.title: group.choose for group in edition.elective_groups},
        modules=tuple(_module(module, groups, edition) for module in edition.modules),
        meetings=tuple(_meeting(m, edition) for m in edition.meetings if m.cancelled_at is None),
        others=tuple(_others(edition)),
    )


def _module(module: Module, groups: dict[int, str], edition: Edition) -> ModuleFacts:
    return ModuleFacts(
        number=module.number,
        kind=ModuleKind(module.kind),
        title=module.title,
        group=groups.get(module.group_id, "") if module.group_id else "",
        capacity=module.pool.capacity if module.pool else None,
        key=module.public_id,
        cancelled=all_off([meeting for meeting in edition.meetings if meeting.module_id == module.id]),
    )


def _meeting(meeting: Meeting, edition: Edition) -> MeetingFacts:
    numbers = {module.id: module.number for module in edition.modules}
    return MeetingFacts(
        number=meeting.number,
        module=numbers.get(meeting.module_id) if meeting.module_id else None,
        day=meeting.day,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        stated_weekday=meeting.stated_weekday,
        slots=tuple(_slot(slot) for slot in meeting.slots),
        key=meeting.public_id,
    )


def _slot(slot: Slot) -> SlotFacts:
    return SlotFacts(
        kind=SlotKind(slot.kind),
        title=slot.title,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        round_number=slot.round_number,
        breakouts=tuple(
            BreakoutFacts(
                number=b.number,
                title=b.title,
                title_alternative=b.title_alternative,
                capacity=b.pool.capacity,
                shut=b.pool.shut,
                cancelled=b.cancelled_at is not None,
                key=b.public_id,
            )
            for b in slot.breakouts
        ),
        key=slot.public_id,
    )


def _others(edition: Edition) -> list[OtherEdition]:
    return [
        OtherEdition(
            other.label, frozenset(m.day for m in other.meetings if m.day and m.cancelled_at is None)
        )
        for other in edition.programme.editions
        if other.id != edition.id and other.publication != Publication.CANCELLED
    ]
