"""Recommendations made, kept and made again; and what somebody does not want."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.assessments.advice import Advice, advise
from portal.assessments.catalogue import Person
from portal.errors import NotFound
from portal.recommendations import stored
from portal.recommendations.facts import NUMBERS, RefusalReason
from portal.recommendations.known import Known
from portal.recommendations.models import Recommendation, RecommendationCatalogue, RecommendationRefusal
from portal.recommendations.offers import Offer
from portal.recommendations.stored import Json, fingerprint
from portal.texts import local


@dataclass(frozen=True)
class Made:
    """A recommendation of this moment, with all that it was made from.

    `named` has the title and the hours of everything on offer, as they were said: only to read it later.
    `left_out`: the aspects and roles of what this person takes part in or does not want.
    """

    advice: Advice
    catalogue: Json
    person: Json
    known: Known
    named: Json
    left_out: frozenset[str]

    @property
    def digest(self) -> str:
        """The fingerprint of what went in and what came out; the day alone makes no other one."""
        version = self.known.taken.assessment.version
        said = [self.catalogue, self.person, stored.result_data(self.advice), NUMBERS.version]
        return fingerprint([*said, version.content_hash, self.known.taken.assessment.id])


def make(offered: Mapping[str, Offer], known: Known, *, now: datetime, wished: Person | None = None) -> Made:
    """What fits this person now; `wished` is the same person with other goals, to try."""
    entries = [offer.entry for key, offer in offered.items() if key not in known.out]
    person = wished or known.person
    advice = advise(entries, person, config=NUMBERS.config, today=local(now).date())
    named = {key: {"title": offer.title, "hours": offer.hours} for key, offer in offered.items()}
    catalogue, about = stored.catalogue_data(entries, NUMBERS.config), stored.person_data(person)
    left_out = developed(offer for key, offer in offered.items() if key in known.out)
    return Made(advice, catalogue, about, known, named, left_out)


def developed(offers: Iterable[Offer]) -> frozenset[str]:
    """Every aspect and role that one of these develops."""
    return frozenset(name for one in offers for name in (*one.entry.coverage, *one.entry.role_coverage))


def last(session: Session, person_id: int) -> Recommendation | None:
    """The newest recommendation of this person."""
    return session.scalars(
        select(Recommendation)
        .where(Recommendation.person_id == person_id)
        .order_by(Recommendation.made_at.desc(), Recommendation.id.desc())
        .limit(1)
    ).one_or_none()


class Kept(NamedTuple):
    """A recommendation that somebody kept: which one, and when."""

    digest: str
    made_at: datetime


def kept_by(session: Session, person_id: int) -> list[Kept]:
    """Every recommendation that this person kept, the newest first."""
    rows = session.execute(
        select(Recommendation.digest, Recommendation.made_at)
        .where(Recommendation.person_id == person_id)
        .order_by(Recommendation.made_at.desc(), Recommendation.id.desc())
    )
    return [Kept(*row) for row in rows]


def kept_one(session: Session, *, person_id: int, digest: str) -> Recommendation:
    """The one with this fingerprint, if it is theirs.

    Raises NotFound.
    """
    found = session.scalars(
        select(Recommendation).where(Recommendation.person_id == person_id, Recommendation.digest == digest)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def throw_away(session: Session, *, person_id: int, digest: str) -> None:
    """One kept recommendation goes. Twice is once."""
    session.execute(
        delete(Recommendation).where(Recommendation.person_id == person_id, Recommendation.digest == digest)
    )


def keep(session: Session, made: Made, *, person_id: int, now: datetime) -> None:
    """Writes it down. The same one a second time, also at the same moment, is there once."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    catalogue = fingerprint(made.catalogue)
    taken = made.known.taken
    row = {
        "person_id": person_id,
        "assessment_id": taken.assessment.id,
        "made_at": now,
        "made_on": local(now).date(),
        "instrument": f"{taken.questionnaire.instrument.id} {taken.questionnaire.instrument.version}",
        "instrument_hash": taken.assessment.version.content_hash,
        "config_version": NUMBERS.version,
        "catalogue_hash": catalogue,
        "person_hash": fingerprint(made.person),
        "digest": made.digest,
        "person": made.person,
        "result": stored.result_data(made.advice),
        "named": made.named,
        "unmet": stored.unmet(made.advice, NUMBERS.config, made.left_out),
    }
    content = {"hash": catalogue, "content": made.catalogue}
    session.execute(insert(RecommendationCatalogue).values(content).on_conflict_do_nothing())
    again = insert(Recommendation).values(row)
    session.execute(
        again.on_conflict_do_update(index_elements=["person_id", "digest"], set_={"made_at": now})
    )


def again(session: Session, kept: Recommendation) -> Advice:
    """A recommendation of then, made again from what was kept."""
    catalogue = session.get_one(RecommendationCatalogue, kept.catalogue_hash)
    entries, config = stored.catalogue_from(catalogue.content)
    return advise(entries, stored.person_from(kept.person), config=config, today=kept.made_on)


def with_goals(person: Person, goals: Mapping[str, int], role_goals: frozenset[str]) -> Person:
    """The same person with other goals, to see what that would change."""
    return replace(person, goals={name: p for name, p in goals.items() if p}, role_goals=role_goals)


def refuse(
    session: Session, *, person_id: int, key: str, reason: RefusalReason | None, now: datetime
) -> None:
    """This person does not want it recommended; a second time only changes why."""
    known = session.get(RecommendationRefusal, (person_id, key))
    if known is None:
        known = RecommendationRefusal(person_id=person_id, key=key)
        session.add(known)
    known.reason, known.at = reason, now
    session.flush()


def take_back(session: Session, *, person_id: int, key: str) -> None:
    """It may be recommended again. Twice is once."""
    known = session.get(RecommendationRefusal, (person_id, key))
    if known is not None:
        session.delete(known)
        session.flush()
