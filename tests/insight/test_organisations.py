"""Figures of an organisation's own people: the whole, one dimension at a time, and nobody beside a cohort."""

from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from portal.errors import NotFound, Refused
from portal.insight import domains, service
from portal.insight.models import Domain, InsightSet, InsightSnapshot
from portal.insight.queries import Owner, newest
from portal.people.facts import PositionKind
from portal.people.models import Organisation, OrganiserRole, Position
from tests.builders import NOW, a_person, an_organisation
from tests.insight.world import Cohort, the_version

LATER = NOW + timedelta(days=30)


@pytest.fixture
def cohort(session: Session) -> Cohort:
    return Cohort(session, the_version(session))


@pytest.fixture
def town(session: Session) -> Organisation:
    return an_organisation(session)


def renew(cohort: Cohort, town: Organisation) -> InsightSnapshot | None:
    return service.renew_organisation(cohort.session, organisation_id=town.id, now=NOW)


def named(cohort: Cohort, town: Organisation, *names: str) -> list[Domain]:
    there = domains.stamp(domains.domains_of(cohort.session, town.id))
    domains.keep(cohort.session, organisation_id=town.id, names={}, new=names, seen=there)
    return list(domains.domains_of(cohort.session, town.id))


def parts(made: InsightSnapshot | None) -> list[str]:
    assert made is not None
    return [part["key"] for part in made.figures["parts"]]


def test_four_people_of_an_organisation_get_no_figures(cohort: Cohort, town: Organisation) -> None:
    for number in range(4):
        cohort.works(number, town)
    assert renew(cohort, town) is None


def test_whole_and_each_dimension_are_shown(cohort: Cohort, town: Organisation) -> None:
    space, social = named(cohort, town, "Sociaal", "Ruimte")
    for number in range(6):
        cohort.works(number, town, PositionKind.DIRECTEUR, social)
        cohort.works(number + 1, town, PositionKind.LEIDINGGEVENDE, space)
    made = renew(cohort, town)
    assert made is not None
    assert parts(made) == [
        *sorted([f"domain:{social.public_id}", f"domain:{space.public_id}"]),
        "position:directeur",
        "position:leidinggevende",
    ]
    assert (made.figures["people"], made.figures["population"]) == (12, None)
    assert made.figures["names"] == {
        f"domain:{social.public_id}": "Sociaal",
        f"domain:{space.public_id}": "Ruimte",
    }
    assert [row["id"] for row in made.figures["total_groups"]] == [
        group.id for group in cohort.instrument.groups
    ]
    assert newest(cohort.session, Owner(organisation_id=town.id)) is made


def test_colleague_without_a_domain_leaves_no_rest_of_one(cohort: Cohort, town: Organisation) -> None:
    space, social = named(cohort, town, "Sociaal", "Ruimte")
    for number in range(6):
        cohort.works(number, town, domain=social)
    for number in range(7):
        cohort.works(number, town, domain=space)
    cohort.works(1, town)
    made = renew(cohort, town)
    assert made is not None
    assert parts(made) == [f"domain:{space.public_id}", "position:leidinggevende"]
    assert made.figures["hidden"][f"domain:{social.public_id}"] == "remainder"


def test_two_outsiders_of_a_cohort_do_not_follow(cohort: Cohort, town: Organisation) -> None:
    """Cohort 12, of whom 10 of the town: the cohort minus the town's part of it would be two people."""
    for number in range(12):
        person = cohort.joins(number)
        if number < 10:
            cohort.holds(person, town)
    for number in range(8):
        cohort.works(number, town)
    assert service.renew(cohort.session, edition_id=cohort.edition.id, now=NOW) is not None
    made = renew(cohort, town)
    assert made is not None
    assert made.figures["hidden"][f"edition:{cohort.edition.public_id}"] == "follows"
    assert parts(made) == ["position:leidinggevende"]


def test_cohort_hides_when_the_organisation_was_first(cohort: Cohort, town: Organisation) -> None:
    for number in range(12):
        person = cohort.joins(number)
        if number < 10:
            cohort.holds(person, town)
    assert renew(cohort, town) is not None
    assert service.renew(cohort.session, edition_id=cohort.edition.id, now=NOW) is None


def test_cohort_of_many_colleagues_is_shown(cohort: Cohort, town: Organisation) -> None:
    for number in range(12):
        cohort.holds(cohort.joins(number), town)
    for number in range(8):
        cohort.works(number, town)
    assert service.renew(cohort.session, edition_id=cohort.edition.id, now=NOW) is not None
    made = renew(cohort, town)
    assert made is not None
    assert parts(made) == [f"edition:{cohort.edition.public_id}", "position:leidinggevende"]
    title = cohort.edition.programme.title
    assert made.figures["names"] == {
        f"edition:{cohort.edition.public_id}": f"{title}, {cohort.edition.label}"
    }


