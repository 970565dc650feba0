"""Recommendations out of real editions: what counts, who is kept out, and what is kept."""

import json
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from portal.assessments import service as scans
from portal.assessments.catalogue import Config, Why
from portal.coverage.models import ExternalProgramme
from portal.eligibility.facts import RuleKind
from portal.goals import aims
from portal.goals.facts import Aims
from portal.goals.models import Goal
from portal.people.models import Organisation, Person
from portal.programmes import kept
from portal.programmes.models import Module
from portal.recommendations import privacy, service, stored
from portal.recommendations.facts import NUMBERS, RefusalReason
from portal.recommendations.known import Known, known
from portal.recommendations.models import Recommendation, RecommendationRefusal
from portal.recommendations.offers import Offer, offers
from portal.recommendations.service import Made
from portal.recommendations.supply import band, missed, refused
from tests.builders import FIRST_DAY, NOW, a_person, a_programme, an_association, an_edition, registered
from tests.recommendations.support import a_scan, develops


@pytest.fixture
def vgs(session: Session) -> Organisation:
    return an_association(session)


@pytest.fixture
def aisha(session: Session) -> Person:
    found = a_person(session)
    a_scan(session, found, 4, richting=2)
    return found


def offer(session: Session, vgs: Organisation, title: str = "Richting geven", **more: object) -> str:
    """A programme that is all about richting, with an edition."""
    programme = a_programme(session, vgs, title=title)
    an_edition(session, programme, **more)
    develops(session, programme.slug, {"richting": 4, "houding": 1})
    return programme.slug


def asked(session: Session, person: Person) -> tuple[dict[str, Offer], Known]:
    offered = offers(session, now=NOW)
    found = known(session, offered, person_id=person.id, email=person.email, now=NOW)
    assert found is not None
    return offered, found


def made(session: Session, person: Person) -> Made:
    offered, found = asked(session, person)
    return service.make(offered, found, now=NOW)


def ranking(session: Session, person: Person) -> list[str]:
    return [rated.entry.id for rated in made(session, person).advice.ranking]


def test_file_of_numbers_says_the_defaults() -> None:
    assert Config() == NUMBERS.config


def test_without_a_scan_nothing_is_known(session: Session) -> None:
    person = a_person(session)
    assert known(session, {}, person_id=person.id, email=person.email, now=NOW) is None


def test_open_edition_is_recommended_with_its_hours(
    session: Session, vgs: Organisation, aisha: Person
) -> None:
    slug = offer(session, vgs)
    entry = offers(session, now=NOW)[slug].entry
    assert (entry.hours, entry.start, ranking(session, aisha)) == (Decimal(8), FIRST_DAY, [slug])


def test_programme_that_says_nothing_is_not_weighed(
    session: Session, vgs: Organisation, aisha: Person
) -> None:
    an_edition(session, a_programme(session, vgs))
    assert offers(session, now=NOW) == {}


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"rules": [(RuleKind.MEMBERSHIP, {"associations": ["vgs"]})]}, Why.NOT_MEMBER),
        ({"rules": [(RuleKind.POSITION, {"positions": ["griffier"]})]}, Why.AUDIENCE),
        ({"closes": NOW - timedelta(days=1)}, Why.CLOSED),
        ({"first_day": (NOW - timedelta(days=9)).date()}, Why.PAST),
    ],
)
def test_gates_and_calendar_keep_out_with_a_reason(
    session: Session, vgs: Organisation, aisha: Person, more: dict[str, object], why: Why
) -> None:
    slug = offer(session, vgs, **more)
    advice = made(session, aisha).advice
    assert (advice.ranking, advice.package, advice.why_not) == ((), (), {slug: (why,)})


