"""Decisions about one registration: with and without a reason, seen beforehand, and twice."""

import pytest

from portal.database import transaction
from portal.eligibility.facts import RuleKind
from portal.programmes.models import Edition
from portal.registrations import desk, service, steering
from portal.registrations.models import Registration, RegistrationEvent
from tests.builders import NOW, an_edition
from tests.web.organiser.conftest import World
from tests.web.organiser.test_steering import bullets
from tests.web.participant.visitor import count, letters

WHY_NEEDED = "Vul in waarom je dit doet. Het komt in de geschiedenis te staan."


@pytest.fixture
def full(world: World) -> World:
    """Aisha and Carla inside; Daan and Esra wait."""
    world.first = world.enrols(world.aisha)
    world.enrols("Carla")
    world.daan, world.esra = world.enrols("Daan"), world.enrols("Esra")
    return world


def last_why(found: Registration, action: str) -> str:
    """The reason in the history."""
    return [event.why for event in found.events if event.action == action][-1]


@pytest.mark.parametrize("verb", ["annuleren", "overslaan"])
def test_decision_without_a_reason_is_refused(full: World, verb: str) -> None:
    path = f"{full.registration(full.daan)}/{verb}"
    before = count(RegistrationEvent)

    page = full.organiser.post(path, why=" ")

    assert (page.status, page.error("why"), count(RegistrationEvent)) == (422, WHY_NEEDED, before)


def test_reason_of_a_novel_is_too_long(full: World) -> None:
    page = full.organiser.post(f"{full.registration(full.daan)}/overslaan", why="x" * 501)

    assert (page.status, page.value("why")) == (422, "x" * 501)
    assert "hij mag 500 tekens lang zijn en is er nu 501" in page.error("why")


def test_cancelling_says_who_gets_the_seat(full: World) -> None:
    page = full.organiser.get(f"{full.registration(full.first)}/annuleren")

    assert bullets(page) == [
        "De deelname van Aisha Bakker stopt. Daarover gaat een mail weg.",
        "1 persoon van de wachtlijst krijgt een aanbod: Daan.",
    ]
    assert full.fresh(full.first).state == "confirmed"


def test_cancelled_registration_tells_why(full: World) -> None:
    path = f"{full.registration(full.first)}/annuleren"

    done = full.organiser.follow(full.organiser.post(path, why="Werkt er niet meer"))
    again = full.organiser.post(path, why="Nog eens")

    found = full.fresh(full.first)
    assert (found.state, last_why(found, "cancelled")) == ("cancelled", "Werkt er niet meer")
    assert "1 persoon van de wachtlijst krijgt een aanbod: Daan." in done.text
    assert "Reden: Werkt er niet meer" in done.text
    assert letters(full.aisha) == ["registration_confirmed", "registration_cancelled"]
    assert (again.status, full.fresh(full.daan).state) == (303, "offered")


def test_decision_that_was_made_is_not_asked_again(full: World) -> None:
    path = full.registration(full.first)
    full.organiser.post(f"{path}/annuleren", why="Werkt er niet meer")
    full.organiser.get(path)

    asked = [full.organiser.get(f"{path}/{verb}") for verb in ("annuleren", "afwijzen", "overslaan")]
    asked.append(full.organiser.get(f"{full.registration(full.daan)}/aanbieden"))

    assert [page.status for page in asked] == [303, 303, 303, 303]
    changed = "De inschrijving is intussen veranderd. Bekijk hieronder hoe die er nu voor staat."
    assert changed in full.organiser.follow(asked[0]).text


def test_cancelled_duo_keeps_both_names(full: World) -> None:
    duo = full.enrols("Gijs", companion="Hanna")

    full.organiser.post(f"{full.registration(duo)}/annuleren", why="Dubbel")

    assert "Gijs en Hanna" in full.organiser.get(full.registration(duo)).text


