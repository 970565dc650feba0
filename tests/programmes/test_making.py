"""A programme and a draft edition from nothing: addresses, presets, pressing twice."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from portal.errors import Refused
from portal.programmes import making
from portal.programmes.checks import warnings_of
from portal.programmes.facts import ModuleKind, ProgrammeKind, Promotion, Publication
from portal.programmes.making import MakingRefused, Start, draft_edition, free_slug, make_programme
from portal.programmes.models import Edition, Programme
from portal.texts import local
from tests.builders import NOW, a_person, a_programme, an_association

DAY = date(2027, 9, 14)


def made(session: Session, title: str = "Sturen op de opgave") -> Programme:
    organisation = an_association(session)
    return make_programme(
        session,
        organisation_id=organisation.id,
        values={"title": title, "kind": ProgrammeKind.LEERGANG},
        now=NOW,
    )


def drafted(session: Session, kind: ProgrammeKind, start: Start) -> Edition:
    programme = a_programme(session, an_association(session))
    bram = a_person(session, "Bram de Vries")
    return draft_edition(
        session, programme_id=programme.id, kind=kind, start=start, actor_id=bram.id, now=NOW
    )


def test_address_comes_from_the_title(session: Session) -> None:
    assert made(session, "Één dag: de Gemeente, morgen?").slug == "een-dag-de-gemeente-morgen"


@pytest.mark.parametrize(
    ("taken", "slug"), [(set(), "leren"), ({"leren"}, "leren-2"), ({"leren", "leren-2"}, "leren-3")]
)
def test_address_that_others_have_gets_a_number(taken: set[str], slug: str) -> None:
    assert free_slug("Leren", taken) == slug


def test_address_of_a_page_is_no_address_of_a_programme(session: Session) -> None:
    organisation = an_association(session)
    titles = ("Nieuw", "学习", "Nieuw jaar")
    found = [
        make_programme(
            session,
            organisation_id=organisation.id,
            values={"title": title, "kind": ProgrammeKind.LEERGANG},
            now=NOW,
        ).slug
        for title in titles
    ]
    assert found == ["nieuw-2", "leergang", "nieuw-jaar"]


def test_programme_made_twice_in_a_row_is_one(session: Session) -> None:
    first = made(session)
    again = make_programme(
        session,
        organisation_id=first.organisers[0].organisation_id,
        values={"title": first.title, "kind": ProgrammeKind.LEERGANG},
        now=NOW + timedelta(seconds=2),
    )
    assert again is first


def test_organisation_has_each_title_once(session: Session) -> None:
    first = made(session)
    with pytest.raises(Refused) as refusal:
        make_programme(
            session,
            organisation_id=first.organisers[0].organisation_id,
            values={"title": first.title, "kind": ProgrammeKind.LEERGANG},
            now=NOW + timedelta(days=1),
        )
    assert refusal.value.reason == MakingRefused.TITLE_TAKEN


def test_leergang_starts_with_modules_and_a_closing_day(session: Session) -> None:
    edition = drafted(session, ProgrammeKind.LEERGANG, Start("Najaar 2027", 4, DAY, 16))

    assert [(m.title, m.kind) for m in edition.modules] == [
        ("Module 1", ModuleKind.CORE),
        ("Module 2", ModuleKind.CORE),
        ("Module 3", ModuleKind.CORE),
        ("Slotdag", ModuleKind.CLOSING),
    ]
    assert [(m.title, m.day) for m in edition.meetings] == [
        ("Module 1", DAY),
        ("Module 2", None),
        ("Module 3", None),
        ("Slotdag", None),
    ]
    assert [m.module_id for m in edition.meetings] == [m.id for m in edition.modules]
    assert (edition.publication, edition.promotion, edition.pool.capacity, edition.slug) == (
        Publication.DRAFT,
        Promotion.OFFER,
        16,
        "najaar-2027",
    )


@pytest.mark.parametrize(("days", "titles"), [(1, ["Leerdag"]), (3, ["Dag 1", "Dag 2", "Dag 3"])])
def test_learning_days_have_no_modules(session: Session, days: int, titles: list[str]) -> None:
    edition = drafted(session, ProgrammeKind.LEERDAGEN, Start("Najaar 2027", days))
    assert ([m.title for m in edition.meetings], edition.modules) == (titles, [])
    assert (edition.pool.capacity, edition.capacity_known) == (None, False)


@pytest.mark.parametrize("rounds", [1, 2, 3])
def test_afternoon_with_breakouts_adds_up(session: Session, rounds: int) -> None:
    edition = drafted(session, ProgrammeKind.BIJEENKOMST, Start("2027", rounds, DAY, 90))

    slots = edition.meetings[0].slots
    hours = [local(at).strftime("%H:%M") for at in (slots[0].starts_at, slots[-1].ends_at)]
    assert (hours, [len(slot.breakouts) for slot in slots if slot.breakouts]) == (
        ["13:00", "17:00"],
        [3] * rounds,
    )
    assert warnings_of(session, [edition.id])[edition.id] == []


def test_afternoon_without_a_day_has_no_timetable_yet(session: Session) -> None:
    edition = drafted(session, ProgrammeKind.BIJEENKOMST, Start("2027", 2))
    assert [(m.day, m.slots) for m in edition.meetings] == [(None, [])]


def test_draft_made_twice_in_a_row_is_one(session: Session) -> None:
    first = drafted(session, ProgrammeKind.LEERGANG, Start("Najaar 2027", 4))
    again = {"programme_id": first.programme_id, "kind": ProgrammeKind.LEERGANG, "actor_id": None}

    same = making.draft_edition(session, start=Start("najaar 2027", 4), now=NOW, **again)

    assert same is first
    with pytest.raises(Refused) as refusal:
        making.draft_edition(session, start=Start("Najaar 2027", 4), now=NOW + timedelta(hours=1), **again)
    assert refusal.value.reason == MakingRefused.LABEL_TAKEN
