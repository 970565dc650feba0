"""The modules of an edition and the choices among them: made, changed, put in order, taken out."""

from dataclasses import dataclass

from portal.errors import NotFound, Refused
from portal.programmes.editing import Edit, next_number
from portal.programmes.facts import ModuleKind
from portal.programmes.keys import key_for
from portal.programmes.models import ElectiveGroup, Meeting, Module, SeatPool
from portal.programmes.reasons import ScheduleRefused


@dataclass(frozen=True)
class ModuleDraft:
    """What an organiser says of a module. `group_id`: the choice that an elective belongs to."""

    title: str
    description: str = ""
    kind: ModuleKind = ModuleKind.CORE
    also_closing: bool = False
    group_id: int | None = None


def module_of(edit: Edit, module_id: int) -> Module:
    """The module with this id in this very edition."""
    found = next((m for m in edit.edition.modules if m.id == module_id), None)
    if found is None:
        raise NotFound
    return found


def group_of(edit: Edit, group_id: int) -> ElectiveGroup:
    """The choice with this id in this very edition."""
    found = next((g for g in edit.edition.elective_groups if g.id == group_id), None)
    if found is None:
        raise NotFound
    return found


def _checked(edit: Edit, draft: ModuleDraft) -> ModuleDraft:
    """Only an elective is chosen, and only from a choice of this edition."""
    if draft.kind is not ModuleKind.ELECTIVE or draft.group_id is None:
        return ModuleDraft(draft.title, draft.description, draft.kind, draft.also_closing)
    group_of(edit, draft.group_id)
    return draft


def add_module(edit: Edit, *, key: str, draft: ModuleDraft, capacity: int | None = None) -> Module:
    """A new module after the others; the same key again is the same module."""
    made = [m for m in edit.edition.modules if m.public_id == key]
    if made:
        return made[0]
    edit.check()
    draft = _checked(edit, draft)
    edition, number = edit.edition, next_number(edit.edition.modules)
    module = Module(
        public_id=key,
        key=key_for(
            edit.session, programme=edition.programme, edition=edition, title=draft.title, number=number
        ),
        number=number,
        title=draft.title,
        description=draft.description,
        kind=draft.kind,
        also_closing=draft.also_closing,
        group_id=draft.group_id,
        pool=None if draft.group_id is None else SeatPool(capacity=capacity),
    )
    edit.edition.modules.append(module)
    edit.session.flush()
    edit.write("module_added", title=module.title)
    return module


def change_module(edit: Edit, *, module_id: int, draft: ModuleDraft) -> Module:
    """Another title, text or kind. An elective that can be chosen from now on gets seats without a limit."""
    module, draft = module_of(edit, module_id), _checked(edit, draft)
    group = {g.id: g.title for g in edit.edition.elective_groups}
    if draft.group_id != module.group_id:
        edit.check()
        if draft.group_id is not None and module.pool is None:
            module.pool = SeatPool(capacity=None)
        names = [group.get(one or 0, "") for one in (module.group_id, draft.group_id)]
        module.group_id = draft.group_id
        moved = {"before": {"group": names[0]}, "after": {"group": names[1]}}
        edit.write("module_changed", title=module.title, **moved)
    values = {
        "title": draft.title,
        "description": draft.description,
        "kind": draft.kind,
        "also_closing": draft.also_closing,
    }
    edit.assign(module, values, "module_changed", title=draft.title)
    return module


def place_module(edit: Edit, *, module_id: int, place: int) -> Module:
    """The module at this place in the order, which counts from 1."""
    module = module_of(edit, module_id)
    edit.place(list(edit.edition.modules), module, place, "module_moved", title=module.title)
    return module


def remove_module(edit: Edit, *, module_id: int) -> None:
    """Takes the module out with its meetings; refused when people were told of it or chose it."""
    module = module_of(edit, module_id)
    meetings: list[Meeting] = [m for m in edit.edition.meetings if m.module_id == module.id]
    pools = [b.pool for m in meetings for slot in m.slots for b in slot.breakouts]
    own = [module.pool] if module.pool is not None else []
    edit.remove([*meetings, *pools, module, *own], "module_removed", title=module.title)


def add_group(edit: Edit, *, key: str, title: str, choose: int) -> ElectiveGroup:
    """A new choice among electives; the same key again is the same choice."""
    made = [g for g in edit.edition.elective_groups if g.public_id == key]
    if made:
        return made[0]
    edit.check()
    group = ElectiveGroup(public_id=key, title=title, choose=choose)
    edit.edition.elective_groups.append(group)
    edit.session.flush()
    edit.write("group_added", title=title)
    return group


def change_group(edit: Edit, *, group_id: int, title: str, choose: int) -> ElectiveGroup:
    """Another title, or another number to choose."""
    group = group_of(edit, group_id)
    edit.assign(group, {"title": title, "choose": choose}, "group_changed", title=title)
    return group


def remove_group(edit: Edit, *, group_id: int) -> None:
    """Takes the choice out, once it has no modules any more."""
    group = group_of(edit, group_id)
    if any(module.group_id == group.id for module in edit.edition.modules):
        raise Refused(ScheduleRefused.GROUP_HAS_MODULES)
    edit.remove([group], "group_removed", title=group.title)