def test_skipped_one_keeps_the_place_until_undone(full: World) -> None:
    path = full.registration(full.daan)

    full.organiser.post(f"{path}/overslaan", why="Belt terug")
    done = full.organiser.follow(full.organiser.post(f"{path}/overslaan", why="Belt terug"))
    waiting = full.visitor(full.fresh(full.daan).person)
    pages = ["/mijn", f"/mijn/inschrijvingen/{full.registration(full.daan).rpartition('/')[2]}"]
    assert ["De organisator slaat je nu over." in waiting.get(page).text for page in pages] == [True, True]
    assert [event.action for event in full.fresh(full.daan).events].count("skipped") == 1
    assert "De organisator slaat deze over: Belt terug" in done.text
    with transaction() as session:
        steering.set_capacity(session, edition_id=full.edition.id, actor_id=full.bram.id, capacity=3, now=NOW)
    assert [full.fresh(r).state for r in (full.daan, full.esra)] == ["waitlisted", "offered"]

    answer = full.organiser.post(f"{path}/weer-meetellen")
    back = full.organiser.follow(answer)

    assert answer.location == full.address + "/wachtlijst"

    assert "De inschrijving van Daan telt weer mee op de wachtlijst." in back.text
    assert full.fresh(full.daan).passed_reason == ""


def free_a_seat(world: World) -> None:
    """One seat is free, but nobody may get it by itself: all who wait are skipped."""
    with transaction() as session:
        for found in (world.daan, world.esra):
            desk.skip(session, registration_id=found.id, actor_id=world.bram.id, why="Even niet", now=NOW)
        service.withdraw(
            session,
            registration_id=world.first.id,
            actor_id=world.aisha.id,
            now=NOW,
        )


def test_offer_by_hand_needs_a_free_seat(full: World) -> None:
    path = f"{full.registration(full.daan)}/aanbieden"
    refused = "Er is geen plek vrij. Verhoog het aantal plekken, of wacht tot er een vrijkomt."

    page = full.organiser.get(path)
    assert refused in page.text
    assert "Wijzig het aantal plekken" in page.links()
    answer = full.organiser.post(path, why="Toch")
    assert (answer.status, refused in answer.text) == (409, True)


def test_offer_by_hand_to_one_passed_over_needs_a_reason(full: World) -> None:
    free_a_seat(full)
    path = f"{full.registration(full.esra)}/aanbieden"

    page = full.organiser.get(path)
    assert bullets(page) == ["1 persoon van de wachtlijst krijgt een aanbod: Esra."]
    assert full.organiser.post(path, why="").status == 422
    done = full.organiser.follow(full.organiser.post(path, why="Heeft gebeld"))

    found = full.fresh(full.esra)
    assert (found.state, last_why(found, "offered")) == ("offered", "Heeft gebeld")
    assert "Daarover gaat een mail naar Esra." in done.text


def test_offer_by_hand_names_whom_it_overtakes(full: World) -> None:
    """Daan waits with someone, so that one free seat is held for the two of them."""
    with transaction() as session:
        edition = an_edition(
            session,
            session.get_one(Edition, full.edition.id).programme,
            seats=1,
            companion_allowed=True,
            hold_hours=None,
        )
    inside = full.enrols("Gijs", edition=edition)
    full.enrols("Hanna", edition=edition, companion="Ilse")
    alone = full.enrols("Joost", edition=edition)
    with transaction() as session:
        service.withdraw(session, registration_id=inside.id, actor_id=inside.person_id, now=NOW)
    path = f"/werk/edities/{edition.public_id}/inschrijvingen/{alone.public_id}/aanbieden"

    page = full.organiser.get(path)
    refused = full.organiser.post(path, why="")
    full.organiser.post(path, why="Spreekt op de eerste dag")

    assert bullets(page) == ["1 persoon van de wachtlijst krijgt een aanbod: Joost.", "Hanna en Ilse"]
    assert (refused.status, full.fresh(alone).state) == (422, "offered")


