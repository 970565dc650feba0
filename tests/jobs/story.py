"""Who takes part in an edition, and what they and its organisers do."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from portal.material import service as material
from portal.material.release import AT_ONCE
from portal.people.facts import Channel
from portal.people.models import Person
from portal.programmes import meetings
from portal.programmes.meetings import MeetingDraft
from portal.programmes.models import Edition
from portal.programmes.venues import Place
from portal.registrations import desk, duo, offers, service, steering, substitution
from portal.registrations.models import Participant, Registration
from portal.registrations.service import Companion
from portal.registrations.wishes import Wish
from tests.builders import FIRST_DAY, a_person, registered
from tests.jobs.history import History
from tests.programmes.scheduling import edits, hours, key

Step = Callable[[Session], object]
JOIN = "https://vergaderen.example/geheim"


class Story:
    """The people of an edition and what they do, by name."""

    def __init__(self, history: History) -> None:
        self.history = history
        self.who: dict[str, int] = {}
        self.made: dict[str, int] = {}

    def edition(self, session: Session) -> Edition:
        """The edition."""
        return session.get_one(Edition, self.history.edition_id)

    def person(self, session: Session, name: str) -> Person:
        """Somebody, new or known."""
        if name not in self.who:
            self.who[name] = a_person(session, name).id
        return session.get_one(Person, self.who[name])

    def participant(self, session: Session, name: str, number: int) -> Participant:
        """The first of a registration, or who comes along."""
        return session.get_one(Registration, self.made[name]).participants[number]

    def joins(self, name: str, beside: str = "") -> Step:
        """Somebody registers, with somebody beside them."""

        def step(session: Session) -> None:
            edition, first = self.edition(session), self.person(session, name)
            slot = edition.meetings[0].slots[0]
            chosen = next(one for one in slot.breakouts if one.cancelled_at is None)
            more: dict[str, Any] = {"wishes": (Wish(slot_id=slot.id, first_id=chosen.id),)}
            if beside:
                more["companion"] = Companion(beside, self.person(session, beside).email)
            self.made[name] = registered(session, edition, first, now=self.history.now, **more).id

        return step

    def decides(self, verb: Callable[..., object], name: str, **more: Any) -> Step:
        """The first of a registration does something with it."""

        def step(session: Session) -> None:
            actor = session.get_one(Registration, self.made[name]).person_id
            verb(session, registration_id=self.made[name], actor_id=actor, now=self.history.now, **more)

        return step

    def answers(self, verb: Callable[..., object], name: str) -> Step:
        """Who was asked along answers."""

        def step(session: Session) -> None:
            asked = self.participant(session, name, -1)
            verb(session, participant_id=asked.id, person_id=asked.person_id, now=self.history.now)

        return step

    def hands_over(self, name: str, to: str) -> Step:
        """Asks a colleague to take the place."""

        def step(session: Session) -> None:
            mine, colleague = self.participant(session, name, 0), self.person(session, to)
            substitution.ask_substitute(
                session,
                registration_id=self.made[name],
                participant_id=mine.id,
                actor_id=mine.person_id,
                name=to,
                email=colleague.email,
                now=self.history.now,
            )

        return step

    def takes_over(self, name: str, by: str) -> Step:
        """The colleague says yes."""

        def step(session: Session) -> None:
            mine = self.participant(session, name, 0)
            substitution.take_over(
                session, participant_id=mine.id, actor_id=self.who[by], now=self.history.now
            )

        return step

    def does_not(self, name: str, by: str) -> Step:
        """The colleague says no."""

        def step(session: Session) -> None:
            mine = self.participant(session, name, 0)
            substitution.drop_substitute(
                session,
                registration_id=self.made[name],
                participant_id=mine.id,
                actor_id=self.who[by],
                now=self.history.now,
            )

        return step

    def admits(self, name: str) -> Step:
        """The organiser gives a seat by hand."""

        def step(session: Session) -> None:
            self.made[name] = desk.admit(
                session,
                edition_id=self.history.edition_id,
                actor_id=self.person(session, "Bas").id,
                name=name,
                email=self.person(session, name).email,
                why="Te laat",
                now=self.history.now,
                form_key=name,
            ).id

        return step

    def ends(self, name: str) -> Step:
        """The organiser ends a registration."""
        return self.decides(desk.cancel_registration, name, why="Komt niet")

    def meeting(self, number: int, **draft: Any) -> Step:
        """The organiser changes a meeting, or adds one."""

        def step(session: Session) -> None:
            edit = edits(session, self.edition(session), now=self.history.now)
            plan = MeetingDraft(f"Dag {number}", **draft)
            found = [one for one in edit.edition.meetings if one.number == number]
            if found:
                meetings.change_meeting(edit, meeting_id=found[0].id, draft=plan)
            else:
                meetings.add_meeting(edit, key=key(), draft=plan)

        return step

    def off(self, session: Session) -> None:
        """The second day does not happen."""
        edit = edits(session, self.edition(session), now=self.history.now)
        meetings.cancel_meetings(edit, meeting_ids=[edit.edition.meetings[1].id], why="Ziek")

    def on(self, session: Session) -> None:
        """It happens after all."""
        edit = edits(session, self.edition(session), now=self.history.now)
        meetings.restore_meeting(edit, meeting_id=edit.edition.meetings[1].id)

    def breakout_off(self, session: Session) -> None:
        """A breakout that people chose does not happen."""
        chosen = self.edition(session).meetings[0].slots[0].breakouts[0]
        actor = self.person(session, "Bas").id
        steering.cancel_breakout(session, breakout_id=chosen.id, actor_id=actor, now=self.history.now)

    def material(self, session: Session) -> None:
        """There is something to read."""
        stated = material.Stated("Werkblad", AT_ONCE, link="https://vng.nl/a")
        material.add(
            session,
            edition_id=self.history.edition_id,
            stated=stated,
            form_key="een",
            actor_id=self.person(session, "Bas").id,
            now=self.history.now,
        )

    def to_a_feed(self, name: str) -> Step:
        """Somebody would rather subscribe."""

        def step(session: Session) -> None:
            self.person(session, name).channel = Channel.FEED
            self.edition(session).touch()

        return step

    def nothing(self, session: Session) -> None:
        """Only time passes."""

    def all_off(self, session: Session) -> None:
        """The whole edition does not happen."""
        actor, edition = self.person(session, "Bas").id, self.history.edition_id
        steering.cancel_edition(session, edition_id=edition, actor_id=actor, why="Ziek", now=self.history.now)

    def all_on(self, session: Session) -> None:
        """It does happen after all."""
        actor, edition = self.person(session, "Bas").id, self.history.edition_id
        steering.restore_edition(
            session, edition_id=edition, actor_id=actor, why="Beter", now=self.history.now
        )


def run(history: History) -> None:
    """From the first registration to the end; each step so many days after the one before."""
    story, day = Story(history), hours(FIRST_DAY)
    house = {"hours": day, "place": Place("Huis", "Markt 1", "Gouda")}
    steps: list[tuple[float, Step]] = [
        (0, story.joins("Aisha", "Daan")),
        (0, story.answers(duo.confirm_companion, "Aisha")),
        (0, story.joins("Esra", "Finn")),
        (0, story.answers(duo.confirm_companion, "Esra")),
        (0, story.joins("Gijs", "Lars")),
        (0, story.decides(duo.split, "Gijs")),
        (0, story.meeting(2, hours=hours(), online=True, online_link=JOIN)),
        (0, story.meeting(1, **house)),
        (0, story.meeting(1, **house, online=True)),
        (0, story.meeting(1, **house, online=True, online_link=JOIN)),
        (0, story.hands_over("Aisha", "Iris")),
        (0, story.takes_over("Aisha", "Iris")),
        (0, story.hands_over("Aisha", "Jan")),
        (0, story.hands_over("Aisha", "Karin")),
        (0, story.does_not("Aisha", "Karin")),
        (0, story.off),
        (0, story.on),
        (0, story.breakout_off),
        (0, story.material),
        (0, story.to_a_feed("Daan")),
        (0, story.hands_over("Aisha", "Jan")),
        (0, story.decides(service.withdraw, "Aisha", only_me=True)),
        (0, story.decides(service.withdraw, "Aisha")),
        (0, story.decides(offers.decline_offer, "Esra", stay=True)),
        (0, story.admits("Hans")),
        (2.9, story.nothing),
        (9, story.nothing),
        (0, story.joins("Noor", "Olaf")),
        (1, story.decides(offers.wait_again, "Esra")),
        (60, story.admits("Mo")),
        (6, story.ends("Mo")),
        (5.2, story.nothing),
        (1, story.all_off),
        (0.1, story.all_on),
        (0.1, story.all_off),
    ]
    for days, step in steps:
        history.do(step, days=days)
