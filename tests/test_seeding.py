"""All seeds load through the services, twice with the same result."""

import shutil
import tomllib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine, func, select
from sqlalchemy.orm import Session

from portal.assessments import announcing
from portal.assessments.models import ScanAnnouncement
from portal.checking.run import violations
from portal.config import ROOT
from portal.database import Base, listen, transaction
from portal.goals import aims
from portal.goals.facts import Aims
from portal.people import directory, passwords, tokens
from portal.people.models import Membership, Organisation, OrganiserRole, Person, Position
from portal.programmes import stating
from portal.programmes.editing import Edit
from portal.programmes.guides import remove_guide
from portal.programmes.lint_facts import Code
from portal.programmes.models import Edition, EditionFacilitator, Interest, Meeting, Programme
from portal.registrations.models import Participant, Registration
from portal.registrations.states import ParticipantState, RegistrationState
from portal.registrations.upkeep import editions_to_announce
from portal.seeding.files import Seeds, default_files, read
from portal.seeding.loading import Report, load
from portal.tables import FileProblem
from tests.builders import KEY, NOW

SEEDS = Path(ROOT) / "seeds"
AIMS = '[[aims]]\norganisation = "vgs"\nby = "annelies.kok@vgs.example"\ndays_ago = 1\n'
R = RegistrationState


@pytest.fixture(scope="module")
def seeds() -> Seeds:
    return read(SEEDS, demo=True)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, seeds: Seeds) -> tuple[Path, Report]:
    """The whole demo, loaded once; tests work on copies."""
    tokens.configure(KEY)
    path = tmp_path_factory.mktemp("seeds") / "demo.db"
    with opened(path) as session, transaction(session):
        Base.metadata.create_all(session.connection())
        return path, load(session, seeds, now=NOW)


@contextmanager
def opened(path: Path) -> Iterator[Session]:
    engine = create_engine(f"sqlite:///{path}")
    listen(engine)
    with Session(engine, expire_on_commit=False) as session:
        yield session
    engine.dispose()


@pytest.fixture
def report(demo: tuple[Path, Report]) -> Report:
    return demo[1]


@pytest.fixture
def session(demo: tuple[Path, Report], tmp_path: Path) -> Iterator[Session]:
    tokens.configure(KEY)
    copy = shutil.copyfile(demo[0], tmp_path / "copy.db")
    with opened(copy) as session:
        yield session


def states(session: Session) -> dict[str, dict[RegistrationState, int]]:
    rows = session.execute(
        select(Programme.slug, Edition.loaded_as, Registration.state)
        .join(Edition, Edition.programme_id == Programme.id)
        .join(Registration, Registration.edition_id == Edition.id)
    ).all()
    found: dict[str, Counter[RegistrationState]] = {}
    for slug, key, state in rows:
        found.setdefault(f"{slug}/{key}", Counter())[state] += 1
    return {name: dict(counter) for name, counter in found.items()}


def test_demo_editions_hold_the_states_to_play_with(session: Session, report: Report) -> None:
    assert states(session) == {
        "de-transformerende-gemeentesecretaris/voorbeeld-open": {R.CONFIRMED: 14},
        "de-transformerende-gemeentesecretaris/voorbeeld-vol": {
            R.CONFIRMED: 7,
            R.OFFERED: 1,
            R.WAITLISTED: 2,
            R.WITHDRAWN: 1,
        },
        "leiderschap-in-digitale-transformatie/voorbeeld-vol": {R.CONFIRMED: 12, R.WAITLISTED: 4},
        "leergang-digitaal-leiderschap/voorbeeld-open": {R.CONFIRMED: 6},
        "leergang-digitaal-leiderschap/voorbeeld-besloten": {R.REQUESTED: 3},
        "vng-bestuurdersdag-online/voorbeeld-open": {R.CONFIRMED: 16},
    }


def people_of(session: Session, key: str, state: RegistrationState) -> list[tuple[str, int]]:
    rows = session.execute(
        select(Person.email, Registration.party)
        .join(Registration, Registration.person_id == Person.id)
        .join(Edition, Edition.id == Registration.edition_id)
        .join(Programme, Programme.id == Edition.programme_id)
        .where(Programme.slug == "de-transformerende-gemeentesecretaris")
        .where(Edition.loaded_as == key, Registration.state == state)
        .order_by(Registration.queue_number)
    ).all()
    return [(row.email, row.party) for row in rows]


