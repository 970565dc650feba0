"""What an organisation sees of its own editions, and only of those."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from portal.errors import NotFound
from portal.people.models import Organisation
from portal.programmes import kept, service
from portal.programmes.loading import read_programme
from portal.programmes.queries import edition_of_organisations, editions_of_organisations
from tests.builders import NOW, an_association
from tests.support.engines import asked


def a_programme(session: Session, slug: str, *organisers: str, days: tuple[date | None, ...]) -> None:
    editions = [
        {
            "key": f"{slug}-{number}",
            "slug": f"{slug}-{number}",
            "label": str(number),
            "publication": "draft",
            "meeting": [{"day": day}] if day else [],
        }
        for number, day in enumerate(days, 1)
    ]
    data = {"slug": slug, "title": slug.title(), "organisers": list(organisers), "edition": editions}
    service.load_programme(session, data=read_programme(data, slug), now=NOW)


@pytest.fixture
def associations(session: Session) -> tuple[Organisation, Organisation]:
    kept.forget()
    vgs, vng = an_association(session, "vgs", "VGS"), an_association(session, "vng", "VNG")
    a_programme(session, "samen", "vng", "vgs", days=(None, date(2027, 9, 7), date(2027, 4, 13)))
    a_programme(session, "alleen", "vng", days=(date(2027, 4, 13),))
    return vgs, vng


def test_joint_programmes_belong_to_both_in_order(
    session: Session, associations: tuple[Organisation, Organisation]
) -> None:
    vgs, vng = associations
    found = {
        one.slug: [own.edition.slug for own in editions_of_organisations(session, {one.id})]
        for one in (vgs, vng)
    }
    assert found == {
        "vgs": ["samen-3", "samen-2", "samen-1"],
        "vng": ["alleen-1", "samen-3", "samen-2", "samen-1"],
    }


def test_edition_of_two_own_organisations_is_listed_once(
    session: Session, associations: tuple[Organisation, Organisation]
) -> None:
    both = {organisation.id for organisation in associations}
    assert len(editions_of_organisations(session, both)) == 4


def test_kept_editions_cost_one_query(
    session: Session, associations: tuple[Organisation, Organisation]
) -> None:
    vgs, vng = associations
    editions_of_organisations(session, {vgs.id, vng.id})
    with asked(session.get_bind()) as statements:
        for organisation in associations:
            editions_of_organisations(session, {organisation.id})
    assert len(statements) == 2


def test_edition_of_another_organisation_is_not_found(
    session: Session, associations: tuple[Organisation, Organisation]
) -> None:
    vgs, vng = associations
    public_id = editions_of_organisations(session, {vng.id})[0].edition.public_id
    assert edition_of_organisations(session, {vng.id}, public_id=public_id).slug == "alleen-1"
    with pytest.raises(NotFound):
        edition_of_organisations(session, {vgs.id}, public_id=public_id)
