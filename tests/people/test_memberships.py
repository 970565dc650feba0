"""Importing memberships, all or nothing."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.errors import Refused
from portal.people import memberships
from portal.people.importing import ImportReason
from portal.people.memberships import Effect
from portal.people.models import Membership, MembershipImport, Organisation, Person
from tests.builders import an_association, an_organisation

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
HEAD = "e-mail;naam;lidnummer;vanaf;tot;organisatie\n"
NOOR = "noor@veldrijk.example;Noor;17;01-01-2026;31-12-2026;\n"
VELDRIJK = ";;;01-01-2026;;gemeente VELDRIJK\n"


@pytest.fixture
def vgs(session: Session) -> Organisation:
    an_organisation(session, "Gemeente Veldrijk")
    return an_association(session)


def kept(session: Session, vgs: Organisation, text: str) -> MembershipImport:
    admin = session.scalar(select(Person).where(Person.email == "admin@x.example"))
    if admin is None:
        admin = Person(public_id="admin", email="admin@x.example", name="Admin", created_at=NOW)
        session.add(admin)
        session.flush()
    return memberships.keep_file(
        session,
        association_id=vgs.id,
        person_id=admin.id,
        file_name="leden.csv",
        content=text.encode(),
        now=NOW,
    )


def imported(session: Session, vgs: Organisation, text: str) -> tuple[int, int, int]:
    done = memberships.carry_out(session, import_id=kept(session, vgs, text).id, now=NOW)
    return done.added, done.changed, done.same


def members(session: Session) -> list[tuple[str | None, str, date, date | None]]:
    rows = session.execute(
        select(
            func.coalesce(Person.email, Organisation.name),
            Membership.number,
            Membership.starts_on,
            Membership.ends_on,
        )
        .outerjoin(Person, Person.id == Membership.person_id)
        .outerjoin(Organisation, Organisation.id == Membership.organisation_id)
        .order_by(Membership.id)
    )
    return [tuple(row) for row in rows]  # type: ignore[misc]


def test_people_and_organisations_become_members(session: Session, vgs: Organisation) -> None:
    assert imported(session, vgs, HEAD + NOOR + VELDRIJK) == (2, 0, 0)
    assert members(session) == [
        ("noor@veldrijk.example", "17", date(2026, 1, 1), date(2026, 12, 31)),
        ("Gemeente Veldrijk", "", date(2026, 1, 1), None),
    ]


def test_unknown_member_becomes_a_stub_without_a_way_in(session: Session, vgs: Organisation) -> None:
    imported(session, vgs, HEAD + NOOR)
    noor = session.scalars(select(Person).where(Person.email == "noor@veldrijk.example")).one()
    assert (noor.name, noor.password_hash, noor.email_confirmed_at) == ("Noor", None, None)


def test_known_member_keeps_the_own_name(session: Session, vgs: Organisation) -> None:
    session.add(Person(public_id="n", email="noor@veldrijk.example", name="Noor el Amrani", created_at=NOW))
    imported(session, vgs, HEAD + NOOR)
    assert session.scalar(select(Person.name).where(Person.public_id == "n")) == "Noor el Amrani"


def test_same_file_again_changes_nothing(session: Session, vgs: Organisation) -> None:
    imported(session, vgs, HEAD + NOOR + VELDRIJK)
    before = members(session)
    assert (imported(session, vgs, HEAD + NOOR + VELDRIJK), members(session)) == ((0, 0, 2), before)


def test_other_end_and_number_change_the_membership(session: Session, vgs: Organisation) -> None:
    imported(session, vgs, HEAD + NOOR)
    assert imported(session, vgs, HEAD + NOOR.replace("31-12-2026", "").replace("17", "18")) == (0, 1, 0)
    assert members(session) == [("noor@veldrijk.example", "18", date(2026, 1, 1), None)]


def test_missing_columns_leave_what_was_known(session: Session, vgs: Organisation) -> None:
    imported(session, vgs, HEAD + NOOR)
    assert imported(session, vgs, "e-mail;naam;vanaf\nnoor@veldrijk.example;Noor;01-01-2026\n") == (0, 0, 1)


def test_confirming_twice_imports_once(session: Session, vgs: Organisation) -> None:
    file = kept(session, vgs, HEAD + NOOR)
    first = memberships.carry_out(session, import_id=file.id, now=NOW)
    again = memberships.carry_out(session, import_id=file.id, now=NOW + timedelta(hours=1))
    assert (again.done_at, again.added, len(members(session))) == (first.done_at, 1, 1)


def test_one_bad_line_stops_everything(session: Session, vgs: Organisation) -> None:
    file = kept(session, vgs, HEAD + NOOR + ";;;01-01-2026;;Gemeente Onbekend\n")
    with pytest.raises(Refused) as caught:
        memberships.carry_out(session, import_id=file.id, now=NOW)
    assert (caught.value.reason, members(session)) == (ImportReason.CHANGED_MEANWHILE, [])


def test_preview_tells_what_is_new_changed_and_same(session: Session, vgs: Organisation) -> None:
    imported(session, vgs, HEAD + NOOR + VELDRIJK)
    text = HEAD + NOOR.replace("17", "18") + VELDRIJK + "b@x.example;Bo;;01-01-2026;;\n"
    plan = memberships.preview(session, kept(session, vgs, text))
    assert [change.effect for change in plan.changes] == [Effect.CHANGED, Effect.SAME, Effect.NEW]


def test_members_of_another_association_stay_out_of_it(session: Session, vgs: Organisation) -> None:
    imported(session, vgs, HEAD + NOOR)
    other = an_association(session, "vng", "VNG")
    assert imported(session, other, HEAD + NOOR) == (1, 0, 0)


def test_file_is_gone_after_import_and_after_a_day(session: Session, vgs: Organisation) -> None:
    done = kept(session, vgs, HEAD + NOOR)
    memberships.carry_out(session, import_id=done.id, now=NOW)
    kept(session, vgs, HEAD + VELDRIJK)
    memberships.forget_previews(session, now=NOW + timedelta(days=1, seconds=1))
    assert session.scalars(select(MembershipImport.content)).all() == [""]


def test_last_day_before_the_first_is_refused(session: Session, vgs: Organisation) -> None:
    imported(session, vgs, HEAD + NOOR)
    row = session.scalars(select(Membership)).one()
    with pytest.raises(Refused) as caught:
        memberships.change_membership(
            session, membership_id=row.id, starts_on=date(2026, 2, 1), ends_on=date(2026, 1, 31), number=""
        )
    assert caught.value.reason is memberships.MembershipReason.DATES
