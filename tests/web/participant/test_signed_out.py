"""Somebody types, is signed out meanwhile, and presses the button."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete

from portal.database import transaction
from portal.people.models import Person, SignIn
from tests.builders import NOW
from tests.people.support import PASSWORD, quick_hash
from tests.web.participant.conftest import World
from tests.web.participant.visitor import INVOICE, Page, Visitor, drafts

TYPED = {"party": "samen", "companion_name": "Bram de Vries", "companion_email": "bram@veldrijk.example"}
TOLD = "Je was niet meer ingelogd. Er is nog niets verstuurd. Na het inloggen staat er wat je invulde."
TOO_LONG = "Je was niet meer ingelogd. Wat je invulde is te lang om te bewaren: vul het opnieuw in."
ASK_AGAIN = "Je was niet meer ingelogd. Er is nog niets veranderd. Log in en probeer het nog een keer."
Move = Callable[[datetime], None]


@pytest.fixture
def aisha(world: World) -> Person:
    """Aisha, who has a password."""
    return with_password(world.person())


def with_password(person: Person) -> Person:
    """This person, who can sign in."""
    with transaction() as session:
        session.merge(person).password_hash = quick_hash(PASSWORD)
    return person


def sign_in(visitor: Visitor, person: Person, back: str = "/mijn") -> Page:
    """Signs in on the sign-in page; ends at the page that it leads to."""
    visitor.get("/inloggen")
    return visitor.follow(visitor.post("/inloggen", email=person.email, password=PASSWORD, next=back))


def end_sign_ins() -> None:
    """Every sign-in is over, without a trace."""
    with transaction() as session:
        session.execute(delete(SignIn))


def filled(page: Page) -> tuple[str, ...]:
    """What the first step is filled in with."""
    return tuple(page.value(name) for name in TYPED)


def news(page: Page) -> list[str]:
    """The messages on top of the page."""
    return [" ".join("".join(p.itertext()).split()) for p in page.tree.findall(".//*[@role='status']//p")]


def test_typed_step_comes_back_after_signing_in(world: World, aisha: Person) -> None:
    visitor, path = world.visitor(), f"/inschrijven/{world.duo_edition().public_id}/mensen"
    sign_in(visitor, aisha)
    visitor.get(path)
    end_sign_ins()
    page = visitor.post(path, TYPED)
    assert page.location == f"/inloggen?next={path}"
    assert (news(visitor.get(page.location)), drafts()) == ([TOLD], 0)
    assert filled(sign_in(visitor, aisha, path)) == tuple(TYPED.values())
    assert filled(visitor.get(path)) == ("alleen", "", "")


def test_typed_step_is_not_shown_to_somebody_else(world: World, aisha: Person) -> None:
    els = with_password(world.person("Els Kramer"))
    visitor, path = world.visitor(), f"/inschrijven/{world.duo_edition().public_id}/mensen"
    sign_in(visitor, aisha)
    visitor.get(path)
    end_sign_ins()
    visitor.post(path, TYPED)
    assert filled(sign_in(visitor, els, path)) == ("alleen", "", "")
    assert filled(sign_in(visitor, aisha, path)) == ("alleen", "", "")


def test_typed_step_survives_a_lost_cookie(world: World, aisha: Person) -> None:
    visitor, path = world.visitor(aisha), f"/inschrijven/{world.duo_edition().public_id}/mensen"
    visitor.get(path)
    visitor.client.delete_cookie("session")
    visitor.client.environ_base["HTTP_ORIGIN"] = "http://localhost"
    page = visitor.post(path, TYPED)
    assert page.location == f"/inloggen?next={path}"
    assert filled(sign_in(visitor, aisha, path)) == tuple(TYPED.values())


@pytest.mark.parametrize("origin", ["https://elders.example", "null", ""])
def test_form_of_another_site_is_never_kept(world: World, aisha: Person, origin: str) -> None:
    visitor, path = world.visitor(), f"/inschrijven/{world.duo_edition().public_id}/mensen"
    if origin:
        visitor.client.environ_base["HTTP_ORIGIN"] = origin
    page = visitor.post(path, TYPED, csrf_token="x")
    assert (page.status, page.heading) == (400, "Dit formulier is verlopen")
    visitor.client.environ_base.pop("HTTP_ORIGIN", None)
    assert filled(sign_in(visitor, aisha, path)) == ("alleen", "", "")


def test_typed_step_is_kept_for_an_hour(world: World, aisha: Person, at: Move) -> None:
    visitor, path = world.visitor(), f"/inschrijven/{world.duo_edition().public_id}/mensen"
    visitor.post(path, TYPED)
    at(NOW + timedelta(hours=1))
    assert filled(sign_in(visitor, aisha, path)) == ("alleen", "", "")


def test_too_much_text_is_not_kept_and_said(world: World, aisha: Person) -> None:
    visitor, path = world.visitor(), f"/inschrijven/{world.duo_edition().public_id}/mensen"
    page = visitor.post(path, {**TYPED, "companion_name": "é" * 400})
    assert news(visitor.get(page.location)) == [TOO_LONG]
    assert filled(sign_in(visitor, aisha, path)) == ("alleen", "", "")


def test_typed_invoice_comes_back_as_it_was(world: World, aisha: Person) -> None:
    visitor, start = world.visitor(), f"/inschrijven/{world.edition().public_id}"
    sign_in(visitor, aisha)
    visitor.post(f"{start}/mensen", party="alleen")
    end_sign_ins()
    visitor.post(f"{start}/factuur", INVOICE)
    page = sign_in(visitor, aisha, f"{start}/factuur")
    assert {name: page.value(name) for name in INVOICE} == INVOICE


def test_passwords_are_never_kept(world: World, aisha: Person) -> None:
    visitor = world.visitor()
    page = visitor.post("/profiel/wachtwoord", current=PASSWORD, password="een ander lang wachtwoord")
    assert news(visitor.get(page.location)) == [ASK_AGAIN]
    with visitor.client.session_transaction() as cookie:
        assert "typed" not in cookie


def test_old_form_is_refused_in_english_too(world: World) -> None:
    page = world.visitor().post("/en/inloggen", csrf_token="x")
    assert (page.status, page.heading) == (400, "This form has expired")
