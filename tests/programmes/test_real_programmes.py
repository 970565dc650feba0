"""The four real programmes: which warnings, exactly, and which facts they carry."""

from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.config import ROOT
from portal.eligibility.models import EligibilityRule
from portal.programmes.checks import warnings_of
from portal.programmes.facts import EditionState, ModuleKind, SlotKind, VatBasis
from portal.programmes.kept import editions
from portal.programmes.lint_facts import Code, LintWarning
from portal.programmes.models import Edition, Programme
from portal.programmes.states import state_of
from portal.seeding.files import read
from portal.seeding.loading import load
from tests.builders import NOW

ZONE = ZoneInfo("Europe/Amsterdam")
SEEDS = Path(ROOT) / "seeds"


@pytest.fixture
def real(session: Session) -> Session:
    load(session, read(SEEDS, demo=False), now=NOW)
    return session


def the(session: Session, slug: str) -> Edition:
    return session.scalars(select(Edition).join(Programme).where(Programme.slug == slug)).one()


def local(day: date, hour: int, minute: int) -> datetime:
    return datetime.combine(day, time(hour, minute), ZONE)


LEADERSHIP = "leiderschap-in-digitale-transformatie"
DIGITAL = "leergang-digitaal-leiderschap"
SECRETARY = "de-transformerende-gemeentesecretaris"
CONFERENCE = "vng-bestuurdersdag-online"
CONFERENCE_DAY = date(2020, 11, 27)

WARNINGS = {
    LEADERSHIP: [
        LintWarning(
            Code.TWO_TITLES_FOR_ONE_PROGRAMME,
            "title",
            {
                "one": "Leiderschap in digitale transformatie",
                "other": "Leiderschap bij digitale transformatie",
            },
        ),
        LintWarning(Code.SAYS_REGISTER_WITHOUT_MOMENT, "registration"),
        LintWarning(
            Code.CLOSING_DAY_NOT_LAST, "module-7", {"day": date(2026, 3, 10), "last": date(2026, 4, 2)}
        ),
        LintWarning(Code.PRICE_WITHOUT_VAT_BASIS, "price", {"cents": 720000}),
    ],
    DIGITAL: [
        LintWarning(Code.NO_DATES, "meetings"),
        LintWarning(Code.ELECTIVE_WITHOUT_OPTIONS, "module-5", {"title": "Keuzemodule en afsluiting"}),
    ],
    SECRETARY: [
        LintWarning(Code.PRICE_PER_WHOM_UNKNOWN, "price", {"cents": 150000}),
        LintWarning(Code.COMPANION_TERMS_ASSUMED, "companion"),
    ],
    CONFERENCE: [
        LintWarning(
            Code.ROUND_ENDS_AT_TWO_TIMES,
            "round-2",
            {"round": 2, "ends": local(CONFERENCE_DAY, 15, 25), "next": local(CONFERENCE_DAY, 15, 30)},
        ),
        LintWarning(
            Code.TWO_TITLES_FOR_ONE_BREAKOUT,
            "breakout-4",
            {
                "one": "Focus op uitvoering is focus op de inwoner!",
                "other": "Focus op Uitvoering / Een Loket",
            },
        ),
        LintWarning(
            Code.FULL_BREAKOUT_WITHOUT_CAPACITY,
            "breakout-9",
            {"title": "Sturing in het sociaal domein: Wat als het Rijk niet over de brug komt?"},
        ),
        LintWarning(
            Code.CANCELLED_BREAKOUT_BOOKABLE,
            "breakout-13",
            {"title": "Uitvoerbaarheid van nieuwe wetgeving"},
        ),
    ],
}


@pytest.mark.parametrize("slug", WARNINGS)
def test_lint_finds_exactly_what_the_source_contradicts(real: Session, slug: str) -> None:
    edition = the(real, slug)
    assert warnings_of(real, [edition.id]) == {edition.id: WARNINGS[slug]}


@pytest.mark.parametrize(
    ("slug", "moment", "state"),
    [
        (LEADERSHIP, local(date(2025, 8, 1), 12, 0), EditionState.ANNOUNCED),
        (LEADERSHIP, local(date(2025, 12, 1), 12, 0), EditionState.RUNNING),
        (LEADERSHIP, local(date(2026, 4, 3), 0, 0), EditionState.FINISHED),
        (DIGITAL, local(date(2022, 3, 31), 23, 0), EditionState.CLOSED),
        (DIGITAL, local(date(2022, 4, 1), 0, 0), EditionState.FINISHED),
        (SECRETARY, local(date(2024, 4, 1), 12, 0), EditionState.ANNOUNCED),
        (SECRETARY, local(date(2024, 6, 1), 12, 0), EditionState.OPEN),
        (SECRETARY, local(date(2024, 9, 10), 12, 0), EditionState.CLOSED),
        (SECRETARY, local(date(2024, 9, 13), 9, 30), EditionState.RUNNING),
        (SECRETARY, local(date(2024, 11, 29), 17, 0), EditionState.FINISHED),
        (CONFERENCE, local(date(2020, 11, 20), 12, 0), EditionState.OPEN),
        (CONFERENCE, local(CONFERENCE_DAY, 12, 59), EditionState.CLOSED),
        (CONFERENCE, local(CONFERENCE_DAY, 15, 40), EditionState.FINISHED),
    ],
)
def test_state_at_the_programmes_own_dates(
    real: Session, slug: str, moment: datetime, state: EditionState
) -> None:
    edition = the(real, slug)
    kept = editions(real, [(edition.id, edition.version)])[edition.id]
    assert state_of(kept.timing, moment) is state


