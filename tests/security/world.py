"""Two organisations that organise together, one elsewhere, and everybody who has business with them.

The world is made once, in a file; tests work on copies of it.
"""

import json
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.assessments import service as scans
from portal.assessments import versions as instruments
from portal.assessments.facts import Form as ScanForm
from portal.config import ROOT
from portal.coverage import external
from portal.coverage.models import ModuleCoverage
from portal.eligibility.facts import RuleKind
from portal.eligibility.queries import edition_rules
from portal.frameworks import service as frameworks
from portal.goals import service as goals
from portal.goals.facts import Audience as GoalAudience
from portal.goals.facts import Stated as GoalStated
from portal.goals.models import Goal
from portal.invites import service as agendas
from portal.invites.models import Invitation
from portal.mailings import service as mailings
from portal.mailings.facts import Audience
from portal.material import service as material
from portal.material.release import AT_ONCE, Rule
from portal.material.service import Stated, Upload
from portal.outbox import rendering
from portal.outbox.models import LetterState, OutgoingLetter
from portal.people import memberships, service, tokens
from portal.people.models import Membership, Organisation, OrganiserRole, Person, TokenPurpose
from portal.people.service import Factor, Proved
from portal.programmes import interest
from portal.programmes.facts import Publication
from portal.programmes.models import Edition, EditionFacilitator, Programme
from portal.recommendations import service as recommendations
from portal.recommendations.known import known
from portal.recommendations.offers import offers
from portal.registrations import duo, steering, substitution
from portal.registrations.models import Registration
from portal.registrations.service import Companion, Invoice
from portal.registrations.wishes import Wish
from tests.builders import (
    NOW,
    a_group,
    a_person,
    a_programme,
    a_round,
    an_association,
    an_edition,
    an_organisation,
    registered,
)

DAY = timedelta(days=1)
MESSAGE = "20270112T090000000000-0123abcd"
INVOICE = Invoice("VB-1", "KP-1", "Gemeente Veldrijk", "Kerkstraat 1", "factuur@veldrijk.example")

# Every role that meets every route.
AISHA, TOM, CARLA = "aisha", "tom", "carla"
OTTO, IVO, SAM = "otto", "ivo", "sam"
BRAM, JOKE, CHANTAL = "bram", "joke", "chantal"
FACILITATOR, FORMER, ADMINISTRATOR, VISITOR = "facilitator", "former", "administrator", "visitor"
ROLES = {
    VISITOR: "somebody without an account",
    AISHA: "participant, made her own registration",
    CARLA: "companion in Aisha's registration",
    TOM: "another participant of the same edition, asked Sam to take his place",
    OTTO: "waits, and has an offer",
    IVO: "was invited to come along elsewhere and did not answer yet",
    SAM: "was asked to take Tom's place",
    BRAM: "organiser of this programme",
    JOKE: "joint organiser of this programme",
    CHANTAL: "organiser elsewhere",
    FACILITATOR: "guides this edition",
    FORMER: "organised this programme until yesterday",
    ADMINISTRATOR: "administrator",
}
SIGNED_IN = frozenset(ROLES) - {VISITOR}
ORGANISERS = frozenset({BRAM, JOKE, CHANTAL})


