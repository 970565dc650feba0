"""One's own registration: leaving, choosing anew, handing over, and what it shows."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from portal.database import db, transaction
from portal.people.facts import Channel
from portal.people.models import Person
from portal.programmes.models import Edition, Meeting
from portal.registrations import duo, steering
from portal.registrations.ledger import finish, take_turn
from portal.registrations.models import Participant
from portal.registrations.promotion import settle
from tests.builders import FIRST_DAY, NOW, a_group, a_round, registered
from tests.web.participant.conftest import World
from tests.web.participant.visitor import INVOICE, letters, link, the_registration


def own(person: Person | None = None) -> str:
    return f"/mijn/inschrijvingen/{the_registration(person).public_id}"


def names_inside() -> list[str]:
    db.session.rollback()
    found = db.session.query(Participant).filter(Participant.state.in_(("confirmed", "invited")))
    return sorted(p.person.name for p in found)


def test_page_shows_state_people_price_and_history(world: World) -> None:
    visitor = world.visitor(world.person())
    visitor.enrol(world.edition(cancel_free_days=14, cancel_percentage=50).public_id)
    page = visitor.get(own())
    assert page.heading == "Sturen op de opgave"
    for words in (
        "Je bent ingeschreven",
        "dinsdag 13 april 2027, 09.30 tot 17.00 uur",
        "Aisha Bakker, gemeentesecretaris",
        "€ 1.500, exclusief btw",
        "Tot en met 30 maart 2027 kost afmelden je niets. Daarna betaal je 50 procent van de prijs.",
        "Raadhuisplein 1",
        "Ingeschreven, met een plek. Door Aisha Bakker",
    ):
        assert words in page.text


def test_meetings_stand_in_the_order_of_their_days(world: World) -> None:
    edition_id = world.edition().id
    with transaction() as session:
        edition = session.get_one(Edition, edition_id)
        for number, day in enumerate((FIRST_DAY + timedelta(days=30), FIRST_DAY - timedelta(days=30)), 2):
            edition.meetings.append(Meeting(public_id=f"dag-{number}", number=number, day=day, slots=[]))
        edition.touch()
        public_id = edition.public_id
    visitor = world.visitor(world.person())
    visitor.enrol(public_id)
    text = visitor.get(own()).text
    days = ["14 maart 2027", "13 april 2027", "13 mei 2027"]
    assert sorted(days, key=text.index) == days


@pytest.mark.parametrize(
    ("channel", "said"),
    [
        (Channel.INVITATIONS, "Je krijgt per mail een uitnodiging voor elke dag."),
        (Channel.BOTH, "Je krijgt per mail een uitnodiging voor elke dag."),
        (Channel.FEED, "De bijeenkomsten staan in je agenda-abonnement."),
    ],
)
def test_confirmation_says_how_the_days_reach_the_agenda(world: World, channel: Channel, said: str) -> None:
    person = world.person()
    visitor = world.visitor(person)
    visitor.enrol(world.edition().public_id)
    with transaction() as session:
        session.get_one(Person, person.id).channel = channel
    assert said in visitor.get(own() + "/bevestiging").text


@pytest.mark.parametrize(("seats", "passes"), [(5, True), (None, False)])
def test_seat_passes_on_only_where_seats_are_counted(world: World, seats: int | None, passes: bool) -> None:
    visitor = world.visitor(world.person())
    visitor.enrol(world.edition(seats=seats).public_id)
    page = visitor.get(own() + "/bevestiging").text
    assert ("Meld je af bij Mijn overzicht." in page, "iemand anders je plek" in page) == (True, passes)


def test_history_never_names_who_made_the_seat_free(world: World) -> None:
    edition, els, aisha = world.edition(seats=1), world.person("Els Kramer"), world.person()
    world.visitor(els).enrol(edition.public_id)
    visitor = world.visitor(aisha)
    visitor.enrol(edition.public_id)
    world.visitor(els).post(own(els) + "/afmelden")
    page = visitor.get(own(aisha))
    assert "Van de wachtlijst: een plek aangeboden. Automatisch" in page.text
    assert "Els" not in page.text


def test_registration_of_somebody_else_is_not_found(world: World) -> None:
    world.visitor(world.person()).enrol(world.edition().public_id)
    other = world.visitor(world.person("Farid Haddou"))
    pages = ("", "/bevestiging", "/afmelden", "/keuzes", "/factuur", "/meegaan", "/overdragen")
    assert [other.get(own() + page).status for page in pages] == [404] * len(pages)


def test_leaving_says_the_costs_first_and_then_leaves(world: World, at: Callable[[datetime], None]) -> None:
    aisha = world.person()
    visitor = world.visitor(aisha)
    visitor.enrol(world.edition(cancel_free_days=14, cancel_percentage=50).public_id)
    at(NOW + timedelta(days=85))
    visitor.sign_in(aisha)
    page = visitor.get(own() + "/afmelden")
    assert page.heading == "Weet je zeker dat je je wilt afmelden?"
    assert "Je plek gaat meteen naar de volgende op de wachtlijst." in page.text
    assert "Afmelden kost nu € 750." in page.text
    assert names_inside() == ["Aisha Bakker"]
    page = visitor.follow(visitor.post(own() + "/afmelden", why="Ik heb een andere baan."))
    assert "Je bent afgemeld." in page.text
    assert "Reden: Ik heb een andere baan." in page.text
    assert "Bijeenkomsten" not in page.text
    assert letters(aisha)[-1] == "registration_withdrawn"
    again = visitor.post(own() + "/afmelden")
    assert again.location == own()


def test_leaving_gives_the_seat_to_the_next(world: World) -> None:
    edition, bea = world.edition(seats=1), world.person("Bea Smit")
    visitor = world.visitor(world.person())
    visitor.enrol(edition.public_id)
    world.visitor(bea).enrol(edition.public_id)
    visitor.post(own(), {})
    visitor.post(f"/mijn/inschrijvingen/{db.session.get_one(Participant, 1).registration.public_id}/afmelden")
    assert the_registration(bea).state == "offered"


def test_price_together_is_told_before_somebody_is_asked_along(world: World) -> None:
    visitor = world.visitor(world.person())
    visitor.enrol(
        world.edition(companion_allowed=True, rules=[], cancel_free_days=14, cancel_percentage=50).public_id
    )
    page = visitor.get(own() + "/meegaan")
    assert "Samen is de prijs: € 3.000 voor jullie samen, exclusief btw." in page.text
    assert "Tot en met 30 maart 2027 kost afmelden je niets." in page.text


def a_confirmed_duo(world: World, **more: object) -> tuple[Person, Person]:
    aisha, bram = world.person(), world.director()
    edition = world.duo_edition(**more) if not more else world.edition(companion_allowed=True, **more)
    world.visitor(aisha).enrol(
        edition.public_id, party="samen", companion_name="Bram", companion_email=bram.email
    )
    with transaction() as session:
        duo.confirm_companion(session, participant_id=2, person_id=bram.id, now=NOW)
    return aisha, bram


def test_who_leaves_a_duo_alone_lets_the_other_stay(world: World) -> None:
    aisha, bram = a_confirmed_duo(world, rules=[])
    visitor = world.visitor(aisha)
    page = visitor.post(own() + "/afmelden")
    assert page.error("who") == "Kies of jij je afmeldt, of jullie allebei."
    visitor.post(own() + "/afmelden", who="ik")
    assert (names_inside(), the_registration().person_id) == (["Bram de Vries"], bram.id)
    assert visitor.get(own()).heading == "Je doet niet meer mee"


def test_companion_who_leaves_late_reads_the_price_first_and_by_mail(world: World) -> None:
    _aisha, bram = a_confirmed_duo(world, rules=[], cancel_free_days=365, cancel_percentage=50)
    visitor = world.visitor(bram)
    page = visitor.get(own(bram) + "/afmelden")
    assert "Afmelden kost nu € 750." in page.text
    visitor.post(own(bram) + "/afmelden")
    assert letters(bram)[-1] == "registration_withdrawn"


def test_who_left_late_still_reads_what_it_cost(world: World) -> None:
    visitor = world.visitor(world.person())
    visitor.enrol(world.edition(cancel_free_days=365, cancel_percentage=50).public_id)
    address = own()
    visitor.post(address + "/afmelden")
    assert "Afmelden kostte € 750." in visitor.get(address).text


def test_both_leave_when_the_companion_may_not_stay_alone(world: World) -> None:
    aisha, bram = a_confirmed_duo(world)
    visitor = world.visitor(aisha)
    page = visitor.get(own() + "/afmelden")
    assert "Bram de Vries is dan ook afgemeld en krijgt daarover een mail." in page.text
    visitor.post(own() + "/afmelden")
    assert (names_inside(), letters(bram)[-1]) == ([], "registration_withdrawn")


def test_invoice_can_be_changed_afterwards(world: World) -> None:
    visitor = world.visitor(world.person())
    visitor.enrol(world.edition().public_id)
    page = visitor.get(own() + "/factuur")
    assert page.value("purchase_order") == "4500012"
    assert visitor.post(own() + "/factuur", {**INVOICE, "email": "x"}).error("email").startswith("Vul een")
    visitor.post(own() + "/factuur", {**INVOICE, "purchase_order": "99"})
    assert the_registration().purchase_order == "99"


def test_choosing_again_after_a_cancelled_breakout(world: World) -> None:
    with transaction() as session:
        edition = session.merge(world.edition())
        one, two = a_round(session, edition, None, None).breakouts
    visitor = world.visitor(world.person())
    visitor.enrol(edition.public_id, choices={"ronde-1": one.public_id, "ronde-1-tweede": ""})
    with transaction() as session:
        steering.cancel_breakout(session, breakout_id=one.id, actor_id=1, now=NOW)
    assert "Kies opnieuw" in visitor.get("/mijn").links()
    page = visitor.get(own() + "/keuzes")
    assert "Wat je koos bij Ronde 1, gaat niet door. Kies iets anders." in page.text
    refused = visitor.post(own() + "/keuzes", {"ronde-1": one.public_id, "ronde-1-tweede": ""})
    assert refused.error("ronde-1") == "Deelsessie 1.1 gaat niet door. Kies iets anders."
    page = visitor.follow(visitor.post(own() + "/keuzes", {"ronde-1": two.public_id, "ronde-1-tweede": ""}))
    assert "Ronde 1 Deelsessie 1.2" in page.text
    assert "Kies opnieuw" not in visitor.get("/mijn").links()


def test_nobody_is_asked_to_choose_where_nothing_is_held(world: World) -> None:
    with transaction() as session:
        edition = session.merge(world.edition())
        (one,) = a_round(session, edition, None).breakouts
    visitor = world.visitor(world.person())
    visitor.enrol(edition.public_id, choices={"ronde-1": one.public_id, "ronde-1-tweede": ""})
    with transaction() as session:
        steering.cancel_breakout(session, breakout_id=one.id, actor_id=1, now=NOW)
    assert "Kies opnieuw" not in visitor.get("/mijn").links()
    assert "Ronde 1 Gaat niet door" in visitor.get(own()).text
    asked = visitor.get(own() + "/keuzes")
    assert "Bij Ronde 1 gaat niets door. Je hoeft niets te kiezen." in asked.text


def test_moving_into_a_full_breakout_is_refused_at_the_field(world: World) -> None:
    with transaction() as session:
        edition = session.merge(world.edition())
        one, two = a_round(session, edition, 1, None).breakouts
    world.visitor(world.person("Els Kramer")).enrol(
        edition.public_id, choices={"ronde-1": one.public_id, "ronde-1-tweede": ""}
    )
    aisha = world.person()
    visitor = world.visitor(aisha)
    visitor.enrol(edition.public_id, choices={"ronde-1": two.public_id, "ronde-1-tweede": ""})
    page = visitor.post(own(aisha) + "/keuzes", {"ronde-1": one.public_id, "ronde-1-tweede": ""})
    assert page.error("ronde-1").startswith("Deelsessie 1.1 is vol.")
    assert page.value("ronde-1") == one.public_id


def test_round_that_has_begun_can_only_be_read(world: World, at: Callable[[datetime], None]) -> None:
    with transaction() as session:
        edition = session.merge(world.edition())
        early, late = a_round(session, edition, 5, 5), a_round(session, edition, 5, 5, number=3)
        one, two = early.breakouts
        three, four = late.breakouts
        begin, over = early.starts_at, late.ends_at
    aisha = world.person()
    visitor = world.visitor(aisha)
    later = {"ronde-1-tweede": "", "ronde-2-tweede": ""}
    visitor.enrol(edition.public_id, choices={"ronde-1": one.public_id, "ronde-2": three.public_id, **later})
    at(begin)
    visitor.sign_in(aisha)
    page = visitor.get(own() + "/keuzes")
    assert "Een ronde die is begonnen, kun je niet meer wijzigen. Ronde 1 Deelsessie 1.1" in page.text
    assert [page.tree.find(f".//input[@name='ronde-{n}']") is None for n in (1, 2)] == [True, False]
    old_page = visitor.post(own() + "/keuzes", {"ronde-1": two.public_id, "ronde-2": four.public_id, **later})
    assert "Ronde 1 is al begonnen. Daar kun je niet meer in kiezen." in old_page.text
    page = visitor.follow(visitor.post(own() + "/keuzes", {"ronde-2": four.public_id, "ronde-2-tweede": ""}))
    assert "Ronde 1 Deelsessie 1.1" in page.text
    assert "Ronde 3 Deelsessie 3.2" in page.text
    at(over)
    page = visitor.get(own() + "/keuzes")
    assert (page.button(), "Terug zonder wijzigen" in page.links()) == ([], True)


def test_choice_that_did_not_change_keeps_its_place(world: World) -> None:
    with transaction() as session:
        edition = session.merge(world.edition())
        full = a_round(session, edition, 0, None).breakouts[0]
        other = a_round(session, edition, None, number=2).breakouts[0]
    visitor = world.visitor(world.person())
    later = {"ronde-1-tweede": "", "ronde-2-tweede": ""}
    visitor.enrol(edition.public_id, choices={"ronde-1": full.public_id, "ronde-2": "", **later})
    waiting = [c.id for c in the_registration().claims if c.state == "waiting"]
    page = visitor.post(own() + "/keuzes", {"ronde-1": full.public_id, "ronde-2": other.public_id, **later})
    assert page.status == 303
    assert [c.id for c in the_registration().claims if c.state == "waiting"] == waiting
    assert "Ronde 2 Deelsessie 2.1" in visitor.get(own()).text


def test_elective_that_came_free_is_answered_on_the_page(world: World) -> None:
    with transaction() as session:
        edition = session.merge(world.edition())
        a_group(session, edition, 0)
        module = edition.modules[-1]
    visitor = world.visitor(world.person())
    visitor.enrol(edition.public_id, choices={"keuze-1-1": module.public_id, "keuze-1-1-tweede": ""})
    with transaction() as session:
        session.get_one(type(module.pool), module.pool_id).capacity = 1
        steering.set_capacity(session, edition_id=edition.id, actor_id=1, capacity=5, now=NOW)
        let_seats_go(session, edition.id, module.pool_id)
    page = visitor.get(own())
    assert "Er is een plek bij Keuze 1 Antwoord uiterlijk" in page.text
    answer = {"module": module.public_id, "answer": "ja"}
    page = visitor.follow(visitor.post(own() + "/keuzes/aanbod", answer))
    assert "De plek is van jou." in page.text
    assert "De plek bij Keuze 1 aangenomen." in page.text
    assert visitor.follow(visitor.post(own() + "/keuzes/aanbod", answer)).status == 200
    late = visitor.post(own() + "/keuzes/aanbod", {**answer, "answer": "nee"})
    assert (late.status, "Er is nu geen aanbod om op te antwoorden." in late.text) == (409, True)


def let_seats_go(session: Session, edition_id: int, pool_id: int) -> None:
    """Lets seats of a pool that came free go to who waits there."""
    turn = take_turn(session, edition_id=edition_id, now=NOW)
    turn.freed_pools.add(pool_id)
    settle(turn)
    finish(turn)


def test_colleague_takes_the_place_over(world: World) -> None:
    aisha = world.person()
    visitor = world.visitor(aisha)
    visitor.enrol(world.edition().public_id)
    path = own() + "/overdragen"
    page = visitor.post(path, name="Aisha", email=aisha.email)
    assert page.error("email").startswith("Dit is het adres van wie de plek nu heeft.")
    page = visitor.follow(visitor.post(path, name="Chantal Prins", email="chantal@veldrijk.example"))
    assert "Chantal Prins, kan antwoorden tot" in page.text
    address = link("chantal@veldrijk.example", "substitute_invited")
    chantal = world.visitor()
    assert chantal.get(address).heading == "Neem je de plek van Aisha Bakker over?"
    yes = {"answer": "ja", "name": "Chantal Prins", "kind": "directeur", "work": "zelfde", "organisation": ""}
    page = chantal.follow(chantal.post(address, yes))
    assert "De plek is nu van jou." in page.text
    assert names_inside() == ["Chantal Prins"]
    assert world.visitor().get(address).heading == "Je doet mee"
    assert visitor.get(own()).status == 404


def test_question_to_a_colleague_can_be_taken_back(world: World) -> None:
    visitor = world.visitor(world.person())
    visitor.enrol(world.edition().public_id)
    visitor.post(own() + "/overdragen", name="Chantal Prins", email="chantal@veldrijk.example")
    address = link("chantal@veldrijk.example", "substitute_invited")
    page = visitor.follow(visitor.post(own() + "/overdragen/intrekken"))
    assert "De vraag is ingetrokken. Je houdt je plek." in page.text
    assert world.visitor().get(address).heading == "Deze uitnodiging geldt niet meer"


def test_colleague_says_no_and_nothing_changes(world: World) -> None:
    visitor = world.visitor(world.person())
    visitor.enrol(world.edition().public_id)
    visitor.post(own() + "/overdragen", name="Chantal Prins", email="chantal@veldrijk.example")
    chantal, address = world.visitor(), link("chantal@veldrijk.example", "substitute_invited")
    page = chantal.follow(chantal.post(address, answer="nee"))
    assert (page.heading, names_inside()) == ("Je neemt de plek niet over", ["Aisha Bakker"])


def test_overview_greets_and_shows_the_next_meeting(world: World, at: Callable[[datetime], None]) -> None:
    aisha = world.person()
    visitor = world.visitor(aisha)
    empty = visitor.get("/mijn")
    assert (empty.heading, "Je volgt nog geen leergang" in empty.text) == ("Dag Aisha", True)
    visitor.enrol(world.edition().public_id)
    with transaction() as session:
        registered(session, session.merge(world.edition(seats=0)), session.merge(aisha))
    at(datetime(FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day - 3, 9, tzinfo=NOW.tzinfo))
    visitor.sign_in(aisha)
    page = visitor.get("/mijn")
    assert "Je volgende bijeenkomst is over 3 dagen Sturen op de opgave: Eerste dag" in page.text
    assert "Ingeschreven Sturen op de opgave" in page.text
    assert (
        "Wachtlijst, plek 1 Sturen op de opgave Komt er een plek vrij, dan krijg je een aanbod." in page.text
    )
