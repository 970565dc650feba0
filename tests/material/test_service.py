"""Material is kept, changed, copied and tidied away, on both databases."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import create_engine, func, select
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from portal.config import read
from portal.database import listen
from portal.eligibility.copying import copy_rules
from portal.errors import Refused
from portal.files.models import StoredFile
from portal.files.service import stream
from portal.material import queries, service, tidying
from portal.material.letters import QUIET, announce_edition
from portal.material.models import Material
from portal.material.reasons import MaterialRefused
from portal.material.release import AT_ONCE, Release, Rule
from portal.people.models import Person
from portal.programmes import kept
from portal.programmes.copying import copy_edition
from portal.programmes.facts import Publication
from portal.programmes.models import Edition
from portal.registrations import sheets
from portal.registrations.reasons import Reason
from tests.builders import NOW, a_person, a_round, an_edition, registered
from tests.files.made import PDF
from tests.support.environment import settings

WEEKS = 26


@pytest.fixture
def both(fresh_database_url: str) -> Iterator[Session]:
    """A session on an empty database, once of each kind."""
    engine = create_engine(make_url(read(settings(fresh_database_url)).database_url))
    listen(engine)
    kept.forget()
    sheets.forget()
    with Session(engine, expire_on_commit=False) as opened:
        yield opened
    engine.dispose()


def adds(session: Session, edition: Edition, actor: Person, **more: Any) -> Material:
    values = {"title": "Lezen", "rule": AT_ONCE, **more}
    key = values.pop("key", "een")
    return service.add(
        session,
        edition_id=edition.id,
        stated=service.Stated(**values),
        form_key=key,
        actor_id=actor.id,
        now=NOW,
    )


def upload(content: bytes = PDF) -> service.Upload:
    return service.Upload(BytesIO(content), "werkblad.pdf")


def files(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(StoredFile)) or 0


def test_material_lives_from_upload_to_copy_and_tidying(both: Session) -> None:
    edition, bram = an_edition(both), a_person(both, "Bram de Vries")
    a_round(both, edition, 5)
    registered(both, edition, a_person(both))
    first = edition.meetings[0].id
    moment = Rule(Release.MOMENT, None, NOW + timedelta(days=70))
    made = adds(both, edition, bram, upload=upload(), meeting_id=first)
    adds(both, edition, bram, link="https://vng.nl", rule=moment, key="twee")
    assert announce_edition(both, edition_id=edition.id, now=NOW + QUIET) == 1

    copied = copy_edition(
        both,
        edition_id=edition.id,
        weeks=WEEKS,
        label="Najaar 2027",
        form_key="kopie",
        actor_id=bram.id,
        now=NOW,
    )
    new = copied.edition
    copy_rules(both, from_id=edition.id, to_id=new.id, weeks=WEEKS)
    service.copy_along(both, from_id=edition.id, to_id=new.id, meetings=copied.meetings, weeks=WEEKS, now=NOW)
    whole, beside = queries.pieces_of(both, new.id)
    assert beside.meeting is not None
    assert (beside.material.file_id, beside.meeting.edition_id) == (made.file_id, new.id)
    assert (whole.material.announced_at, beside.material.announced_at) == (None, None)
    assert whole.released_at == NOW + timedelta(weeks=WEEKS, days=70, hours=-1)  # summer time by then

    service.remove(both, material_id=made.id, actor_id=bram.id, now=NOW)
    assert (tidying.tidy(both, now=NOW + timedelta(hours=2)), files(both)) == (0, 1)
    service.remove(both, material_id=beside.material.id, actor_id=bram.id, now=NOW)
    assert (tidying.tidy(both, now=NOW + timedelta(hours=2)), files(both)) == (1, 0)


def test_replaced_file_stays_until_the_new_one_is_there(both: Session) -> None:
    edition, bram = an_edition(both), a_person(both, "Bram de Vries")
    made = adds(both, edition, bram, upload=upload())
    stated = service.Stated("Lezen", AT_ONCE, upload=upload(PDF + b"nieuw"))
    for _ in range(2):  # pressed twice
        service.change(both, material_id=made.id, stated=stated, form_key="twee", actor_id=bram.id, now=NOW)
    both.commit()

    assert made.file_id is not None
    content = b"".join(stream(both.get_bind(), file_id=made.file_id, size=len(PDF) + 5))  # type: ignore[arg-type]
    assert (content, files(both)) == (PDF + b"nieuw", 2)
    assert (tidying.tidy(both, now=NOW + tidying.KEPT_FOR), files(both)) == (1, 1)


def test_edition_has_room_for_so_much_material(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "MOST", 1)
    edition, bram = an_edition(session), a_person(session, "Bram de Vries")
    adds(session, edition, bram, link="https://vng.nl")

    with pytest.raises(Refused) as caught:
        adds(session, edition, bram, link="https://vng.nl", key="twee")

    assert caught.value.reason == MaterialRefused.TOO_MANY


def test_meeting_must_be_of_the_same_edition(session: Session) -> None:
    edition, bram = an_edition(session), a_person(session, "Bram de Vries")
    other = an_edition(session, edition.programme)

    with pytest.raises(Refused) as caught:
        adds(session, edition, bram, link="https://vng.nl", meeting_id=other.meetings[0].id)

    assert caught.value.reason == MaterialRefused.NO_SUCH_MEETING


def test_edition_that_was_cancelled_takes_no_material(session: Session) -> None:
    edition, bram = an_edition(session), a_person(session, "Bram de Vries")
    edition.publication = Publication.CANCELLED
    edition.touch()
    session.flush()

    with pytest.raises(Refused) as caught:
        adds(session, edition, bram, link="https://vng.nl")

    assert caught.value.reason == Reason.CANCELLED


def test_removed_material_cannot_be_changed(session: Session) -> None:
    edition, bram = an_edition(session), a_person(session, "Bram de Vries")
    made = adds(session, edition, bram, link="https://vng.nl")
    service.remove(session, material_id=made.id, actor_id=bram.id, now=NOW)

    with pytest.raises(Refused) as caught:
        service.change(
            session,
            material_id=made.id,
            stated=service.Stated("Lezen", AT_ONCE),
            form_key="twee",
            actor_id=bram.id,
            now=NOW,
        )

    assert caught.value.reason == MaterialRefused.GONE
