"""A group mail in the workbench: written, read as a reader, sent after the number was seen, followed."""

import re
from typing import Any

import pytest

from portal.database import db, transaction
from portal.jobs.tasks import run_task
from portal.mailings.facts import MailingState
from portal.mailings.models import Mailing
from portal.outbox.models import OutgoingLetter
from portal.programmes.models import Edition
from tests.builders import NOW
from tests.outbox.support import REAL
from tests.web.organiser.conftest import World
from tests.web.participant.visitor import Page

TYPED = {
    "audience": "participants",
    "subject": "Neem je laptop mee",
    "text": "Beste {{naam}},\n\nTot dinsdag.",
    "extra": "",
}


@pytest.fixture
def inside(world: World) -> World:
    """Daan and Esra take part, Aisha waits."""
    for name in ("Daan", "Esra"):
        world.enrols(name)
    world.enrols(world.aisha)
    return world


def send(world: World, **typed: str) -> Page:
    page = world.organiser.get(f"{world.address}/mail/nieuw")
    return world.organiser.post(f"{world.address}/mail/nieuw", {**TYPED, "key": page.value("key"), **typed})


def draft(world: World, **typed: str) -> str:
    answer = send(world, **typed)
    assert answer.status == 303
    return answer.location


def confirmed(world: World, **typed: str) -> str:
    address = draft(world, **typed)
    page = world.organiser.get(f"{address}/versturen")
    stamps = {name: page.value(name) for name in ("version", "number")}
    world.organiser.post(f"{address}/versturen", stamps)
    return address


def the_mail() -> Mailing:
    db.session.rollback()
    db.session.expire_all()
    return db.session.query(Mailing).one()


def feed() -> None:
    run_task("send_mailings", now=NOW, real_now=REAL)


def names(prefix: str = "group_mail") -> list[str]:
    db.session.rollback()
    rows = db.session.query(OutgoingLetter).order_by(OutgoingLetter.id)
    return [one.to_name or one.to_address for one in rows if one.kind.startswith(prefix)]


def test_draft_is_shown_as_each_reader_gets_it(inside: World) -> None:
    address = draft(inside)
    first, second = (inside.organiser.get(f"{address}?lezer={number}") for number in (1, 2))

    assert "Beste Daan, Tot dinsdag." in first.text
    assert "Lezer 2 van 2." in second.text
    assert "Beste Esra, Tot dinsdag." in second.text
    assert inside.organiser.get(f"{address}?lezer=99").text == second.text


def test_formatted_mail_stands_in_a_frame_that_may_do_nothing(inside: World) -> None:
    address = draft(inside, text="<script>alert(1)</script>")
    answer = inside.organiser.client.get(f"{address}/opgemaakt?lezer=1")

    assert "&lt;script&gt;alert(1)" in answer.text
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    around = inside.organiser.client.get(address)
    assert around.headers["Content-Security-Policy"].endswith("frame-src 'self'")


def test_confirmation_names_the_exact_number_and_sends(inside: World) -> None:
    address = draft(inside, extra="Gast <gast@x.example>; daan@veldrijk.example")
    page = inside.organiser.get(f"{address}/versturen")
    assert (page.button(), page.value("number")) == (["Verstuur naar 3 lezers"], "3")

    stamps = {name: page.value(name) for name in ("version", "number")}
    answers = [inside.organiser.post(f"{address}/versturen", stamps) for _ in range(2)]
    feed()
    feed()
    assert [one.status for one in answers] == [303, 303]
    assert names() == ["Daan", "Esra", "Gast"]


def test_number_that_changed_is_shown_before_anything_leaves(inside: World) -> None:
    address = draft(inside)
    page = inside.organiser.get(f"{address}/versturen")
    late = inside.organiser.post(f"{address}/versturen", {"version": page.value("version"), "number": "5"})

    assert (late.status, late.value("number"), the_mail().state) == (409, "2", MailingState.DRAFT)
    assert "Het aantal lezers is intussen anders. Er is nog niets verstuurd." in late.text


def test_progress_is_told_in_words_and_can_be_paused_and_stopped(inside: World) -> None:
    address = confirmed(inside)
    going = inside.organiser.get(address)
    ready = "We zetten nog 2 lezers klaar. Daarna gaan de eerste mails weg."
    assert f"0 van 2 mails zijn verstuurd. {ready}" in going.text
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in going.html

    inside.organiser.post(f"{address}/pauze")
    paused = inside.organiser.get(address)
    assert (paused.button(), "http-equiv" in paused.html) == (["Ga door"], False)
    assert "0 van 2 mails zijn verstuurd. 2 wachten nog." in paused.text
    feed()
    assert names() == []

    inside.organiser.post(f"{address}/verder")
    assert the_mail().state == MailingState.SENDING
    assert "2 lezers hebben de mail nog niet" in inside.organiser.get(f"{address}/stoppen").text
    inside.organiser.post(f"{address}/stoppen")
    stopped = inside.organiser.get(address).text
    assert "0 van 2 mails zijn verstuurd. 2 gaan niet meer weg." in stopped


def test_what_did_not_arrive_is_named_and_tried_again(inside: World) -> None:
    address = confirmed(inside)
    feed()
    with transaction() as session:
        for one in session.query(OutgoingLetter).filter_by(kind="group_mail"):
            one.state, one.last_error = (
                ("failed", "550 No such mailbox") if one.to_name == "Daan" else ("sent", "")
            )
    page = inside.organiser.get(address)
    assert "1 van 2 mails zijn verstuurd. 1 kwam niet aan." in page.text
    assert "daan@veldrijk.example 550 No such mailbox" in page.text

    inside.organiser.post(f"{address}/opnieuw")
    assert "1 van 2 mails zijn verstuurd. 1 wacht nog." in inside.organiser.get(address).text