@pytest.mark.parametrize(
    ("reads", "why_not"), [(None, (Why.LANGUAGE,)), ("nl", (Why.LANGUAGE,)), ("nl,en", None), ("en", None)]
)
def test_programme_in_a_language_one_does_not_read_stays_away(
    session: Session, vgs: Organisation, aisha: Person, reads: str | None, why_not: object
) -> None:
    a_scan(session, aisha, point=1)
    said = {"title": "Elders", "provider": "Almere", "link": "https://almere.example", "changed_at": NOW}
    session.add(ExternalProgramme(slug="elders", organisation_id=vgs.id, language="en", hours=8, **said))
    develops(session, "extern:elders", {"richting": 4})
    aisha.reads = reads
    session.flush()
    assert made(session, aisha).advice.why_not.get("extern:elders") == why_not


def test_full_edition_costs_the_waitlist(session: Session, vgs: Organisation, aisha: Person) -> None:
    slug = offer(session, vgs, seats=0)
    assert made(session, aisha).advice.rated[slug].penalty.waitlist == 250_000


def test_what_one_takes_part_in_is_not_recommended(
    session: Session, vgs: Organisation, aisha: Person
) -> None:
    programme = a_programme(session, vgs)
    edition = an_edition(session, programme)
    develops(session, programme.slug, {"richting": 4})
    registered(session, edition, aisha)
    assert (asked(session, aisha)[1].taking_part, ranking(session, aisha)) == ({programme.slug}, [])


def test_prerequisite_goes_first_in_the_package(session: Session, vgs: Organisation, aisha: Person) -> None:
    first, then = a_programme(session, vgs, title="Eerst"), a_programme(session, vgs, title="Dan")
    an_edition(session, first)
    an_edition(session, then)
    develops(session, "eerst", {"richting": 1, "overzicht": 2})
    develops(session, "dan", {"richting": 4}, needs=["eerst"])
    advice = made(session, aisha).advice
    assert (advice.package, advice.why_not) == (("dan", "eerst"), {"dan": (Why.PREREQ,)})


def test_programme_of_others_is_for_its_audience(session: Session, vgs: Organisation, aisha: Person) -> None:
    session.add(
        ExternalProgramme(
            slug="elders",
            organisation_id=vgs.id,
            title="Elders",
            provider="Almere",
            link="https://almere.example",
            audience=["griffier"],
            changed_at=NOW,
        )
    )
    develops(session, "extern:elders", {"richting": 4})
    assert made(session, aisha).advice.why_not == {"extern:elders": (Why.AUDIENCE,)}


def test_goals_weigh_and_set_targets(session: Session, aisha: Person) -> None:
    values = {"person_id": aisha.id, "created_at": NOW, "active_at": NOW}
    session.add(Goal(what="Koers", aspect="richting", priority=2, target=45, form_key="a", **values))
    session.add(Goal(what="Coachen", role="coach", form_key="b", **values))
    session.flush()
    person = asked(session, aisha)[1].person
    assert (person.goals, person.targets, person.role_goals) == (
        {"richting": 2},
        {"richting": Decimal("4.5")},
        {"coach"},
    )


def test_kept_recommendation_is_made_again_exactly(
    session: Session, vgs: Organisation, aisha: Person
) -> None:
    offer(session, vgs)
    offer(session, vgs, "Alleen leden", rules=[(RuleKind.MEMBERSHIP, {"associations": ["vgs"]})])
    found = made(session, aisha)
    service.keep(session, found, person_id=aisha.id, now=NOW)
    row = service.last(session, aisha.id)
    assert row is not None
    assert service.again(session, row) == found.advice
    assert row.result == json.loads(json.dumps(stored.result_data(found.advice)))
    assert (row.config_version, row.person_hash) == ("1", stored.fingerprint(found.person))


def test_same_recommendation_is_kept_once(session: Session, vgs: Organisation, aisha: Person) -> None:
    offer(session, vgs)
    for days in (0, 1):
        at = NOW + timedelta(days=days)
        service.keep(session, made(session, aisha), person_id=aisha.id, now=at)
    session.expire_all()
    assert [row.made_at for row in session.scalars(select(Recommendation))] == [NOW + timedelta(days=1)]


