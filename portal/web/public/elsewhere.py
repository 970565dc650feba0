"""Programmes of others in the catalogue: below our own, and only where the question can be asked of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import url_for

from portal.coverage.queries import External
from portal.texts import gettext as _
from portal.web.public.developing import Offer
from portal.web.public.external import hours
from portal.web.public.filters import Asked, advised
from portal.web.public.searching import forms, mentions

ASKABLE = {"wie", "ontwikkelt", "advies"}
"""The filters that mean something for a programme of somebody else: it has no dates and seats of ours."""


@dataclass(frozen=True)
class Elsewhere:
    """A programme of somebody else as a card."""

    title: str
    url: str
    summary: str
    small: str


def elsewhere(every: Iterable[External], offered: Mapping[str, Offer], asked: Asked) -> list[Elsewhere]:
    """What fits the question, with the address of its page."""
    if set(asked.chosen) - ASKABLE:
        return []
    wanted = [forms(word) for word in asked.words]
    return [
        Elsewhere(one.title, url_for("public.external", slug=one.slug), one.summary, _small(one))
        for one in every
        if _fits(one, offered.get(one.key), asked)
        and mentions(f"{one.title}\n{one.provider}\n{one.summary}", wanted)
    ]


def _fits(one: External, offer: Offer | None, asked: Asked) -> bool:
    values = {
        "wie": set(one.audience),
        "ontwikkelt": set(offer.aspects) if offer else set(),
        "advies": advised(offer.tags) if offer else set(),
    }
    return all(values[name] & set(chosen) for name, chosen in asked.chosen.items())


def _small(one: External) -> str:
    return _("Van %(name)s. Studielast: %(hours)s.", name=one.provider, hours=hours(one.hours).lower())