def test_logins_are_where_their_audience_says(session: Session, report: Report) -> None:
    assert people_of(session, "voorbeeld-vol", R.OFFERED) == [("rik.oosterhof@heuvelrade.example", 1)]
    assert people_of(session, "voorbeeld-vol", R.WAITLISTED) == [
        ("femke.postma@zandmeer.example", 2),
        ("xandra.meijerink@vogelzande.example", 1),
    ]


def test_one_seat_is_left_for_the_members(session: Session, report: Report) -> None:
    seated = people_of(session, "voorbeeld-open", R.CONFIRMED)
    assert sum(party for _email, party in seated) == 15
    invited = session.scalars(
        select(Person.email)
        .join(Participant, Participant.person_id == Person.id)
        .where(Participant.state == ParticipantState.INVITED)
    ).all()
    assert invited == ["marloes.dijkhuis@zandmeer.example"]


def counts(session: Session) -> list[int | None]:
    tables = (Organisation, Person, Position, Membership, OrganiserRole, EditionFacilitator)
    tables += (Programme, Edition, Meeting, Registration, Interest)  # type: ignore[assignment]
    return [session.scalar(select(func.count()).select_from(table)) for table in tables]


def slugs_and_days(session: Session) -> list[tuple[str, str, object]]:
    rows = session.execute(
        select(Edition.slug, Edition.label, func.min(Meeting.day))
        .outerjoin(Meeting, Meeting.edition_id == Edition.id)
        .group_by(Edition.id)
        .order_by(Edition.id)
    ).all()
    return [(slug, label, day) for slug, label, day in rows]


def test_loading_on_a_later_day_doubles_and_moves_nothing(
    session: Session, seeds: Seeds, report: Report
) -> None:
    before = (counts(session), slugs_and_days(session), states(session))
    session.expire_all()
    second = load(session, read(SEEDS, demo=True), now=NOW + timedelta(days=40))
    assert (counts(session), slugs_and_days(session)) == before[:2]
    assert states(session)["leiderschap-in-digitale-transformatie/voorbeeld-vol"] == {
        R.CONFIRMED: 12,
        R.WAITLISTED: 4,
    }
    assert [(e.edition, e.created, e.changed) for e in second.editions] == [
        (e.edition, False, False) for e in report.editions
    ]


def test_windows_that_opened_before_are_no_news(session: Session, report: Report) -> None:
    assert editions_to_announce(session, NOW) == []


def test_report_counts_and_warns(report: Report) -> None:
    assert (report.organisations, report.people, report.registrations, report.interests) == (34, 85, 66, 3)
    assert len(report.editions) == 11
    assert {w.code for e in report.editions for w in e.warnings} >= {
        Code.CLOSING_DAY_NOT_LAST,
        Code.NO_DATES,
        Code.ROUND_ENDS_AT_TWO_TIMES,
    }


def test_upcoming_examples_raise_no_new_warnings(report: Report) -> None:
    known = {
        Code.COMPANION_TERMS_ASSUMED,
        Code.TWO_TITLES_FOR_ONE_PROGRAMME,
        Code.CLOSING_DAY_NOT_LAST,
        Code.PRICE_WITHOUT_VAT_BASIS,
        Code.ROUND_ENDS_AT_TWO_TIMES,
        Code.TWO_TITLES_FOR_ONE_BREAKOUT,
    }
    assert {w.code for e in report.editions[4:] for w in e.warnings} == known


def test_demo_logins_fit_the_rules_of_the_portal(seeds: Seeds) -> None:
    logins = [t.data for t in seeds.lists["person"] if t.data.get("demo_login")]
    assert [login["audience"] for login in logins] == [
        "lid van de VGS, gemeentesecretaris",
        "gemeentesecretaris zonder lidmaatschap",
        "directeur (duo)",
        "op de wachtlijst",
        "heeft een aanbod",
        "uitgenodigd als duo",
        "wethouder",
        "deelnemer, leest Engels",
        "organisator VGS",
        "organisator VNG",
        "tweede organisator VNG",
        "organisator bij een gemeente",
        "begeleider",
        "beheerder",
        "deelnemer met een zelfscan en doelen van de gemeente",
    ]
    for login in logins:
        passwords.check(login["password"], own=(login["email"], login["name"], "Leergang"))


