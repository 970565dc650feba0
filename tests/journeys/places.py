"""Real objects of the demo for the addresses of every page, with what the demo itself does not have yet."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from portal.database import listen
from portal.eligibility.queries import edition_rules
from portal.invites import service as agendas
from portal.invites.models import Invitation
from portal.mailings import service as mailings
from portal.mailings.facts import Audience
from portal.material import service as material
from portal.material.release import AT_ONCE
from portal.outbox import rendering
from portal.outbox.models import OutgoingLetter
from portal.people import directory, memberships, tokens
from portal.people.models import Membership, Organisation, Person, Position, TokenPurpose
from portal.programmes import service as programmes
from portal.programmes.models import Breakout, Edition, Interest, Programme
from portal.registrations import drafts, service, steering, substitution
from portal.registrations.models import Participant, Registration
from portal.registrations.service import Application
from tests.journeys import people
from tests.journeys.clock import BEGIN
from tests.support.environment import TEST_KEY

VALID = timedelta(days=1)
MEMBERS = b"naam;e-mail;vanaf\nJurre Adema;jurre.adema@veldrijk.example;2026-01-01\n"


@dataclass
class Places:
    """Finds and makes what an address needs, in the database of one server."""

    session: Session

    def person(self, email: str) -> Person:
        """One of the demo's people."""
        return self.session.scalars(select(Person).where(Person.email == email)).one()

    def organisation(self, slug: str) -> str:
        """The public id of an organisation."""
        return self._organisation(slug).public_id

    def _organisation(self, slug: str) -> Organisation:
        return self.session.scalars(select(Organisation).where(Organisation.slug == slug)).one()

    def edition(self, path: str) -> Edition:
        """An edition by its public address, such as "…/najaar-2026"."""
        *_rest, programme, slug = path.split("/")
        found = select(Edition).join(Programme).where(Programme.slug == programme, Edition.slug == slug)
        return self.session.scalars(found).one()

    def rule(self, edition: Edition, place: int) -> str:
        """What names the rule at this place, from 1, in its address."""
        found = edition_rules(self.session, edition.id)[place - 1]
        return f"{found.kind}/{found.public_id}"

    def registration(self, email: str, edition: Edition) -> Registration:
        """Somebody's registration for an edition."""
        found = select(Registration).where(
            Registration.edition_id == edition.id, Registration.person_id == self.person(email).id
        )
        return self.session.scalars(found).one()

    def participant(self, email: str) -> Participant:
        """Somebody inside a registration."""
        found = select(Participant).where(Participant.person_id == self.person(email).id)
        return self.session.scalars(found).one()

    def breakout(self) -> str:
        """The public id of a breakout of the coming online day."""
        edition = self.edition(people.ONLINE)
        taken = {b.public_id for b in self.session.scalars(select(Breakout)) if b.number == 4}
        for meeting in edition.meetings:
            for slot in meeting.slots:
                for breakout in slot.breakouts:
                    if breakout.public_id in taken:
                        return breakout.public_id
        raise LookupError("the online day has no breakout 4")

    def position(self, email: str) -> str:
        """The public id of somebody's position."""
        found = select(Position).where(Position.person_id == self.person(email).id)
        return self.session.scalars(found).first().public_id  # type: ignore[union-attr]

    def letter(self, edition: Edition) -> str:
        """The public id of a letter about an edition."""
        found = select(OutgoingLetter).where(OutgoingLetter.edition_id == edition.id)
        letter = self.session.scalars(found).first()
        assert letter is not None
        return letter.public_id

    def membership(self, email: str) -> str:
        """The public id of somebody's membership."""
        found = select(Membership).where(Membership.person_id == self.person(email).id)
        return self.session.scalars(found).one().public_id

    def secret(self, purpose: TokenPurpose, email: str, *, subject_id: int | None = None) -> str:
        """A fresh one-time link."""
        token = tokens.issue(
            self.session,
            purpose=purpose,
            now=BEGIN,
            valid_for=VALID,
            person_id=self.person(email).id,
            subject_id=subject_id,
            detail=f"nieuw.{email}"
            if purpose in (TokenPurpose.CHANGE_EMAIL, TokenPurpose.UNDO_EMAIL)
            else "",
        )
        return tokens.secret(token)

    def interest(self, purpose: TokenPurpose) -> str:
        """A fresh link of someone on a list of interest."""
        interest = self.session.scalars(select(Interest)).first()
        assert interest is not None
        token = tokens.issue(
            self.session, purpose=purpose, now=BEGIN, valid_for=VALID, subject_id=interest.id
        )
        return tokens.secret(token)

    def members_file(self, email: str) -> str:
        """The public id of a file of memberships that waits for its last button."""
        kept = memberships.keep_file(
            self.session,
            association_id=self._organisation("vgs").id,
            person_id=self.person(email).id,
            file_name="leden.csv",
            content=MEMBERS,
            now=BEGIN,
        )
        self.session.flush()
        return kept.public_id

    def enrol(self, email: str, edition: Edition) -> Registration:
        """A registration as sent by its form."""
        return service.register(
            self.session,
            edition_id=edition.id,
            applicant=service.applicant_of(self.session, self.person(email).id),
            application=Application(form_key=f"key-{edition.id}", consent=True),
            now=BEGIN,
        )

    def ask_substitute(self, email: str, edition: Edition, colleague: str) -> None:
        """Asks a colleague to take a place over."""
        registration = self.registration(email, edition)
        person = self.person(colleague)
        substitution.ask_substitute(
            self.session,
            registration_id=registration.id,
            participant_id=registration.participants[0].id,
            actor_id=self.person(email).id,
            name=person.name,
            email=person.email,
            now=BEGIN,
        )

    def declined(self, email: str, edition: Edition) -> str:
        """The link that asks somebody who declined a meeting what they mean."""
        rendering.configure(
            site_url="http://127.0.0.1", site_name="Leergang", contact="portaal@leergang.example"
        )
        agendas.bring_up_to_date(self.session, edition_id=edition.id, now=BEGIN)
        mine = select(Invitation.id).where(Invitation.person_id == self.person(email).id)
        line = self.session.scalars(mine).first()
        return self.secret(TokenPurpose.DECLINED, email, subject_id=line)

    def material(self, email: str, edition: Edition) -> str:
        """The public id of a piece of material that this organiser added."""
        made = material.add(
            self.session,
            edition_id=edition.id,
            stated=material.Stated("Vooraf lezen", AT_ONCE, link="https://www.vng.nl/agenda"),
            form_key=f"materiaal-{edition.id}",
            actor_id=self.person(email).id,
            now=BEGIN,
        )
        return made.public_id

    def mailing(self, email: str, edition: Edition) -> str:
        """The public id of a draft that this organiser wrote to all participants."""
        made = mailings.write(
            self.session,
            edition_id=edition.id,
            stated=mailings.Stated(
                Audience.PARTICIPANTS, None, "Neem je laptop mee", "Beste {{naam}}, tot dan."
            ),
            form_key=f"mail-{edition.id}",
            actor_id=self.person(email).id,
            now=BEGIN,
        )
        return made.public_id

    def called_off(self, email: str, programme: str) -> Edition:
        """The last edition of this programme, which this organiser cancelled."""
        found = select(Edition).join(Programme).where(Programme.slug == programme).order_by(Edition.id.desc())
        edition = self.session.scalars(found).first()
        assert edition is not None
        return steering.cancel_edition(
            self.session,
            edition_id=edition.id,
            actor_id=self.person(email).id,
            why="Te weinig belangstelling",
            now=BEGIN,
        )

    def guides(self, email: str, edition: Edition) -> None:
        """This person guides the edition."""
        programmes.add_facilitator(self.session, edition_id=edition.id, person_id=self.person(email).id)

    def organises(self, email: str, *slugs: str) -> None:
        """This person organises for each of these."""
        for slug in slugs:
            directory.grant_organiser(
                self.session,
                person_id=self.person(email).id,
                organisation_id=self._organisation(slug).id,
                now=BEGIN,
            )

    def draft(self, email: str, edition: Edition, data: dict[str, object]) -> None:
        """What somebody typed so far."""
        drafts.keep_draft(
            self.session, person_id=self.person(email).id, edition_id=edition.id, data=data, now=BEGIN
        )


@contextmanager
def places(database: Path) -> Iterator[Places]:
    """The objects in this database; what is made in the block is kept at its end."""
    tokens.configure(TEST_KEY)
    engine = create_engine(f"sqlite:///{database}")
    listen(engine)
    with Session(engine, expire_on_commit=False) as session:
        yield Places(session)
        session.commit()
    engine.dispose()