def test_refused_programme_stays_away_until_taken_back(
    session: Session, vgs: Organisation, aisha: Person
) -> None:
    slug = offer(session, vgs)
    for reason in (None, RefusalReason.TIME):
        service.refuse(session, person_id=aisha.id, key=slug, reason=reason, now=NOW)
    assert (ranking(session, aisha), asked(session, aisha)[1].refused[slug].reason) == (
        [],
        RefusalReason.TIME,
    )
    for _ in range(2):
        service.take_back(session, person_id=aisha.id, key=slug)
    assert ranking(session, aisha) == [slug]


def test_erased_scan_takes_its_recommendations_along(
    session: Session, vgs: Organisation, aisha: Person
) -> None:
    offer(session, vgs)
    service.keep(session, made(session, aisha), person_id=aisha.id, now=NOW)
    scans.erase_all(session, person_id=aisha.id)
    assert session.scalar(select(func.count(Recommendation.id))) == 0


def test_nothing_of_a_person_stays(session: Session, vgs: Organisation, aisha: Person) -> None:
    slug = offer(session, vgs)
    service.keep(session, made(session, aisha), person_id=aisha.id, now=NOW)
    service.refuse(session, person_id=aisha.id, key=slug, reason=RefusalReason.MONEY, now=NOW)
    given = privacy.own_data(session, aisha.id)
    assert (len(given["recommendations"]), given["not_wanted"][0]["reason"]) == (1, "money")
    privacy.erase(session, aisha.id)
    for table in (Recommendation, RecommendationRefusal):
        assert session.scalar(select(func.count()).select_from(table)) == 0


def test_recommendation_asks_as_much_for_many_programmes(
    session: Session, vgs: Organisation, aisha: Person
) -> None:
    asked_for = []
    for number in range(12):
        offer(session, vgs, f"Nummer {number}", rules=[(RuleKind.SIGN_IN, {})])
        if number in (0, 11):
            kept.forget()
            statements: list[str] = []
            note = lambda *told: statements.append(told[2])  # noqa: E731, B023
            event.listen(session.get_bind(), "before_cursor_execute", note)
            made(session, aisha)
            event.remove(session.get_bind(), "before_cursor_execute", note)
            asked_for.append(len(statements))
    assert asked_for == [asked_for[0]] * 2


def a_crowd(session: Session, count: int) -> list[Person]:
    found = [a_person(session, f"Mens {number}") for number in range(count)]
    for person in found:
        a_scan(session, person, 4, richting=2)
    return found


@pytest.mark.parametrize(("people", "shown"), [(9, []), (10, [("richting", 10)])])
def test_gap_in_supply_shows_from_ten_people(
    session: Session, people: int, shown: list[tuple[str, int]]
) -> None:
    for person in a_crowd(session, people):
        service.keep(session, made(session, person), person_id=person.id, now=NOW)
    assert [(one.dimension, one.people) for one in missed(session)] == shown


def test_gap_that_was_filled_is_no_gap(session: Session, vgs: Organisation) -> None:
    crowd = a_crowd(session, 10)
    for person in crowd:
        service.keep(session, made(session, person), person_id=person.id, now=NOW)
    offer(session, vgs)
    for person in crowd:
        service.keep(session, made(session, person), person_id=person.id, now=NOW + timedelta(hours=1))
    assert missed(session) == []


def test_reasons_show_in_groups_of_ten_only(session: Session) -> None:
    for number in range(15):
        person = a_person(session, f"Mens {number}")
        reason = RefusalReason.TIME if number < 11 else RefusalReason.MONEY
        for key in ("a", "b") if number < 9 else ("a",):
            service.refuse(session, person_id=person.id, key=key, reason=reason, now=NOW)
    found = refused(session, ["a", "b", "c"])
    assert [(one.key, one.people, one.reasons) for one in found] == [("a", 10, ((RefusalReason.TIME, 10),))]
    assert refused(session, ["b"]) == []


def test_counts_are_said_in_bands() -> None:
    assert [band(count) for count in (0, 9, 10, 19, 20, 99, 400)] == [None, None, 10, 10, 20, 50, 100]


