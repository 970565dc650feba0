"""What is not one's own does not exist, and nothing is written (IDOR, parents, former staff)."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.database import Base, db, transaction
from portal.eligibility.facts import RuleKind
from portal.eligibility.models import EligibilityRule
from portal.material import service as material
from portal.material.release import AT_ONCE
from portal.material.service import Stated
from portal.outbox.models import OutgoingLetter
from portal.people import directory
from portal.people.models import Person
from portal.programmes.models import Edition, EditionFacilitator
from tests.builders import NOW
from tests.web.organiser.conftest import World
from tests.web.participant.visitor import Visitor

OWN = ("memberships", "import_members", "upload_members", "membership_preview", "carry_out_import")

INSIDE = (
    "registration_id",
    "breakout_id",
    "letter_id",
    "module_id",
    "group_id",
    "meeting_id",
    "slot_id",
    "person_id",
    "material_id",
)


def routes(app: Flask, **ids: str) -> list[tuple[str, str]]:
    """Every method and address of the workbench that names an object, with these ids in it."""
    adapter = app.url_map.bind("localhost")
    found = []
    for rule in app.url_map.iter_rules():
        view = rule.endpoint.removeprefix("organiser.")
        if not rule.endpoint.startswith("organiser.") or view in OWN or not rule.arguments:
            continue
        address = adapter.build(rule.endpoint, {name: ids[name] for name in rule.arguments})
        found += [(method, address) for method in sorted(rule.methods or ()) if method in ("GET", "POST")]
    return sorted(found)


def rows() -> dict[str, int]:
    """How many rows every table has, sign-ins aside."""
    db.session.rollback()
    return {
        table.name: db.session.scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
        if table.name != "sign_ins"
    }


@pytest.fixture
def ids(world: World) -> dict[str, str]:
    """Ids of Bram's edition and of what is in it."""
    found = world.enrols(world.aisha)
    db.session.rollback()
    letter = db.session.scalars(select(OutgoingLetter)).first()
    assert letter is not None
    rule = EligibilityRule(edition_id=world.edition.id, position=0, kind=RuleKind.SIGN_IN, values={})
    with transaction() as session:
        session.add(rule)
        session.add(EditionFacilitator(edition_id=world.edition.id, person_id=world.bram.id))
        piece = material.add(
            session,
            edition_id=world.edition.id,
            stated=Stated("Reader", AT_ONCE, link="https://vgs.example/reader"),
            form_key="reader",
            actor_id=world.bram.id,
            now=NOW,
        )
    edition: Edition = world.fresh(world.edition)
    return {
        "material_id": piece.public_id,
        "module_id": edition.modules[0].public_id,
        "group_id": edition.elective_groups[0].public_id,
        "meeting_id": edition.meetings[0].public_id,
        "slot_id": edition.meetings[0].slots[0].public_id,
        "person_id": world.bram.public_id,
        "edition_id": world.edition.public_id,
        "registration_id": found.public_id,
        "breakout_id": world.edition.meetings[0].slots[0].breakouts[0].public_id,
        "letter_id": letter.public_id,
        "slug": "sturen-op-de-opgave",
        "preset": "leergang",
        "organisation_id": world.vgs.public_id,
        "kind": "approval",
        "number": "1",
    }


def answers(visitor: Visitor, paths: list[tuple[str, str]]) -> set[tuple[str, int]]:
    """Which statuses the methods give over all paths."""
    filled: Any = {"why": "Omdat het kan", "people": "x@veldrijk.example", "desk": "closed", "seats": "1"}
    return {
        (method, (visitor.get(path) if method == "GET" else visitor.post(path, filled)).status)
        for method, path in paths
    }


def test_workbench_has_all_its_routes(world: World, ids: dict[str, str]) -> None:
    assert len(routes(world.app, **ids)) == 117


@pytest.mark.parametrize("who", ["chantal", "aisha"])
def test_others_find_nothing_and_change_nothing(world: World, ids: dict[str, str], who: str) -> None:
    person: Person = getattr(world, who)
    visitor = world.visitor(person)
    visitor.get("/mijn")
    before = rows()

    found = answers(visitor, routes(world.app, **ids))

    assert (found, rows()) == ({("GET", 404), ("POST", 404)}, before)


def test_visitor_is_asked_to_sign_in(world: World, ids: dict[str, str]) -> None:
    visitor = world.visitor()
    before = rows()

    found = answers(visitor, routes(world.app, **ids))

    assert (found, rows()) == ({("GET", 302), ("POST", 302)}, before)


def test_object_is_not_found_under_another_edition_of_ones_own(world: World, ids: dict[str, str]) -> None:
    sibling = world.another()
    children = [
        (method, path)
        for method, path in routes(world.app, **{**ids, "edition_id": sibling.public_id})
        if any(ids[name] in path for name in INSIDE)
    ]
    world.organiser.get("/werk")
    before = rows()

    found = answers(world.organiser, children)

    assert (len(children), found, rows()) == (50, {("GET", 404), ("POST", 404)}, before)


def test_joint_programme_is_of_both_organisations(world: World) -> None:
    with transaction() as session:
        programme = session.merge(world.edition).programme
        programme.organisers.append(type(programme.organisers[0])(organisation_id=world.vng.id, position=1))

    assert world.visitor(world.chantal).get(world.address).status == 200
    assert world.organiser.get(world.address).status == 200


def test_former_organiser_is_out_at_the_next_click(world: World) -> None:
    assert world.organiser.client.get(world.address + "/export.csv").status_code == 200
    with transaction() as session:
        directory.withdraw_organiser(session, person_id=world.bram.id, organisation_id=world.vgs.id, now=NOW)

    pages = ("/werk", world.address, world.address + "/export.csv", world.address + "/export.xlsx")
    assert [world.organiser.get(page).status for page in pages] == [404] * 4


def test_extra_fields_in_a_form_change_nothing_else(world: World) -> None:
    page = world.organiser.get(world.address + "/inschrijving")

    world.organiser.post(
        world.address + "/inschrijving",
        desk="closed",
        version=page.value("version"),
        seen="",
        is_administrator="1",
        organisation_id=str(world.vng.id),
        edition_id=world.elsewhere.public_id,
    )

    assert (world.fresh(world.edition).desk, world.fresh(world.elsewhere).desk) == ("closed", "by_windows")
    assert world.fresh(world.bram).is_administrator is False