@dataclass
class World:
    """The names of everything in the world, as addresses hold them."""

    edition: dict[str, str] = field(default_factory=dict)
    rule: dict[str, str] = field(default_factory=dict)
    edition_slug: dict[str, str] = field(default_factory=dict)
    slug: dict[str, str] = field(default_factory=dict)
    breakout: dict[str, str] = field(default_factory=dict)
    module: dict[str, str] = field(default_factory=dict)
    meeting: dict[str, str] = field(default_factory=dict)
    slot: dict[str, str] = field(default_factory=dict)
    group: dict[str, str] = field(default_factory=dict)
    registration: dict[str, str] = field(default_factory=dict)
    registration_row: dict[str, int] = field(default_factory=dict)
    participant: dict[str, str] = field(default_factory=dict)
    letter: dict[str, str] = field(default_factory=dict)
    material: dict[str, str] = field(default_factory=dict)
    mailing: dict[str, str] = field(default_factory=dict)
    goal: dict[str, str] = field(default_factory=dict)
    check_in: dict[str, str] = field(default_factory=dict)
    scan: dict[str, str] = field(default_factory=dict)
    advice: dict[str, str] = field(default_factory=dict)
    share: str = ""
    instrument: dict[str, str] = field(default_factory=dict)
    reader: dict[str, str] = field(default_factory=dict)
    external: dict[str, str] = field(default_factory=dict)
    organisation: dict[str, str] = field(default_factory=dict)
    membership: str = ""
    imports: dict[str, str] = field(default_factory=dict)
    position: dict[str, str] = field(default_factory=dict)
    person: dict[str, str] = field(default_factory=dict)
    person_row: dict[str, int] = field(default_factory=dict)
    sign_in: dict[str, str] = field(default_factory=dict)
    link: dict[str, str] = field(default_factory=dict)

    def save(self, path: Path) -> None:
        """Writes the names beside the database."""
        path.write_text(json.dumps(asdict(self)), encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> "World":
        """The names that `save` wrote."""
        return cls(**json.loads(path.read_text(encoding="utf-8")))


class Maker:
    """Makes the world in an empty database."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.world = World()

    def make(self) -> World:
        """Everything, in order."""
        rendering.configure(
            site_url="http://localhost", site_name="Leergang", contact="portaal@leergang.example"
        )
        self._organisations()
        self._people()
        self._editions()
        self._registrations()
        self._rest()
        self._study()
        self.session.flush()
        return self.world

    def _study(self) -> None:
        """A study that everybody reads, and programmes of others, of two organisations and one withdrawn."""
        text = (ROOT / "seeds" / "frameworks" / "zoetermeer.toml").read_text(encoding="utf-8")
        frameworks.load(self.session, text=text, where="zoetermeer.toml", now=NOW)
        stated = external.Stated("Elders", "Gemeente Almere", "https://leren.example/")
        for name, owner in (("own", self.vgs), ("foreign", self.fund), ("withdrawn", self.vgs)):
            made = external.add(
                self.session, organisation_id=owner.id, stated=stated, form_key=f"elders-{name}", now=NOW
            )
            self.world.external[name] = made.slug
            if name == "withdrawn":
                external.withdraw(self.session, row_id=made.id, now=NOW)

    def _organisations(self) -> None:
        self.vgs = an_association(self.session)
        self.vng = an_association(self.session, "vng", "VNG")
        self.fund = an_association(self.session, "fonds", "Fonds Elders")
        self.town = an_organisation(self.session)
        for name, one in (("vgs", self.vgs), ("vng", self.vng), ("fund", self.fund), ("town", self.town)):
            self.world.organisation[name] = one.public_id

    def _person(self, role: str, name: str, **more: Any) -> Person:
        person = a_person(self.session, name, organisation=self.town, **more)
        self.world.person[role], self.world.person_row[role] = person.public_id, person.id
        self.world.position[role] = person.positions[0].public_id if person.positions else ""
        self.session.refresh(person)
        self.world.position[role] = person.positions[0].public_id
        self.world.sign_in[role] = service.open_sign_in(
            self.session, proved=Proved(person.id, Factor.COMMAND), now=NOW
        )
        return person

    def _people(self) -> None:
        self.aisha = self._person(AISHA, "Aisha El Amrani", member_of=self.vgs)
        self.carla = self._person(CARLA, "Carla Visser")
        self.tom = self._person(TOM, "Tom Hofstra", member_of=self.vgs)
        self.otto = self._person(OTTO, "Otto Prins")
        self.ivo = self._person(IVO, "Ivo Bakker")
        self.sam = self._person(SAM, "Sam Mulder")
        self.bram = self._person(BRAM, "Bram de Wit", organises_for=self.vgs)
        self._person(JOKE, "Joke Vos", organises_for=self.vng)
        self.chantal = self._person(CHANTAL, "Chantal Maes", organises_for=self.fund)
        self.guide = self._person(FACILITATOR, "Femke Gids")
        former = self._person(FORMER, "Fred Voorheen", organises_for=self.vgs)
        role = self.session.scalars(select(OrganiserRole).where(OrganiserRole.person_id == former.id)).one()
        role.ended_at = NOW - DAY
        self._person(ADMINISTRATOR, "Ada Beheer", is_administrator=True)

    def _editions(self) -> None:
        joint = a_programme(self.session, self.vgs, self.vng, title="Sturen op de opgave")
        sibling = a_programme(self.session, self.vgs, title="Leren van elkaar")
        foreign = a_programme(self.session, self.fund, title="Elders beter")
        draft = a_programme(self.session, self.vgs, title="Nog niet af")
        self.editions = {
            "own": self._edition("own", joint),
            "sibling": self._edition("sibling", sibling),
            "foreign": self._edition("foreign", foreign),
        }
        self._edition("draft", draft, publication=Publication.DRAFT)
        self.session.add(EditionFacilitator(edition_id=self.editions["own"].id, person_id=self.guide.id))

    def _edition(self, name: str, programme: Programme, **more: Any) -> Edition:
        signed_in = [(RuleKind.SIGN_IN, {})]
        edition = an_edition(
            self.session, programme, seats=3, companion_allowed=True, rules=signed_in, **more
        )
        slot = a_round(self.session, edition, 5, 5)
        group = a_group(self.session, edition, 5, 5)
        self.world.edition[name] = edition.public_id
        self.world.rule[name] = edition_rules(self.session, edition.id)[0].public_id
        self.world.edition_slug[name], self.world.slug[name] = edition.slug, programme.slug
        self.world.breakout[name] = slot.breakouts[0].public_id
        self.world.module[name] = edition.modules[0].public_id
        self.world.meeting[name] = edition.meetings[0].public_id
        self.world.slot[name], self.world.group[name] = slot.public_id, group.public_id
        return edition

    def _registrations(self) -> None:
        own = self.editions["own"]
        first = self._registered("aisha", "own", self.aisha, companion=_companion(self.carla))
        came = first.participants[1]
        duo.confirm_companion(self.session, participant_id=came.id, person_id=self.carla.id, now=NOW)
        second = self._registered("tom", "own", self.tom)
        self._registered("otto", "own", self.otto)
        steering.set_capacity(self.session, edition_id=own.id, actor_id=self.bram.id, capacity=4, now=NOW)
        self._registered("waiting", "own", a_person(self.session, "Wilma Zwart", organisation=self.town))
        elsewhere = self._registered("foreign", "foreign", self.chantal, companion=_companion(self.ivo))
        erik = a_person(self.session, "Erik Vink", organisation=self.town)
        self._registered("sibling", "sibling", erik)
        for name, person in (("own", self.aisha), ("sibling", erik), ("foreign", self.chantal)):
            self.world.reader[name] = person.public_id
        substitution.ask_substitute(
            self.session,
            registration_id=second.id,
            participant_id=second.participants[0].id,
            actor_id=self.tom.id,
            name=self.sam.name,
            email=self.sam.email,
            now=NOW,
        )
        self.world.participant = {
            "ivo": elsewhere.participants[1].public_id,
            "carla": came.public_id,
            "sam": second.participants[0].public_id,
        }

    def _registered(self, name: str, edition: str, person: Person, **more: Any) -> Registration:
        place = self.editions[edition]
        breakout = place.meetings[0].slots[-1].breakouts[0]
        wishes = (
            Wish(slot_id=breakout.round_id, first_id=breakout.id),
            Wish(group_id=place.elective_groups[0].id, first_id=place.modules[0].id),
        )
        made = registered(self.session, place, person, wishes=wishes, invoice=INVOICE, **more)
        self.world.registration[name], self.world.registration_row[name] = made.public_id, made.id
        return made

    def _materials(self) -> None:
        """A file of each edition that is out, and one that is not."""
        known = [(name, AT_ONCE) for name in self.editions]
        for name, rule in (*known, ("coming", Rule())):
            edition = self.editions["own" if name == "coming" else name]
            upload = Upload(BytesIO(b"%PDF-1.7\n%%EOF\n"), "werkblad.pdf")
            made = material.add(
                self.session,
                edition_id=edition.id,
                stated=Stated("Werkblad", rule, upload=upload),
                form_key=f"materiaal-{name}",
                actor_id=self.bram.id,
                now=NOW,
            )
            self.world.material[name] = made.public_id

    def _mailings(self) -> None:
        """A draft of each edition, to one pasted address."""
        for name, edition in self.editions.items():
            made = mailings.write(
                self.session,
                edition_id=edition.id,
                stated=mailings.Stated(
                    Audience.ADDRESSES, None, "Onderwerp", "Tekst", (("Gast", "gast@elders.example"),)
                ),
                form_key=f"mail-{name}",
                actor_id=self.bram.id,
                now=NOW,
            )
            self.world.mailing[name] = made.public_id

    def _goals(self) -> None:
        """A goal of two participants: one shared with everybody around, one private."""
        for name, person in (("aisha", self.aisha), ("tom", self.tom)):
            stated = GoalStated("Doorvragen op cijfers", steps=("Lezen",))
            made = goals.add(
                self.session, person_id=person.id, stated=stated, form_key=f"doel-{name}", now=NOW
            )
            noted = goals.check_in(
                self.session,
                goal_id=made.id,
                note="Gelezen",
                feeling=None,
                steps=[],
                form_key=f"doel-{name}",
                now=NOW,
            )
            self.world.goal[name], self.world.check_in[name] = made.public_id, noted.public_id
            goals.reflect(
                self.session, person_id=person.id, text="Rust helpt", form_key=f"denk-{name}", now=NOW
            )
        shared = self.session.scalars(select(Goal).where(Goal.person_id == self.aisha.id)).one()
        own = self.editions["own"].id
        goals.share(self.session, goal_id=shared.id, audience=GoalAudience.COHORT, edition_id=own)

    def _scans(self) -> None:
        """A scan of two participants that was sent; one is shared with the facilitator of the edition."""
        text = (ROOT / "seeds" / "assessments" / "zelfscan.toml").read_text(encoding="utf-8")
        version = instruments.load(self.session, text=text, where="zelfscan.toml", now=NOW)
        for name, person in (("aisha", self.aisha), ("tom", self.tom)):
            who = {"person_id": person.id, "now": NOW}
            made = scans.begin(self.session, version=version.public_id, form=ScanForm.LONG, **who)
            scans.keep_page(
                self.session,
                public_id=made.public_id,
                page=1,
                answers={"rk-p1": 3},
                context={},
                seen=None,
                **who,
            )
            scans.finish(self.session, public_id=made.public_id, **who)
            self.world.scan[name] = made.public_id
        self.world.instrument["default"] = version.public_id
        for name in ("vgs", "published"):
            copy = instruments.copy(
                self.session,
                version=version.public_id,
                organisation_id=self.vgs.id,
                actor_id=self.bram.id,
                now=NOW,
            )
            self.world.instrument[name] = copy.public_id
        instruments.publish(self.session, version=copy.public_id, revision=1, actor_id=self.bram.id, now=NOW)
        edition = self.editions["own"]
        facilitator = self.session.scalars(
            select(Person)
            .join(EditionFacilitator, EditionFacilitator.person_id == Person.id)
            .where(EditionFacilitator.edition_id == edition.id)
        ).one()
        self.world.share = scans.share(
            self.session,
            public_id=self.world.scan["aisha"],
            person_id=self.aisha.id,
            edition=edition.public_id,
            facilitator=facilitator.public_id,
            now=NOW,
        ).public_id

    def _coverage(self) -> None:
        """What a visible programme and one in the making develop."""
        for name in ("own", "draft"):
            stated = {"aspects": {"richting": 4}, "loaded": True, "stated_at": NOW, "confirmed_at": NOW}
            self.session.add(ModuleCoverage(key=self.world.slug[name], **stated))

    def _advice(self) -> None:
        """What suits two participants, as they kept it."""
        offered = offers(self.session, now=NOW)
        for name, person in (("aisha", self.aisha), ("tom", self.tom)):
            who = known(self.session, offered, person_id=person.id, email=person.email, now=NOW)
            assert who is not None
            made = recommendations.make(offered, who, now=NOW)
            recommendations.keep(self.session, made, person_id=person.id, now=NOW)
            self.world.advice[name] = made.digest

    def _rest(self) -> None:
        self._coverage()
        self._materials()
        self._scans()
        self._advice()
        self._goals()
        self._mailings()
        self._letters()
        for edition in self.editions.values():
            agendas.bring_up_to_date(self.session, edition_id=edition.id, now=NOW)
        self._links()
        membership = self.session.scalars(
            select(Membership).where(Membership.person_id == self.aisha.id)
        ).one()
        self.world.membership = membership.public_id
        for name, one in (("vgs", self.vgs), ("fund", self.fund)):
            self.world.imports[name] = self._import(one)

    def _letters(self) -> None:
        for name, edition in self.editions.items():
            letter = self.session.scalars(
                select(OutgoingLetter).where(OutgoingLetter.edition_id == edition.id).limit(1)
            ).one()
            letter.state, letter.last_error = LetterState.FAILED, "550 no such user"
            letter.subject, letter.text, letter.html = "Onderwerp", "Tekst", "<p>Tekst</p>"
            self.world.letter[name] = letter.public_id

    def _import(self, association: Organisation) -> str:
        kept = memberships.keep_file(
            self.session,
            association_id=association.id,
            person_id=self.bram.id,
            file_name="leden.csv",
            content=b"e-mail;naam;vanaf\nnieuw@veldrijk.example;Nieuw Lid;1-1-2027\n",
            now=NOW,
        )
        self.session.flush()
        return kept.public_id

    def _links(self) -> None:
        newcomer = service.ensure_person(self.session, email="nieuw@zee.example", name="Nina Zee", now=NOW)
        listed = interest.enter(
            self.session,
            programme_id=self.editions["own"].programme_id,
            email="lijst@zee.example",
            name="Lies Lijst",
            language="nl",
            now=NOW,
        )
        listed.confirmed_at = NOW
        self.session.flush()
        of: dict[TokenPurpose, dict[str, Any]] = {
            TokenPurpose.CONFIRM_EMAIL: {"person_id": newcomer.id, "detail": "Nina Zee"},
            TokenPurpose.SIGN_IN: {"person_id": self.aisha.id},
            TokenPurpose.RESET_PASSWORD: {"person_id": self.aisha.id},
            TokenPurpose.CHANGE_EMAIL: {"person_id": self.aisha.id, "detail": "aisha@zee.example"},
            TokenPurpose.UNDO_EMAIL: {"person_id": self.aisha.id, "detail": "oud@zee.example"},
            TokenPurpose.ERASE: {"person_id": newcomer.id},
            TokenPurpose.INTEREST_CONFIRM: {"subject_id": listed.id},
            TokenPurpose.INTEREST_REMOVE: {"subject_id": listed.id},
            TokenPurpose.FEED: {"person_id": self.aisha.id},
            TokenPurpose.ORGANISATION_FEED: {"person_id": self.bram.id, "subject_id": self.vgs.id},
            TokenPurpose.GUIDE_FEED: {"person_id": self.guide.id},
            TokenPurpose.DECLINED: {"person_id": self.aisha.id, "subject_id": self._line(self.aisha)},
        }
        for purpose, bound in of.items():
            token = tokens.issue(self.session, purpose=purpose, now=NOW, valid_for=DAY, **bound)
            self.world.link[purpose.value] = tokens.secret(token)
        for purpose in (TokenPurpose.OFFER, TokenPurpose.COMPANION, TokenPurpose.SUBSTITUTE):
            self.world.link[purpose.value] = self._mailed(purpose)

    def _line(self, person: Person) -> int:
        """Something in this person's agenda."""
        mine = select(Invitation.id).where(Invitation.person_id == person.id).limit(1)
        return self.session.scalars(mine).one()

    def _mailed(self, purpose: TokenPurpose) -> str:
        """The link in the newest letter of this purpose."""
        token = self.session.scalars(
            select(tokens.Token)
            .where(tokens.Token.purpose == purpose, tokens.Token.used_at.is_(None))
            .order_by(tokens.Token.id.desc())
            .limit(1)
        ).one()
        return tokens.secret(token)


def _companion(person: Person) -> Companion:
    return Companion(person.name, person.email)
