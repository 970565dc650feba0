"""The place goes to a colleague: what it costs then, and what both read afterwards."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from portal.database import db
from portal.eligibility.facts import RuleKind
from portal.outbox.models import OutgoingLetter
from portal.people.models import Person
from portal.programmes.models import Edition
from portal.texts import format_money
from tests.builders import NOW
from tests.web.participant.conftest import World
from tests.web.participant.visitor import Page, Visitor, letters, link, the_registration

MEMBERS, OTHERS = "€ 1.000, exclusief btw", "€ 1.500, exclusief btw"
FOLLOWS = "Leden betalen een andere prijs. Is de één lid en de ander niet, dan verandert de prijs."
YES = {"answer": "ja", "name": "Chantal Prins"}


def edition_of(world: World, **more: object) -> Edition:
    """An edition that is cheaper for members."""
    early = (RuleKind.EARLY, {"until": "2027-01-01T09:00:00+01:00", "associations": ["vgs"]})
    return world.edition(member_price_cents=100_000, rules=[early], **more)


def colleague(world: World, *, member: bool) -> Person:
    """Chantal, who is a member or not."""
    return world.person("Chantal Prins", **({} if member else {"member_of": None}))


def ask(visitor: Visitor, person: Person) -> Page:
    """Asks this colleague to take the place over."""
    path = f"/mijn/inschrijvingen/{the_registration().public_id}/overdragen"
    return visitor.follow(visitor.post(path, name=person.name, email=person.email))


def test_colleague_who_is_no_member_reads_and_pays_the_other_price(world: World) -> None:
    visitor, chantal = world.visitor(world.person()), colleague(world, member=False)
    visitor.enrol(edition_of(world).public_id)
    assert FOLLOWS in visitor.get(f"/mijn/inschrijvingen/{the_registration().public_id}/overdragen").text
    ask(visitor, chantal)
    other, path = world.visitor(chantal), link(chantal.email, "substitute_invited")
    page = other.get(path)
    assert f"Prijs voor jouw plek {OTHERS}" in page.text
    assert (
        f"Aisha Bakker betaalde een andere prijs: {MEMBERS}. De prijs hangt af van of je lid bent."
        in page.text
    )
    page = other.follow(other.post(path, YES))
    assert f"De prijs is veranderd. Was: {MEMBERS}. Nu: {OTHERS}. Automatisch" in page.text
    assert the_registration().price == {
        "heads": [150_000],
        "total": 150_000,
        "vat_basis": "excl",
        "vat_percentage": None,
    }


def test_colleague_who_is_a_member_pays_less(world: World) -> None:
    chantal = colleague(world, member=True)
    visitor = world.visitor(world.person(member_of=None))
    visitor.enrol(edition_of(world).public_id)
    ask(visitor, chantal)
    other, path = world.visitor(chantal), link(chantal.email, "substitute_invited")
    assert f"Prijs voor jouw plek {MEMBERS}" in other.get(path).text
    other.post(path, YES)
    assert the_registration().price["total"] == 100_000


@pytest.mark.parametrize("member", [True, False])
def test_same_kind_of_colleague_changes_no_price(world: World, member: bool) -> None:
    visitor = world.visitor(world.person(**({} if member else {"member_of": None})))
    visitor.enrol(edition_of(world).public_id)
    chantal, before = colleague(world, member=member), the_registration().price
    ask(visitor, chantal)
    other, path = world.visitor(chantal), link(chantal.email, "substitute_invited")
    assert "betaalde een andere prijs" not in other.get(path).text
    page = other.follow(other.post(path, YES))
    assert (the_registration().price, "De prijs is veranderd" in page.text) == (before, False)


def test_colleague_whose_organisation_is_not_known_reads_what_may_change(world: World) -> None:
    visitor = world.visitor(world.person(member_of=None))
    visitor.enrol(edition_of(world).public_id)
    path = f"/mijn/inschrijvingen/{the_registration().public_id}/overdragen"
    visitor.post(path, name="Chantal Prins", email="chantal@veldrijk.example")
    page = world.visitor().get(link("chantal@veldrijk.example", "substitute_invited"))
    assert "Is je organisatie lid, dan geldt de prijs voor leden." in page.text


def test_history_still_names_who_had_the_place(world: World) -> None:
    chantal, visitor = colleague(world, member=True), world.visitor(world.person())
    visitor.enrol(world.edition().public_id)
    ask(visitor, chantal)
    other, path = world.visitor(chantal), link(chantal.email, "substitute_invited")
    page = other.follow(other.post(path, YES))
    for line in (
        "Chantal Prins nam de plek over van Aisha Bakker. Door Chantal Prins",
        "Chantal Prins gevraagd om de plek over te nemen. Door Aisha Bakker",
        "Ingeschreven, met een plek. Door Aisha Bakker",
    ):
        assert line in page.text


def test_both_get_a_letter_with_a_page_that_is_there(world: World) -> None:
    aisha, chantal = world.person(), colleague(world, member=True)
    visitor, other = world.visitor(aisha), world.visitor(chantal)
    visitor.enrol(world.edition().public_id)
    ask(visitor, chantal)
    other.post(link(chantal.email, "substitute_invited"), YES)
    sent = [
        letter for letter in db.session.scalars(select(OutgoingLetter)) if letter.kind == "substitute_done"
    ]
    assert [(one.to_address, one.facts["stays"], one.facts["price"]) for one in sent] == [
        (aisha.email, False, f"{format_money(150_000)}, exclusief btw"),
        (chantal.email, True, f"{format_money(150_000)}, exclusief btw"),
    ]
    pages = [who.get(str(one.facts["link"])).status for who, one in zip((visitor, other), sent, strict=True)]
    assert pages == [200, 200]


def test_who_asked_hears_that_the_colleague_says_no(world: World) -> None:
    aisha, chantal = world.person(), colleague(world, member=True)
    visitor, other = world.visitor(aisha), world.visitor(chantal)
    visitor.enrol(world.edition().public_id)
    ask(visitor, chantal)
    other.post(link(chantal.email, "substitute_invited"), answer="nee")
    page = visitor.get(f"/mijn/inschrijvingen/{the_registration().public_id}")
    assert "Chantal Prins neemt de plek niet over. Door Chantal Prins" in page.text
    assert letters(aisha)[-1] == "substitute_declined"


def test_question_taken_back_is_told_to_the_colleague(world: World) -> None:
    aisha, chantal = world.person(), colleague(world, member=True)
    visitor = world.visitor(aisha)
    visitor.enrol(world.edition().public_id)
    ask(visitor, chantal)
    visitor.post(f"/mijn/inschrijvingen/{the_registration().public_id}/overdragen/intrekken")
    assert letters(aisha)[-1] == "registration_confirmed"
    assert letters(chantal) == ["substitute_invited", "substitute_dropped"]


def test_question_without_an_answer_ends_and_says_so(world: World, at: Callable[[datetime], None]) -> None:
    aisha, chantal = world.person(), colleague(world, member=True)
    visitor = world.visitor(aisha)
    visitor.enrol(world.edition().public_id)
    ask(visitor, chantal)
    at(NOW + timedelta(days=14))
    visitor, path = world.visitor(aisha), f"/mijn/inschrijvingen/{the_registration().public_id}"
    assert "Nog niemand: Chantal Prins antwoordde niet op tijd" in visitor.get(path).text
    page = visitor.get(f"{path}/overdragen")
    assert "Chantal Prins antwoordde niet op tijd De plek is nog van jou." in page.text
    assert "Trek de vraag in" not in page.text