def test_seat_that_is_kept_for_others_is_named(full: World) -> None:
    with transaction() as session:
        edition = an_edition(
            session,
            session.get_one(Edition, full.edition.id).programme,
            seats=2,
            companion_allowed=True,
        )
    inside = [full.enrols(name, edition=edition) for name in ("Gijs", "Kees")]
    full.enrols("Hanna", edition=edition, companion="Ilse")
    alone = full.enrols("Joost", edition=edition)
    with transaction() as session:
        service.withdraw(session, registration_id=inside[0].id, actor_id=inside[0].person_id, now=NOW)

    page = full.organiser.get(f"/werk/edities/{edition.public_id}/inschrijvingen/{alone.public_id}/aanbieden")

    assert bullets(page) == ["Voor Hanna en Ilse houden we een plek vast, tot er plek is voor twee."]


@pytest.fixture
def asked(world: World) -> World:
    """An edition with approval, and a request of Aisha."""
    with transaction() as session:
        programme = session.get_one(Edition, world.edition.id).programme
        world.edition = an_edition(session, programme, seats=1, rules=[(RuleKind.APPROVAL, {})])
    world.request = world.enrols(world.aisha, edition=world.edition)
    return world


def test_requests_show_the_own_statement(asked: World) -> None:
    page = asked.organiser.get(asked.address + "/aanvragen")

    assert "Aisha Bakker" in page.links()
    assert "Gemeentesecretaris Gemeente Veldrijk 12 jan 2027" in page.text
    assert "Functie (eigen opgave)" in page.text


def test_approved_request_gets_a_seat_once(asked: World) -> None:
    path = asked.registration(asked.request) + "/goedkeuren"

    answer = asked.organiser.post(path)
    done, again = asked.organiser.follow(answer), asked.organiser.post(path)

    assert answer.location == asked.address + "/aanvragen"
    assert "De aanvraag van Aisha Bakker is goedgekeurd. Er is een plek." in done.text
    assert (asked.fresh(asked.request).state, again.status) == ("confirmed", 303)
    assert letters(asked.aisha) == ["registration_requested", "registration_confirmed"]


def test_approved_request_of_a_full_edition_waits(asked: World) -> None:
    later = asked.enrols("Carla", edition=asked.edition)
    asked.organiser.post(asked.registration(asked.request) + "/goedkeuren")

    done = asked.organiser.follow(asked.organiser.post(asked.registration(later) + "/goedkeuren"))

    assert "De aanvraag van Carla is goedgekeurd. Er is nog geen plek" in done.text
    assert asked.fresh(later).state == "waitlisted"


def test_declined_request_tells_why(asked: World) -> None:
    path = asked.registration(asked.request) + "/afwijzen"

    assert bullets(asked.organiser.get(path)) == [
        "De aanvraag van Aisha Bakker wordt afgewezen. Daarover gaat een mail weg."
    ]
    assert asked.organiser.post(path, why="").error("why") == WHY_NEEDED
    answer = asked.organiser.post(path, why="Alleen voor gemeentesecretarissen")

    assert answer.location == asked.address + "/aanvragen"
    assert "De aanvraag van Aisha Bakker is afgewezen." in asked.organiser.follow(answer).text
    found = asked.fresh(asked.request)
    assert (found.state, last_why(found, "declined")) == ("declined", "Alleen voor gemeentesecretarissen")
    assert letters(asked.aisha) == ["registration_requested", "request_declined"]


def test_request_that_was_withdrawn_cannot_be_approved(asked: World) -> None:
    with transaction() as session:
        service.withdraw(
            session,
            registration_id=asked.request.id,
            actor_id=asked.aisha.id,
            now=NOW,
        )
    path = asked.registration(asked.request)

    done = asked.organiser.follow(asked.organiser.post(path + "/goedkeuren"))
    late = asked.organiser.post(path + "/afwijzen", why="Te laat")

    changed = "De inschrijving is intussen veranderd. Bekijk hieronder hoe die er nu voor staat."
    assert (changed in done.text, changed in late.text, late.status) == (True, True, 409)
    assert asked.fresh(asked.request).state == "withdrawn"