def test_position_that_ended_no_longer_counts(cohort: Cohort, town: Organisation) -> None:
    people = [cohort.works(number, town) for number in range(6)]
    held = cohort.session.query(Position).filter_by(person_id=people[0].id, organisation_id=town.id).one()
    held.ends_on = (NOW - timedelta(days=2)).date()
    cohort.session.flush()
    made = renew(cohort, town)
    assert made is not None
    assert made.figures["people"] == 5


def test_only_organisations_with_a_reader_are_renewed(cohort: Cohort, town: Organisation) -> None:
    for number in range(5):
        cohort.works(number, town)
    assert service.organisations_to_renew(cohort.session) == []
    reader = a_person(cohort.session, "Manager")
    cohort.session.add(OrganiserRole(person_id=reader.id, organisation_id=town.id, started_at=NOW))
    cohort.session.flush()
    assert service.organisations_to_renew(cohort.session) == [town.id]
    made = service.renew_organisation(cohort.session, organisation_id=town.id, now=LATER)
    assert made is not None
    assert service.organisations_to_renew(cohort.session) == []


def test_number_of_queries_does_not_grow_with_people(cohort: Cohort, town: Organisation) -> None:
    counts = []
    for _round in range(2):
        for number in range(6):
            cohort.works(number, town)
        cohort.session.flush()
        seen: list[str] = []

        def note(*facts: object, seen: list[str] = seen) -> None:
            seen.append(str(facts[2]))

        event.listen(cohort.session.connection(), "before_cursor_execute", note)
        assert renew(cohort, town) is not None
        event.remove(cohort.session.connection(), "before_cursor_execute", note)
        counts.append(len([one for one in seen if one.startswith("SELECT")]))
    assert counts[0] >= counts[1] > 0


def test_domains_are_renamed_added_and_removed(cohort: Cohort, town: Organisation) -> None:
    space, social = named(cohort, town, "Sociaal", "Ruimte")
    cohort.works(1, town, domain=space)
    seen = domains.stamp([space, social])
    wishes = {social.public_id: "Sociaal domein", space.public_id: ""}
    domains.keep(cohort.session, organisation_id=town.id, names=wishes, new=["Dienstverlening"], seen=seen)
    found = domains.domains_of(cohort.session, town.id)
    assert [one.name for one in found] == ["Dienstverlening", "Sociaal domein"]
    assert found[1].public_id == social.public_id
    assert domains.chosen(cohort.session, [one.id for one in cohort.session.query(Position)]) == {}


def test_same_domains_sent_again_change_nothing(cohort: Cohort, town: Organisation) -> None:
    [social] = named(cohort, town, "Sociaal")
    for seen in ("stale", domains.stamp([social])):
        names = {social.public_id: "Sociaal"}
        domains.keep(cohort.session, organisation_id=town.id, names=names, new=[""], seen=seen)
    assert domains.domains_of(cohort.session, town.id) == [social]


def test_two_domains_may_swap_names(cohort: Cohort, town: Organisation) -> None:
    space, social = named(cohort, town, "Sociaal", "Ruimte")
    wishes = {space.public_id: "Sociaal", social.public_id: "Ruimte"}
    seen = domains.stamp([space, social])
    domains.keep(cohort.session, organisation_id=town.id, names=wishes, new=[], seen=seen)
    assert [space.name, social.name] == ["Sociaal", "Ruimte"]


def test_domain_twice_and_changed_meanwhile_are_refused(cohort: Cohort, town: Organisation) -> None:
    named(cohort, town, "Sociaal")
    seen = domains.stamp(domains.domains_of(cohort.session, town.id))
    with pytest.raises(Refused, match="domain_twice"):
        domains.keep(cohort.session, organisation_id=town.id, names={}, new=["sociaal"], seen=seen)
    with pytest.raises(Refused, match="domain_meanwhile"):
        domains.keep(cohort.session, organisation_id=town.id, names={}, new=["Ruimte"], seen="stale")


def test_domain_of_another_organisation_is_not_there(cohort: Cohort, town: Organisation) -> None:
    elsewhere = an_organisation(cohort.session, "Gemeente Waterland")
    [other] = named(cohort, elsewhere, "Sociaal")
    person = cohort.works(1, town)
    held = cohort.session.query(Position).filter_by(person_id=person.id, organisation_id=town.id).one()
    with pytest.raises(NotFound):
        domains.choose(cohort.session, position=held, domain=other.public_id)
    assert cohort.session.query(InsightSet).count() == 0
