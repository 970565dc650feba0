"""What programmes and editions say, and the line of history that every change leaves."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.errors import Refused
from portal.programmes import stating
from portal.programmes.facts import VatBasis
from portal.programmes.models import EditionChange, Programme
from portal.programmes.states import Window
from portal.programmes.stating import EditingRefused
from tests.builders import NOW, a_programme, an_association, an_edition, an_organisation

WEEK = timedelta(days=7)
SAID = ("title", "summary")


@pytest.fixture
def programme(session: Session) -> Programme:
    return a_programme(session, an_association(session), examples=["summary"])


def lines(session: Session) -> list[tuple[str, dict[str, object]]]:
    changes = session.scalars(select(EditionChange).order_by(EditionChange.id))
    return [(change.action, change.details) for change in changes]


def edits(session: Session, programme: Programme, seen: dict[str, str], **values: object) -> None:
    stating.edit_programme(
        session, programme_id=programme.id, values=values, seen=seen, actor_id=None, now=NOW
    )


def test_every_edition_notes_what_its_programme_says_now(session: Session, programme: Programme) -> None:
    edition = an_edition(session, programme)
    version, seen = edition.version, stating.fingerprints(programme, SAID)

    edits(session, programme, seen, title="Sturen", summary="Kort")

    assert (programme.title, programme.examples, edition.version == version) == ("Sturen", [], False)
    assert lines(session) == [
        ("programme", {"fields": {"title": ["Sturen op de opgave", "Sturen"], "summary": ["", "Kort"]}})
    ]
    assert programme.slug == "sturen-op-de-opgave"


def test_value_that_somebody_changed_meanwhile_is_not_overwritten(
    session: Session, programme: Programme
) -> None:
    seen = stating.fingerprints(programme, SAID)
    edits(session, programme, seen, title="Van een ander", summary="")

    with pytest.raises(Refused) as refusal:
        edits(session, programme, seen, title="Van mij", summary="")

    assert (refusal.value.reason, programme.title) == (EditingRefused.CHANGED_MEANWHILE, "Van een ander")
    edits(session, programme, seen, title="Van een ander", summary="")  # pressed twice


def test_organiser_is_added_once_and_the_last_one_stays(session: Session, programme: Programme) -> None:
    an_edition(session, programme)
    vng, own = an_association(session, "vng", "VNG"), programme.organisers[0].organisation
    who = {"programme_id": programme.id, "actor_id": None, "now": NOW}

    for _twice in range(2):
        stating.add_organiser(session, organisation_public_id=vng.public_id, **who)
    names = [one.organisation.name for one in programme.organisers]
    for _twice in range(2):
        stating.remove_organiser(session, organisation_public_id=own.public_id, **who)
    with pytest.raises(Refused) as refusal:
        stating.remove_organiser(session, organisation_public_id=vng.public_id, **who)

    assert (names, refusal.value.reason) == (["VGS", "VNG"], EditingRefused.LAST_ORGANISER)
    assert lines(session) == [("organiser_added", {"name": "VNG"}), ("organiser_removed", {"name": "VGS"})]


def test_only_who_organises_can_be_added(session: Session, programme: Programme) -> None:
    town = an_organisation(session)
    with pytest.raises(Refused) as refusal:
        stating.add_organiser(
            session,
            programme_id=programme.id,
            organisation_public_id=town.public_id,
            actor_id=None,
            now=NOW,
        )
    assert refusal.value.reason == EditingRefused.NOT_ORGANISING


def test_changed_price_is_no_example_any_more(session: Session, programme: Programme) -> None:
    edition = an_edition(session, programme, examples=["price_cents", "dates"])
    values = {"price_cents": 160_000, "vat_basis": VatBasis.EXCL}

    for _twice in range(2):
        stating.change_edition(session, edition=edition, values=values, actor_id=None, now=NOW)

    assert (edition.price_cents, edition.examples) == (160_000, ["dates"])
    assert lines(session) == [("edition", {"fields": {"price_cents": [150_000, 160_000]}})]


def test_windows_are_set_in_order_and_once(session: Session, programme: Programme) -> None:
    edition = an_edition(session, programme, opens=None)
    windows = (Window(NOW + WEEK), Window(NOW, NOW + WEEK / 2), Window(NOW + WEEK))

    for _twice in range(2):
        stating.set_windows(session, edition=edition, windows=windows, actor_id=None, now=NOW)

    assert [(w.opens_at, w.closes_at) for w in edition.windows] == [(NOW, NOW + WEEK / 2), (NOW + WEEK, None)]
    assert [action for action, _ in lines(session)] == ["windows"]


def test_window_that_closes_before_it_opens_is_refused(session: Session, programme: Programme) -> None:
    edition = an_edition(session, programme)
    with pytest.raises(Refused) as refusal:
        stating.set_windows(session, edition=edition, windows=(Window(NOW, NOW),), actor_id=None, now=NOW)
    assert refusal.value.reason == EditingRefused.WINDOW_ORDER
