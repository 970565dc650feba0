"""Instruments are loaded, copied, written, published and withdrawn; each change in its own version."""

import secrets
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from portal.assessments import instrument_numbers, queries
from portal.assessments.instrument_file import as_data, content_hash, read, read_text
from portal.assessments.instrument_numbers import Numbers, numbers_of, with_numbers
from portal.assessments.instrument_texts import Texts, stamp, texts_of, with_texts
from portal.assessments.models import InstrumentVersion, StoredInstrument
from portal.assessments.problem_sentences import sentence
from portal.assessments.questionnaire import Questionnaire
from portal.assessments.reasons import InstrumentRefused
from portal.assessments.states import VersionState
from portal.errors import NotFound, Refused
from portal.people.models import new_public_id
from portal.tables import FileProblem


def load(session: Session, *, text: str, where: str, now: datetime) -> InstrumentVersion:
    """The instrument of this file for everybody, published. The same content again changes nothing; other
    content becomes a new version, and the one before is withdrawn."""
    found, problems = read_text(text)
    if found is None or problems:
        raise FileProblem("\n".join(f"{where}: {sentence(problem)}" for problem in problems))
    known = session.scalar(select(StoredInstrument).where(StoredInstrument.key == found.instrument.id))
    if known is None:
        known = StoredInstrument(public_id=new_public_id(), key=found.instrument.id)
        session.add(known)
        session.flush()
    content = as_data(found)
    before = _published(session, known.id)
    if before is not None and before.content_hash == content_hash(content):
        return before
    made = _new(session, known, found, actor_id=None, now=now)
    made.state, made.published_at = VersionState.PUBLISHED, now
    if before is not None:
        before.state, before.withdrawn_at = VersionState.WITHDRAWN, now
    session.flush()
    return made


def copy(
    session: Session, *, version: str, organisation_id: int, actor_id: int, now: datetime
) -> InstrumentVersion:
    """An instrument of one's own, as a draft, with the content of this published version."""
    source = _named(session, version)
    if source.state == VersionState.DRAFT:
        raise NotFound
    made = StoredInstrument(
        public_id=new_public_id(), key=f"zelfscan-{secrets.token_hex(6)}", organisation_id=organisation_id
    )
    session.add(made)
    session.flush()
    content = {**source.content, "instrument": made.key}
    return _new(session, made, read(content)[0], actor_id=actor_id, now=now)


def draft_of(session: Session, *, instrument_id: int, actor_id: int, now: datetime) -> InstrumentVersion:
    """The draft of this instrument; made from its newest version when there is none."""
    session.execute(select(StoredInstrument.id).where(StoredInstrument.id == instrument_id).with_for_update())
    newest = session.scalars(
        select(InstrumentVersion)
        .where(InstrumentVersion.instrument_id == instrument_id)
        .order_by(InstrumentVersion.number.desc())
        .limit(1)
    ).one()
    if newest.state == VersionState.DRAFT:
        return newest
    content = queries.questionnaire_of(newest)
    return _new(session, newest.instrument, content, actor_id=actor_id, now=now)


def write(
    session: Session,
    *,
    version: str,
    content: Questionnaire,
    revision: int | None,
    actor_id: int,
    now: datetime,
) -> InstrumentVersion:
    """Other content for a draft. `revision`: the one that the organiser saw; None: whatever it is."""
    draft = _named(session, version)
    if draft.state != VersionState.DRAFT:
        raise Refused(InstrumentRefused.NOT_A_DRAFT)
    data = {**as_data(content), "instrument": draft.instrument.key, "version": f"{draft.number}.0"}
    fingerprint = content_hash(data)
    if fingerprint == draft.content_hash:
        return draft
    if revision is not None and revision != draft.revision:
        raise Refused(InstrumentRefused.CHANGED_MEANWHILE)
    draft.content, draft.content_hash = data, fingerprint
    draft.revision += 1
    draft.changed_at, draft.changed_by_id = now, actor_id
    session.flush()
    return draft


