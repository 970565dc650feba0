"""What a confirmation says of choices that came out otherwise, and whom a cancelled breakout asks again."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.outbox.models import OutgoingLetter
from portal.programmes.facts import Promotion
from portal.programmes.models import Edition, Slot
from portal.registrations import service, steering
from portal.registrations.models import Registration
from portal.registrations.wishes import Wish
from tests.builders import NOW, a_person, a_round, an_edition, registered


class Round:
    """One round with breakouts of so many seats, in an edition that gives seats at once."""

    def __init__(self, session: Session, *seats: int | None, places: int | None = None) -> None:
        self.session = session
        self.edition: Edition = an_edition(session, seats=places, promotion=Promotion.AUTOMATIC)
        self.slot: Slot = a_round(session, self.edition, *seats)
        self.organiser = a_person(session, "Bram")
        session.commit()

    def enrols(self, name: str, first: int, second: int | None = None) -> Registration:
        """Someone with these choices, counted from 1."""
        ids = {number: b.id for number, b in enumerate(self.slot.breakouts, start=1)}
        wish = Wish(slot_id=self.slot.id, first_id=ids[first], second_id=ids.get(second or 0))
        return registered(self.session, self.edition, a_person(self.session, name), wishes=(wish,))

    def cancel(self, number: int) -> None:
        """The organiser calls this breakout off."""
        breakout_id = self.slot.breakouts[number - 1].id
        steering.cancel_breakout(self.session, breakout_id=breakout_id, actor_id=self.organiser.id, now=NOW)

    def told(self, name: str) -> list[tuple[str, object]]:
        """The letters to this person, with what they say of the choices."""
        rows = self.session.scalars(
            select(OutgoingLetter).where(OutgoingLetter.to_name == name).order_by(OutgoingLetter.id)
        )
        return [(row.kind, row.facts.get("otherwise", row.facts.get("second_choice"))) for row in rows]


def test_choice_that_came_out_is_not_spoken_of(session: Session) -> None:
    place = Round(session, 1, 5)
    place.enrols("Aisha", 1, 2)
    assert place.told("Aisha") == [("registration_confirmed", [])]


def test_full_choice_names_the_second_one(session: Session) -> None:
    place = Round(session, 1, 5)
    place.enrols("Aisha", 1)
    place.enrols("Carla", 1, 2)
    said = ["‘Deelsessie 1.1’ is vol.", "Je tweede keuze is het geworden: ‘Deelsessie 1.2’."]
    assert place.told("Carla") == [("registration_confirmed", said)]


@pytest.mark.parametrize("second", [None, 2])
def test_full_choices_ask_to_wait_or_choose_again(session: Session, second: int | None) -> None:
    place = Round(session, 1, 1)
    place.enrols("Aisha", 1)
    place.enrols("Daan", 2)
    place.enrols("Carla", 1, second)
    said = ["‘Deelsessie 1.1’ is vol. Je wacht daar op een plek, of je kiest iets anders."]
    assert place.told("Carla") == [("registration_confirmed", said)]


@pytest.mark.parametrize(
    ("second", "rest"),
    [
        (None, "Kies iets anders in plaats van ‘Deelsessie 1.1’."),
        (2, "Je tweede keuze is het geworden: ‘Deelsessie 1.2’."),
    ],
)
def test_one_who_waits_hears_of_a_cancelled_choice_with_the_seat(
    session: Session, second: int | None, rest: str
) -> None:
    place = Round(session, 5, 5, places=1)
    inside = place.enrols("Aisha", 2)
    place.enrols("Carla", 1, second)
    place.cancel(1)
    service.withdraw(session, registration_id=inside.id, actor_id=inside.person_id, now=NOW)
    assert place.told("Carla")[1:] == [("registration_confirmed", ["‘Deelsessie 1.1’ gaat niet door.", rest])]


@pytest.mark.parametrize(
    ("second", "told"), [(None, ""), (2, "Deelsessie 1.2"), (3, "")], ids=["none", "free", "full"]
)
def test_cancelled_breakout_asks_its_people_once(session: Session, second: int | None, told: str) -> None:
    place = Round(session, 5, 5, 1)
    place.enrols("Daan", 3)
    place.enrols("Aisha", 1, second)
    for _twice in range(2):
        place.cancel(1)
    assert place.told("Aisha")[1:] == [("breakout_cancelled", told)]
    assert len(place.told("Daan")) == 1
