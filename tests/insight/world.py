"""An edition with participants who filled in the scan."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.assessments import versions
from portal.assessments.facts import Form
from portal.assessments.keeping import kept
from portal.assessments.models import Assessment, GivenAnswer, InstrumentVersion
from portal.assessments.queries import questionnaire_of
from portal.assessments.scoring import prior
from portal.assessments.service import snapshot_data
from portal.assessments.states import ScanState
from portal.config import ROOT
from portal.insight.models import Domain, PositionDomain
from portal.people.facts import PositionKind
from portal.people.models import Organisation, Person, Position, new_public_id
from portal.programmes.models import Edition
from portal.registrations.models import Participant
from tests.builders import NOW, a_person, an_edition, registered


class Cohort:
    """Makes people with scans; the number of a person decides about the answers."""

    def __init__(
        self,
        session: Session,
        version: InstrumentVersion,
        edition: Edition | None = None,
        *,
        seats: int = 200,
    ) -> None:
        self.session, self.version = session, version
        self.instrument = questionnaire_of(version).instrument
        self.edition = edition or an_edition(session, seats=seats)
        self.people: list[Person] = []
        self.scans: list[Assessment] = []

    def works(
        self,
        number: int,
        organisation: Organisation,
        position: PositionKind = PositionKind.LEIDINGGEVENDE,
        domain: Domain | None = None,
    ) -> Person:
        """Somebody of an organisation sends a scan, and takes part in nothing."""
        person = a_person(self.session, f"Persoon {len(self.people)}")
        self.holds(person, organisation, position, domain)
        self.people.append(person)
        self.scans.append(self.scans_again(person, number))
        return person

    def holds(
        self,
        person: Person,
        organisation: Organisation,
        position: PositionKind = PositionKind.LEIDINGGEVENDE,
        domain: Domain | None = None,
    ) -> None:
        """Somebody has a position at an organisation, perhaps in a domain."""
        held = Position(person_id=person.id, organisation_id=organisation.id, kind=position)
        self.session.add(held)
        self.session.flush()
        if domain is not None:
            self.session.add(PositionDomain(position_id=held.id, domain_id=domain.id))
            self.session.flush()

    def joins(self, number: int, position: str = "leidinggevende", form: Form = Form.LONG) -> Person:
        """Somebody takes part, and sends a scan."""
        person = a_person(self.session, f"Persoon {len(self.people)}")
        registered(self.session, self.edition, person)
        mine = select(Participant).where(Participant.person_id == person.id)
        self.session.scalars(mine).one().stated_position = position
        self.people.append(person)
        self.scans.append(self.scans_again(person, number, form=form))
        return person

    def scans_again(
        self, person: Person, number: int, *, form: Form = Form.LONG, at: datetime = NOW
    ) -> Assessment:
        """Somebody sends another scan."""
        asked = self.instrument.asked(form)
        answers = {item.id: 1 + (number + place) % 5 for place, item in enumerate(asked)}
        scan = Assessment(
            public_id=new_public_id(),
            person_id=person.id,
            version_id=self.version.id,
            form=form,
            state=ScanState.FINISHED,
            started_at=at,
            changed_at=at,
            finished_at=at + timedelta(minutes=len(self.scans)),
            error=snapshot_data(prior(self.instrument.scoring)),
            scores=kept(self.instrument, answers, form),
        )
        self.session.add(scan)
        self.session.flush()
        self.session.add_all(
            GivenAnswer(assessment_id=scan.id, item=item, value=str(value)) for item, value in answers.items()
        )
        self.session.flush()
        return scan


def the_version(session: Session) -> InstrumentVersion:
    """The default questionnaire, published."""
    path = ROOT / "seeds" / "assessments" / "zelfscan.toml"
    return versions.load(session, text=path.read_text(encoding="utf-8"), where=path.name, now=NOW)
