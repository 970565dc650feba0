"""Organisations, organisers and administrators."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.errors import Refused
from portal.people import directory, profile
from portal.people.directory import DirectoryReason
from portal.people.facts import OrganisationKind, PositionKind
from portal.people.models import Organisation, OrganisationState, OrganiserRole, Person, Position
from portal.people.service import ensure_person
from tests.builders import an_association, an_organisation

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def somebody(session: Session, email: str = "aisha@veldrijk.example") -> Person:
    person = ensure_person(session, email=email, name="Aisha", now=NOW)
    person.email_confirmed_at = NOW
    return person


def refusal(action: object, *args: object, **values: object) -> str:
    with pytest.raises(Refused) as caught:
        action(*args, **values)  # type: ignore[operator]
    return caught.value.reason


def test_name_on_the_list_is_taken_whatever_the_capitals(session: Session) -> None:
    an_organisation(session, "Gemeente Veldrijk")
    reason = refusal(
        directory.add_organisation, session, name=" gemeente  VELDRIJK", kind=OrganisationKind.GEMEENTE
    )
    assert reason is DirectoryReason.NAME_TAKEN


def test_two_names_with_one_address_word_both_fit(session: Session) -> None:
    made = [
        directory.add_organisation(session, name=name, kind=OrganisationKind.OVERIG).slug
        for name in ("Één & Al", "Een Al")
    ]
    assert (made[0], made[1].startswith("een-al-")) == ("een-al", True)


def test_proposed_organisation_is_approved_by_saving_it(session: Session) -> None:
    proposed = directory.propose_organisation(session, name="GR Samen")
    changed = directory.change_organisation(
        session,
        organisation_id=proposed.id,
        name="GR Samen Sterk",
        kind=OrganisationKind.SAMENWERKING,
        has_members=False,
        organises=False,
        mail_address=None,
        about="",
    )
    assert (changed.state, changed.name) == (OrganisationState.KNOWN, "GR Samen Sterk")


def test_proposing_a_known_name_gives_the_known_one(session: Session) -> None:
    known = an_organisation(session, "Gemeente Veldrijk")
    assert directory.propose_organisation(session, name="gemeente veldrijk") is known


def test_merged_organisation_hands_over_its_people(session: Session) -> None:
    known = an_organisation(session, "Gemeente Veldrijk")
    aisha = somebody(session)
    position = profile.put_position(
        session,
        person_id=aisha.id,
        kind=PositionKind.DIRECTEUR,
        organisation_public_id="",
        new_organisation="Veldrijk",
        starts_on=None,
        ends_on=None,
    )
    proposed_id = position.organisation_id
    directory.merge_organisation(session, organisation_id=proposed_id, into_public_id=known.public_id)
    session.expire_all()
    moved = session.scalars(select(Position.organisation_id)).one()
    state = session.get_one(Organisation, proposed_id).state
    assert (moved, state) == (known.id, OrganisationState.MERGED)


def test_known_organisation_cannot_be_merged_away(session: Session) -> None:
    one, two = an_organisation(session, "Een"), an_organisation(session, "Twee")
    reason = refusal(
        directory.merge_organisation, session, organisation_id=one.id, into_public_id=two.public_id
    )
    assert reason is DirectoryReason.IN_USE


def test_role_is_given_once_and_can_be_given_again(session: Session) -> None:
    vgs, bram = an_association(session), somebody(session)
    ids = {"person_id": bram.id, "organisation_id": vgs.id}
    directory.grant_organiser(session, **ids, now=NOW)
    directory.grant_organiser(session, **ids, now=NOW)
    directory.withdraw_organiser(session, **ids, now=NOW)
    directory.grant_organiser(session, **ids, now=NOW)
    ended = session.scalars(select(OrganiserRole.ended_at).order_by(OrganiserRole.id)).all()
    assert ended == [NOW, None]


def test_organisation_that_does_not_organise_has_no_organisers(session: Session) -> None:
    body, bram = an_organisation(session), somebody(session)
    reason = refusal(directory.grant_organiser, session, person_id=bram.id, organisation_id=body.id, now=NOW)
    assert reason is DirectoryReason.NOT_ORGANISING


def test_last_administrator_stays(session: Session) -> None:
    first, second = somebody(session), somebody(session, "bram@veldrijk.example")
    for person in (first, second):
        directory.make_administrator(session, person_id=person.id)
    directory.unmake_administrator(session, person_id=first.id)
    assert refusal(directory.unmake_administrator, session, person_id=second.id) is (
        DirectoryReason.LAST_ADMINISTRATOR
    )


def test_stub_cannot_become_administrator(session: Session) -> None:
    stub = ensure_person(session, email="stub@x.example", name="Stub", now=NOW)
    assert refusal(directory.make_administrator, session, person_id=stub.id) is DirectoryReason.NOT_CONFIRMED