def test_test_goes_to_the_organiser_alone(inside: World) -> None:
    address = draft(inside)
    done = inside.organiser.post(f"{address}/proef", {"key": "een"})

    assert (done.status, names(), the_mail().state) == (303, ["Bram de Vries"], MailingState.DRAFT)


@pytest.mark.parametrize(
    ("name", "typed", "message"),
    [
        ("subject", "", "Vul een onderwerp in."),
        ("subject", "Een\r\nBcc: x@y.nl", "Een onderwerp is één regel. Haal de regelovergang weg."),
        ("subject", "x" * 101, "Maak deze tekst korter: hij mag 100 tekens lang zijn en is er nu 101."),
        ("text", " ", "Vul in wat je wilt zeggen."),
        (
            "text",
            "Dag {{reset_link}}",
            "We kennen ‘{{reset_link}}’ niet. Gebruik een woord uit de lijst, of haal het weg.",
        ),
        (
            "extra",
            "gast@x.example; Piet Jansen",
            "Regel 1 (Piet Jansen): Vul een e-mailadres in met een @, zoals naam@gemeente.nl.",
        ),
        ("audience", "iedereen", "Kies een van de mogelijkheden."),
        ("audience", "breakout:AAAA", "Kies een van de mogelijkheden."),
    ],
)
def test_what_must_be_mended_stands_beside_its_field(
    inside: World, name: str, typed: str, message: str
) -> None:
    page = send(inside, **{name: typed})

    assert (page.status, page.error(name)) == (422, message)
    assert (
        page.value("text" if name != "text" else "subject") == TYPED["text" if name != "text" else "subject"]
    )
    assert db.session.query(Mailing).count() == 0


def test_groups_of_duos_are_offered_where_people_bring_a_colleague(inside: World) -> None:
    words = "Duo’s: de meegenomen collega’s"
    assert words in inside.organiser.get(f"{inside.address}/mail/nieuw").text

    with transaction() as session:
        session.get_one(Edition, inside.edition.id).companion_allowed = False
    assert words not in inside.organiser.get(f"{inside.address}/mail/nieuw").text
    assert send(inside, audience="companions").error("audience") == "Kies een van de mogelijkheden."


def test_group_that_is_gone_is_chosen_anew(inside: World) -> None:
    address = draft(inside, audience="firsts")
    with transaction() as session:
        session.get_one(Edition, inside.edition.id).companion_allowed = False
    page = inside.organiser.get(f"{address}/wijzigen")
    stated = {**TYPED, "version": page.value("version"), "key": "", "audience": ""}
    again = inside.organiser.post(f"{address}/wijzigen", stated)

    assert page.tree.findtext(".//select/option[1]") == "Kies een groep"
    assert (again.status, again.error("audience")) == (422, "Kies een groep.")


def test_only_addresses_needs_an_address(inside: World) -> None:
    page = send(inside, audience="addresses")

    assert page.error("extra") == "Plak hier minstens één adres, of kies een groep."


def test_more_addresses_than_are_read_are_refused_in_words(inside: World) -> None:
    page = send(inside, audience="addresses", extra="a@b.example\n" * 10_000)

    assert page.status == 422
    assert page.error("extra").startswith("Maak deze tekst korter: hij mag 100000 tekens lang zijn")


def test_form_sent_twice_makes_one_draft(inside: World) -> None:
    key = inside.organiser.get(f"{inside.address}/mail/nieuw").value("key")
    made = {
        inside.organiser.post(f"{inside.address}/mail/nieuw", {**TYPED, "key": key}).location
        for _ in range(2)
    }

    assert (len(made), db.session.query(Mailing).count()) == (1, 1)


def test_second_organiser_sees_what_the_first_wrote(inside: World) -> None:
    address = draft(inside)
    page = inside.organiser.get(f"{address}/wijzigen")
    stale = {**TYPED, "version": page.value("version"), "key": ""}
    inside.organiser.post(f"{address}/wijzigen", {**stale, "text": "Wat de eerste schreef."})
    late = inside.organiser.post(f"{address}/wijzigen", {**stale, "text": "Wat de tweede schreef."})

    assert (late.status, late.value("text")) == (409, "Wat de tweede schreef.")
    assert "Wat de eerste schreef." in late.text
    again = {**stale, "version": late.value("version"), "text": "Wat de tweede schreef."}
    assert (inside.organiser.post(f"{address}/wijzigen", again).status, the_mail().text) == (
        303,
        "Wat de tweede schreef.",
    )


def test_mail_that_was_sent_cannot_be_changed(inside: World) -> None:
    address = confirmed(inside)

    assert inside.organiser.get(f"{address}/wijzigen").status == 303
    assert re.search(r"/mail/[\w-]+$", inside.organiser.get(f"{address}/versturen").location)


def test_draft_is_thrown_away_after_a_question(inside: World) -> None:
    address = draft(inside)
    assert inside.organiser.get(f"{address}/stoppen").button() == ["Gooi het concept weg"]
    inside.organiser.post(f"{address}/stoppen")

    assert db.session.query(Mailing).count() == 0
    assert "Er is nog geen mail geschreven." in inside.organiser.get(f"{inside.address}/mail").text


def test_list_names_every_mail_with_its_state(inside: World) -> None:
    draft(inside, subject="Een concept")
    address = confirmed(inside, audience="waitlist")
    feed()
    rows: Any = inside.organiser.get(f"{inside.address}/mail").text

    assert "Een concept Alle deelnemers met een plek" in rows
    assert "Neem je laptop mee Iedereen op de wachtlijst" in rows
    assert address