def test_leadership_has_fifteen_days_in_eight_modules(real: Session) -> None:
    edition = the(real, LEADERSHIP)
    days = [[m.day for m in module.meetings] for module in edition.modules]
    assert [len(block) for block in days] == [2, 2, 2, 2, 2, 2, 1, 2]
    assert (days[0][0], days[6], days[7][1]) == (
        date(2025, 9, 18),
        [date(2026, 3, 10)],
        date(2026, 4, 2),
    )
    assert [m.kind for m in edition.modules].index(ModuleKind.CLOSING) == 6
    assert {(m.starts_at, m.venue_id) for m in edition.meetings} == {(None, None)}


def test_leadership_is_organised_jointly_at_its_price(real: Session) -> None:
    edition = the(real, LEADERSHIP)
    assert [o.organisation.slug for o in edition.programme.organisers] == ["vng", "politieacademie"]
    assert edition.programme.partners == "Politie, Openbaar Ministerie"
    assert edition.programme.earlier_editions == ["2022/2023"]
    assert (edition.study_load_hours, edition.self_study_hours, edition.stated_days) == (188, 80, 15)
    assert (edition.price_cents, edition.vat_basis) == (720000, VatBasis.UNKNOWN)
    assert (edition.capacity_known, edition.pool.capacity, edition.windows) == (False, None, [])


def test_digital_leadership_has_modules_but_no_dates(real: Session) -> None:
    edition = the(real, DIGITAL)
    assert [(m.title, m.kind, m.also_closing) for m in edition.modules] == [
        ("De gemeentesecretaris in zijn/haar context", ModuleKind.CORE, False),
        ("Samenwerking en netwerken", ModuleKind.CORE, False),
        ("Leiderschap aan de organisatie", ModuleKind.CORE, False),
        ("(Politiek-)bestuurlijk adviseren", ModuleKind.CORE, False),
        ("Keuzemodule en afsluiting", ModuleKind.ELECTIVE, True),
    ]
    assert (edition.meetings, edition.until_month, edition.price_cents) == ([], "2022-03", None)
    assert [o.organisation.slug for o in edition.programme.organisers] == ["aeno-fonds-gemeenten", "vgs"]
    assert (edition.programme.own_learning_goals, edition.programme.audience) == (
        True,
        ["gemeentesecretaris"],
    )


def test_secretary_has_three_days_in_three_places(real: Session) -> None:
    edition = the(real, SECRETARY)
    assert [(m.day, m.starts_at, m.ends_at, m.venue and m.venue.name) for m in edition.meetings] == [
        (day, local(day, 9, 30), local(day, 17, 0), place)
        for day, place in [
            (date(2024, 9, 13), "Gemeente Amsterdam"),
            (date(2024, 10, 18), "CJIB"),
            (date(2024, 11, 29), "Gemeente Tilburg"),
        ]
    ]
    assert (edition.price_cents, edition.vat_basis, edition.pool.capacity) == (150000, VatBasis.EXCL, 16)
    assert edition.facilitator == "Jaring Hiemstra"


def test_secretary_asks_membership_and_allows_a_director(real: Session) -> None:
    rules = real.scalars(
        select(EligibilityRule)
        .where(EligibilityRule.edition_id == the(real, SECRETARY).id)
        .order_by(EligibilityRule.position)
    )
    assert [(rule.kind, rule.values, rule.assumed) for rule in rules] == [
        ("sign_in", {}, False),
        ("membership", {"associations": ["vgs"], "open_to": ["gemeentesecretaris"]}, True),
        ("companion", {"positions": ["directeur"], "same_organisation": True, "membership": []}, True),
    ]


def test_conference_has_a_timetable_with_two_rounds(real: Session) -> None:
    (meeting,) = the(real, CONFERENCE).meetings
    hours = [(slot.kind, slot.starts_at.astimezone(ZONE).strftime("%H.%M")) for slot in meeting.slots]
    assert hours == [
        (SlotKind.DOORS, "12.45"),
        (SlotKind.PLENARY, "13.00"),
        (SlotKind.PLENARY, "13.20"),
        (SlotKind.ROUND, "13.45"),
        (SlotKind.BREAK, "14.30"),
        (SlotKind.ROUND, "14.40"),
        (SlotKind.PLENARY, "15.30"),
    ]
    rounds = [slot for slot in meeting.slots if slot.kind is SlotKind.ROUND]
    assert [[b.number for b in slot.breakouts] for slot in rounds] == [
        list(range(1, 11)),
        list(range(11, 21)),
    ]


def test_conference_has_one_full_and_one_cancelled_breakout(real: Session) -> None:
    breakouts = [b for slot in the(real, CONFERENCE).meetings[0].slots for b in slot.breakouts]
    assert [b.number for b in breakouts if b.pool.shut] == [9]
    assert [b.number for b in breakouts if b.cancelled_at] == [13]
    assert [b.committees for b in breakouts if len(b.committees) > 1] == [
        ["Economie, Klimaat, Energie en Milieu", "Europa en Internationaal"]
    ]
    assert [b.number for b in breakouts if b.speakers] == [7, 10, 11, 16, 17, 18, 19, 20]
    assert [b.number for b in breakouts if b.moderators] == [18, 19]


def test_conference_is_free_for_five_audiences(real: Session) -> None:
    edition = the(real, CONFERENCE)
    assert (edition.price_cents, edition.vat_basis) == (0, VatBasis.FREE)
    assert edition.programme.audience == [
        "burgemeester",
        "wethouder",
        "raadslid",
        "gemeentesecretaris",
        "griffier",
    ]
    assert "februari 2021" in edition.programme.related_event
    assert "inloggen" in edition.late_registration
