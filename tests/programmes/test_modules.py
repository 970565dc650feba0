"""Modules and the choices among them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.programmes import modules
from portal.programmes.facts import ModuleKind
from portal.programmes.models import Edition, Meeting, Module
from portal.programmes.modules import ModuleDraft
from tests.builders import a_group, an_edition
from tests.programmes.scheduling import a_meeting, edits, key, lines, reason


def a_module(session: Session, edition: Edition, title: str = "Sturen") -> Module:
    """A module that an organiser adds."""
    return modules.add_module(edits(session, edition), key=key(), draft=ModuleDraft(title))


def test_modules_stand_in_the_order_they_are_added(session: Session) -> None:
    edition = an_edition(session)
    for title in ("Sturen", "Leren"):
        a_module(session, edition, title)
    assert [(m.number, m.title) for m in edition.modules] == [(1, "Sturen"), (2, "Leren")]


def test_pressed_twice_makes_one_module(session: Session) -> None:
    edition, name = an_edition(session), key()
    stale = edition.version
    for _press in range(2):
        draft = ModuleDraft("Sturen")
        modules.add_module(edits(session, edition, version=stale), key=name, draft=draft)
    assert len(edition.modules) == 1


def test_module_keeps_its_key_in_the_next_edition(session: Session) -> None:
    old = an_edition(session)
    new = an_edition(session, old.programme)
    first = a_module(session, old, "Leren")
    again, twin, other = (a_module(session, new, title) for title in ("Leren", "Leren", "Sturen"))
    assert again.key == first.key
    assert len({again.key, twin.key, other.key}) == 3


def test_only_an_elective_belongs_to_a_choice(session: Session) -> None:
    edition = an_edition(session)
    group = a_group(session, edition)
    drafts = [ModuleDraft("X", kind=kind, group_id=group.id) for kind in ModuleKind]

    made = [modules.add_module(edits(session, edition), key=key(), draft=draft) for draft in drafts]

    assert [(m.group_id, m.pool is not None) for m in made] == [
        (None, False),
        (group.id, True),
        (None, False),
    ]


def test_changed_module_tells_before_and_after(session: Session) -> None:
    edition = an_edition(session)
    module = a_module(session, edition)
    draft = ModuleDraft("Leren", kind=ModuleKind.CLOSING)

    for _press in range(2):
        modules.change_module(edits(session, edition), module_id=module.id, draft=draft)

    before, after = {"title": "Sturen", "kind": "core"}, {"title": "Leren", "kind": "closing"}
    told = ("module_changed", {"title": "Leren", "before": before, "after": after})
    assert lines(session, edition)[1:] == [told]


def test_module_becomes_an_elective(session: Session) -> None:
    edition = an_edition(session)
    group = modules.add_group(edits(session, edition), key=key(), title="Verdieping", choose=1)
    module = a_module(session, edition)
    draft = ModuleDraft("Sturen", kind=ModuleKind.ELECTIVE, group_id=group.id)

    modules.change_module(edits(session, edition), module_id=module.id, draft=draft)

    assert (module.group_id, module.pool and module.pool.capacity) == (group.id, None)
    fields = [(d.get("before"), d.get("after")) for _, d in lines(session, edition)[-2:]]
    assert fields == [
        ({"group": ""}, {"group": "Verdieping"}),
        ({"kind": "core"}, {"kind": "elective"}),
    ]


def test_module_goes_up_and_down(session: Session) -> None:
    edition = an_edition(session)
    made = [a_module(session, edition, title) for title in ("Een", "Twee", "Drie")]
    orders = []
    for place in (1, 1, 9, 2):
        modules.place_module(edits(session, edition), module_id=made[2].id, place=place)
        orders.append(" ".join(m.title for m in edition.modules))
    assert orders == ["Drie Een Twee", "Drie Een Twee", "Een Twee Drie", "Een Drie Twee"]


def test_removed_module_takes_its_meetings(session: Session) -> None:
    edition = an_edition(session)
    module = a_module(session, edition)
    a_meeting(session, edition, module_id=module.id)

    modules.remove_module(edits(session, edition), module_id=module.id)

    left = [row.title for table in (Module, Meeting) for row in session.scalars(select(table))]
    assert left == ["Eerste dag"]


def test_choice_with_modules_stays(session: Session) -> None:
    edition = an_edition(session)
    group = a_group(session, edition, 5)
    assert reason(modules.remove_group, edits(session, edition), group_id=group.id) == (
        "schedule.group_has_modules"
    )


def test_empty_choice_is_changed_and_taken_out(session: Session) -> None:
    edition = an_edition(session)
    group = modules.add_group(edits(session, edition), key=key(), title="Verdieping", choose=1)
    modules.change_group(edits(session, edition), group_id=group.id, title="Keuze", choose=2)
    assert (group.title, group.choose) == ("Keuze", 2)

    modules.remove_group(edits(session, edition), group_id=group.id)

    assert edition.elective_groups == []
    actions = [action for action, _ in lines(session, edition)]
    assert actions == ["group_added", "group_changed", "group_removed"]