def put_texts(
    session: Session, *, version: str, section: str, texts: Texts, seen: str, actor_id: int, now: datetime
) -> InstrumentVersion:
    """Other texts in a section of a draft. `seen`: the stamp of that section as its form showed it; who
    changed another section meanwhile is no hindrance."""
    draft = _named(session, version)
    current = texts_of(draft.content, section)
    if current == dict(texts):
        return draft
    if draft.state == VersionState.DRAFT and seen != stamp(current):
        raise Refused(InstrumentRefused.CHANGED_MEANWHILE)
    content = read(with_texts(draft.content, texts))[0]
    return write(session, version=version, content=content, revision=None, actor_id=actor_id, now=now)


def put_numbers(
    session: Session, *, version: str, numbers: Numbers, seen: str, actor_id: int, now: datetime
) -> InstrumentVersion:
    """Other numbers in a draft. `seen`: the stamp of the numbers as their form showed them."""
    draft = _named(session, version)
    current = numbers_of(draft.content)
    if current == dict(numbers):
        return draft
    if draft.state == VersionState.DRAFT and seen != instrument_numbers.stamp(current):
        raise Refused(InstrumentRefused.CHANGED_MEANWHILE)
    content = read(with_numbers(draft.content, numbers))[0]
    return write(session, version=version, content=content, revision=None, actor_id=actor_id, now=now)


def replaces(session: Session, draft: InstrumentVersion) -> bool:
    """Whether publishing this one withdraws another one."""
    return _published(session, draft.instrument_id) is not None


def publish(session: Session, *, version: str, revision: int, actor_id: int, now: datetime) -> None:
    """From here on people can begin with it, and it never changes. The version before is withdrawn."""
    draft = _named(session, version)
    if draft.state == VersionState.PUBLISHED:
        return
    if draft.state != VersionState.DRAFT:
        raise Refused(InstrumentRefused.NOT_A_DRAFT)
    if revision != draft.revision:
        raise Refused(InstrumentRefused.CHANGED_MEANWHILE)
    if read(draft.content)[1]:
        raise Refused(InstrumentRefused.NOT_WHOLE)
    before = _published(session, draft.instrument_id)
    if before is not None:
        before.state, before.withdrawn_at = VersionState.WITHDRAWN, now
    draft.state, draft.published_at, draft.changed_at = VersionState.PUBLISHED, now, now
    draft.changed_by_id = actor_id
    session.flush()


def withdraw(session: Session, *, version: str, actor_id: int, now: datetime) -> None:
    """Nobody begins with it any more; who has begun may end. Twice is once."""
    published = _named(session, version)
    if published.state == VersionState.WITHDRAWN:
        return
    if published.state != VersionState.PUBLISHED:
        raise Refused(InstrumentRefused.NOT_PUBLISHED)
    published.state, published.withdrawn_at, published.changed_at = VersionState.WITHDRAWN, now, now
    published.changed_by_id = actor_id
    session.flush()


def _published(session: Session, instrument_id: int) -> InstrumentVersion | None:
    return session.scalar(
        select(InstrumentVersion)
        .where(
            InstrumentVersion.instrument_id == instrument_id,
            InstrumentVersion.state == VersionState.PUBLISHED,
        )
        .order_by(InstrumentVersion.number.desc())
        .limit(1)
    )


def _new(
    session: Session,
    instrument: StoredInstrument,
    found: Questionnaire,
    *,
    actor_id: int | None,
    now: datetime,
) -> InstrumentVersion:
    highest = session.scalar(
        select(func.max(InstrumentVersion.number)).where(InstrumentVersion.instrument_id == instrument.id)
    )
    number = (highest or 0) + 1
    data = as_data(found)
    if actor_id is not None:
        data["version"] = f"{number}.0"
    made = InstrumentVersion(
        public_id=new_public_id(),
        instrument_id=instrument.id,
        number=number,
        state=VersionState.DRAFT,
        content=data,
        content_hash=content_hash(data),
        changed_at=now,
        changed_by_id=actor_id,
    )
    session.add(made)
    if actor_id is not None:
        session.flush()
    return made


def _named(session: Session, public_id: str) -> InstrumentVersion:
    """The version, and nobody else changes it until this is over."""
    found = session.scalar(
        select(InstrumentVersion)
        .where(InstrumentVersion.public_id == public_id)
        .options(joinedload(InstrumentVersion.instrument, innerjoin=True))
        .with_for_update(of=InstrumentVersion)
    )
    if found is None:
        raise NotFound
    return found