def test_other_goals_leave_the_person_alone(session: Session, vgs: Organisation, aisha: Person) -> None:
    offer(session, vgs)
    person = asked(session, aisha)[1].person
    wished = service.with_goals(person, {"houding": 2, "kennis": 0}, frozenset({"coach"}))
    assert wished == replace(person, goals={"houding": 2}, role_goals=frozenset({"coach"}))
    assert person.goals == {}


def test_module_stands_alone_only_where_it_is_sold_alone(
    session: Session, vgs: Organisation, aisha: Person
) -> None:
    programme = a_programme(session, vgs)
    edition = an_edition(session, programme)
    module = Module(public_id="m" * 22, key=f"{programme.slug}/koers", number=1, title="Koers bepalen")
    edition.modules.append(module)
    session.flush()
    edition.meetings[0].module_id = module.id
    edition.touch()
    develops(session, programme.slug, {"overzicht": 2})
    develops(session, module.key, {"richting": 4}, needs=[])
    assert sorted(offers(session, now=NOW)) == [programme.slug]
    programme.modules_apart = True
    session.flush()
    entry = offers(session, now=NOW)[module.key].entry
    assert (entry.hours, entry.start, entry.coverage) == (Decimal(8), FIRST_DAY, {"richting": 4})
    assert ranking(session, aisha) == [module.key]


def test_module_counts_for_its_leergang_beside_what_the_whole_says(
    session: Session, vgs: Organisation, aisha: Person
) -> None:
    programme = a_programme(session, vgs)
    edition = an_edition(session, programme)
    develops(session, programme.slug, {"overzicht": 2, "houding": 4})
    assert ranking(session, aisha) == []
    module = Module(public_id="m" * 22, key=f"{programme.slug}/koers", number=1, title="Koers bepalen")
    edition.modules.append(module)
    session.flush()
    edition.touch()
    develops(session, module.key, {"richting": 4, "houding": 1}, needs=[])
    found = offers(session, now=NOW)[programme.slug]
    assert found.entry.coverage == {"overzicht": 2, "houding": 4, "richting": 4}
    assert ranking(session, aisha) == [programme.slug]


def aims_of(session: Session, organisation: Organisation, person: Person, wanted: Aims, seen: int) -> None:
    aims.keep(session, organisation_id=organisation.id, actor_id=person.id, aims=wanted, seen=seen, now=NOW)


def test_target_of_the_organisation_counts_until_ones_own(session: Session, vgs: Organisation) -> None:
    person = a_person(session, organisation=vgs)
    a_scan(session, person, 4, richting=2)
    offer(session, vgs)
    aims_of(session, vgs, person, Aims({"richting": 45, "coach": 45}, frozenset({"richting"})), 0)
    need = made(session, person).advice.needs
    assert (need["richting"].target, need["richting"].weight) == (Decimal("4.5"), Decimal("1.25"))
    assert (need["coach"].target, need["coach"].weight) == (Decimal("4.5"), Decimal(1))
    session.add(
        Goal(
            person_id=person.id,
            what="Koers",
            aspect="richting",
            target=30,
            form_key="eigen",
            created_at=NOW,
            active_at=NOW,
        )
    )
    session.flush()
    need = made(session, person).advice.needs
    assert (need["richting"].target, need["richting"].weight) == (Decimal("3.0"), Decimal("1.25"))


def test_other_aims_leave_kept_recommendations_alone(session: Session, vgs: Organisation) -> None:
    person = a_person(session, organisation=vgs)
    a_scan(session, person, 4, richting=2)
    offer(session, vgs)
    aims_of(session, vgs, person, Aims({"richting": 50}), 0)
    first = made(session, person)
    service.keep(session, first, person_id=person.id, now=NOW)
    aims_of(session, vgs, person, Aims({"richting": 20}), 1)
    kept_one = service.last(session, person.id)
    assert kept_one is not None
    again = service.again(session, kept_one)
    assert stored.result_data(again) == kept_one.result
    assert stored.result_data(made(session, person).advice) != kept_one.result
