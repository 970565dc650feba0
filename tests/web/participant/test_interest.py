"""Houd mij op de hoogte, for who is signed in: the address is known and proved."""

import pytest
from flask import Flask
from sqlalchemy import select

from portal.database import db
from portal.programmes.models import Interest
from tests.web.participant.conftest import World
from tests.web.participant.visitor import letters

FORM = "/leergangen/sturen-op-de-opgave/op-de-hoogte"


@pytest.fixture
def world(app: Flask) -> World:
    made = World(app)
    made.edition()
    return made


def confirmed() -> list[bool]:
    db.session.rollback()
    return [one.confirmed_at is not None for one in db.session.scalars(select(Interest))]


def test_own_address_is_filled_in_and_needs_no_mail(world: World) -> None:
    aisha = world.person()
    visitor = world.visitor(aisha)
    page = visitor.get(FORM)
    assert (page.value("email"), page.value("name")) == (aisha.email, aisha.name)
    for _twice in range(2):
        answer = visitor.post(FORM, {"email": page.value("email"), "name": page.value("name")})
        assert (answer.status, answer.location) == (303, "/op-de-hoogte/gelukt")
    assert (confirmed(), letters(aisha)) == ([True], [])


def test_another_address_is_confirmed_by_mail(world: World) -> None:
    visitor = world.visitor(world.person())
    answer = visitor.post(FORM, {"email": "iemand@anders.example", "name": ""})
    assert (answer.location, confirmed()) == (f"{FORM}/verstuurd", [False])