def test_login_has_the_password_of_the_file(session: Session, report: Report) -> None:
    noor = session.scalars(select(Person).where(Person.email == "noor.elamrani@veldrijk.example")).one()
    assert passwords.matches(noor.password_hash, "rustig fietsen langs de vaart")
    assert noor.email_confirmed_at == NOW


def test_password_that_was_changed_stays(session: Session, seeds: Seeds, report: Report) -> None:
    noor = session.scalars(select(Person).where(Person.email == "noor.elamrani@veldrijk.example")).one()
    noor.password_hash = "een andere"
    load(session, read(SEEDS, demo=True), now=NOW)
    assert noor.password_hash == "een andere"


def test_every_invented_address_ends_in_example(session: Session, report: Report) -> None:
    addresses = session.scalars(select(Person.email)).all()
    addresses += session.scalars(select(Interest.email)).all()  # type: ignore[operator]
    addresses += [a for a in session.scalars(select(Organisation.mail_address)) if a]  # type: ignore[operator]
    assert len(addresses) > 70
    assert [address for address in addresses if not address.endswith(".example")] == []


def test_real_people_of_past_events_have_no_account(session: Session, report: Report) -> None:
    text = (SEEDS / "programmes" / "vng-bestuurdersdag-online.toml").read_text(encoding="utf-8")
    (meeting,) = tomllib.loads(text)["edition"][0]["meeting"]
    slots = meeting["slot"]
    parts = [*slots, *(b for slot in slots for b in slot.get("breakout", []))]
    real = {name.split(" (")[0] for part in parts for name in part.get("speakers", [])}
    real.add("Jaring Hiemstra")
    accounts = set(session.scalars(select(Person.name)))
    assert (len(real) > 20, accounts & real) == (True, set())


def test_without_demo_only_facts_are_loaded() -> None:
    programmes = [
        "de-transformerende-gemeentesecretaris.toml",
        "leergang-digitaal-leiderschap.toml",
        "leiderschap-in-digitale-transformatie.toml",
        "vng-bestuurdersdag-online.toml",
    ]
    assert [str(path.relative_to(SEEDS)) for path in default_files(SEEDS, demo=False)] == [
        "organisations.toml",
        *(f"programmes/{name}" for name in programmes),
        "frameworks/zoetermeer.toml",
        "assessments/zelfscan.toml",
        *(f"coverage/{name}" for name in programmes),
        "external/almere.toml",
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("x =", "proef.toml: Invalid value"),
        ("[[persons]]", "proef.toml: unknown: `persons`"),
    ],
)
def test_unreadable_file_is_told_by_name(tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / "proef.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FileProblem, match=problem):
        read(tmp_path, demo=False, files=[path])


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('[[person]]\nname = "A"\nemail = "a@b.example"\nmemberships = ["vgx"]', "no organisation 'vgx'"),
        ('[[person]]\nname = "A"\nemail = "a@b.example"\nfacilitator_of = ["a/b"]', "no edition 'a/b'"),
        ('[[person]]\nname = "A"\nemail = "a@b.example"\nemails = 3', "unknown: `emails`"),
        ('[[interest]]\nprogramme = "x"', "no programme 'x'"),
        ('[[registration]]\nedition = "x/y"\npeople = []', "no edition 'x/y'"),
        ('programme = "x"', "no programme 'x'"),
        ('[[announcement]]\nedition = "x/y"', "no edition 'x/y'"),
        ('[[aims]]\norganisation = "vgx"', "no organisation 'vgx'"),
        (f"{AIMS}targets = {{ moed = 40 }}", "no aspect or role: moed"),
        (f"{AIMS}targets = {{ kennis = 51 }}", "should be from 10 to 50"),
        (f'{AIMS}targets = {{}}\nfocus = ["coach"]', "no aspect or role: coach"),
    ],
)
def test_wrong_reference_is_told_with_its_place(
    session: Session, tmp_path: Path, text: str, problem: str
) -> None:
    path = tmp_path / "proef.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FileProblem, match=f"^proef.toml.*{problem}"):
        load(session, read(tmp_path, demo=False, files=[path]), now=NOW)


def test_aims_and_announcements_stay_as_organisers_left_them(session: Session, seeds: Seeds) -> None:
    duinwijk = session.scalars(select(Organisation).where(Organisation.slug == "gemeente-duinwijk")).one()
    lotte = session.scalars(select(Person).where(Person.email == "lotte.brandsma@duinwijk.example")).one()
    before = aims.versions(session, duinwijk.id)
    assert [(one.by, one.aims.targets["besluitvorming"]) for one in before] == [("Lotte Brandsma", 45)]
    edition_id = session.scalars(select(ScanAnnouncement.edition_id)).one()
    who = {"actor_id": lotte.id, "now": NOW}
    announcing.stop(session, edition_id=edition_id, **who)
    aims.keep(session, organisation_id=duinwijk.id, aims=Aims({"kennis": 30}), seen=1, **who)
    load(session, seeds, now=NOW)
    assert aims.versions(session, duinwijk.id)[0].aims.targets == {"kennis": 30}
    assert [one.ended_by for one in announcing.announcements(session, edition_id)] == ["Lotte Brandsma"]


def test_demo_starts_again_after_a_place_was_handed_over(session: Session, seeds: Seeds) -> None:
    handed = session.scalars(select(Registration).where(Registration.state == R.CONFIRMED)).first()
    assert handed is not None
    other = session.scalars(select(Person).where(Person.id != handed.person_id)).first()
    assert other is not None
    for participant in handed.participants:
        participant.person_id = (
            other.id if participant.person_id == handed.person_id else participant.person_id
        )
    handed.person_id = other.id
    session.flush()
    before = states(session)
    load(session, seeds, now=NOW)
    assert (states(session), handed.person_id) == (before, other.id)


def test_what_organisers_and_administrators_did_stays(session: Session, seeds: Seeds) -> None:
    programme = session.scalars(select(Programme)).first()
    assert programme is not None
    seen = stating.fingerprints(programme, ("summary",))
    changed = {"values": {"summary": "Zelf geschreven."}, "seen": seen}
    stating.edit_programme(session, programme_id=programme.id, **changed, actor_id=None, now=NOW)
    role = session.scalars(select(OrganiserRole)).first()
    guide = session.scalars(select(EditionFacilitator)).first()
    assert role is not None
    assert guide is not None
    known = {"person_id": role.person_id, "organisation_id": role.organisation_id}
    directory.withdraw_organiser(session, **known, now=NOW)
    edition_id, guide_id = guide.edition_id, guide.person_id
    with_edition = session.get_one(Edition, edition_id)
    remove_guide(Edit(session, with_edition, role.person_id, NOW), person_id=guide_id)
    session.flush()
    load(session, seeds, now=NOW)
    open_roles = select(OrganiserRole.id).filter_by(**known, ended_at=None)
    assert (programme.summary, session.scalar(open_roles)) == ("Zelf geschreven.", None)
    assert session.get(EditionFacilitator, (edition_id, guide_id)) is None


def test_migrated_database_of_either_kind_takes_all_seeds(fresh_database_url: str, seeds: Seeds) -> None:
    tokens.configure(KEY)
    engine = create_engine(fresh_database_url)
    listen(engine)
    with Session(engine, expire_on_commit=False) as session:
        for _twice in range(2):
            with transaction(session):
                load(session, read(SEEDS, demo=True), now=NOW)
        assert sum(states(session)["de-transformerende-gemeentesecretaris/voorbeeld-vol"].values()) == 11
        assert violations(session, now=NOW) == []
    engine.dispose()


def test_command_prints_counts_and_warnings(app: Flask) -> None:
    for state in ("nieuw", "niet veranderd"):
        done = app.test_cli_runner().invoke(args=["seed"])
        lines = done.output.splitlines()
        assert lines[:2] == [
            "Geladen: 4 organisaties, 4 edities, 0 mensen, 0 inschrijvingen.",
            f"Leergang De Transformerende Gemeentesecretaris, Najaar 2024: {state}",
        ]
        assert len([line for line in lines if line.startswith("  let op")]) == 12


def test_command_tells_what_is_wrong_in_a_file(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "proef.toml"
    path.write_text('slug = "proef"\ntitle = "Proef"\norganisers = ["ngv"]', encoding="utf-8")
    done = app.test_cli_runner().invoke(args=["seed", str(path)])
    assert (done.exit_code, done.output) == (
        1,
        "Error: proef: unknown organisation ngv; add it to a seed file\n",
    )
