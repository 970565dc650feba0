"""What is on offer develops, and which advice it serves: for pages of programmes and of the study."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.coverage import queries
from portal.coverage.facts import SUBSTANTIAL, Coverage
from portal.coverage.queries import External
from portal.coverage.subjects import Part, visible_modules
from portal.coverage.words import aspects_in_words, in_one_line, roles_in_words
from portal.frameworks.facts import name_of
from portal.frameworks.queries import frameworks
from portal.frameworks.tags import Tagged, sort_key, tags_in
from portal.frameworks.vocabulary import FRAMEWORK
from portal.programmes.models import Module, Programme
from portal.texts import gettext as _
from portal.texts import language
from portal.web.kit.engine import own
from portal.web.public.reading import VISIBLE


@dataclass(frozen=True)
class Offer:
    """A programme on offer, with what was confirmed of it and of its modules. `maker`: of others only."""

    key: str
    title: str
    url: str
    whole: Coverage
    modules: tuple[tuple[Part, Coverage], ...] = ()
    maker: str = ""

    @property
    def parts(self) -> list[Coverage]:
        """What the whole and each module develop."""
        return [self.whole, *(stated for _part, stated in self.modules)]

    @property
    def tags(self) -> frozenset[str]:
        """Every advice and action that it serves, as a whole or in a module."""
        return frozenset().union(*(stated.tags for stated in self.parts))

    @property
    def aspects(self) -> frozenset[str]:
        """The aspects that it develops at least in part."""
        found = (stated.aspects.items() for stated in self.parts)
        return frozenset(name for pairs in found for name, weight in pairs if weight >= SUBSTANTIAL)

    def serving(self, tags: Iterable[str]) -> list[str]:
        """The titles of the modules that serve one of these."""
        wanted = set(tags)
        return [part.title for part, stated in self.modules if part.title and wanted & stated.tags]


def offers(
    session: Session, titles: Mapping[str, str] | None = None, others: Iterable[External] | None = None
) -> dict[str, Offer]:
    """Every visible programme and those of others that say what they develop, by key.

    `titles` of the programmes by slug and the `others`, where these are known already.
    """
    if titles is None:
        query = select(Programme.slug, Programme.title).where(VISIBLE.exists()).order_by(Programme.title)
        titles = {row.slug: row.title for row in session.execute(query)}
    said = queries.confirmed(session)
    modules = visible_modules(session, said)
    found = {}
    for slug, title in titles.items():
        parts = tuple((part, said[part.key]) for part in modules.get(slug, []))
        if slug in said or parts:
            url = url_for("public.programme", slug=slug)
            found[slug] = Offer(slug, title, url, said.get(slug, Coverage()), parts)
    for one in queries.externals(session) if others is None else others:
        found[one.key] = offer_of(one, said.get(one.key, Coverage()))
    return found


def offer_of(one: External, stated: Coverage) -> Offer:
    """A programme of somebody else."""
    return Offer(one.key, one.title, url_for("public.external", slug=one.slug), stated, maker=one.provider)


def tag_links(session: Session, tags: Iterable[str]) -> list[tuple[str, str]]:
    """Each tag in words, with the page that tells about it; one that means nothing any more is left out."""
    wanted = sorted(tags, key=sort_key)
    more = frameworks(session) if any("/" in tag for tag in wanted) else []
    known = tags_in([FRAMEWORK, *more])
    return [tag_link(known[tag]) for tag in wanted if tag in known]


def tag_link(tagged: Tagged) -> tuple[str, str]:
    """A tag in words, with its page."""
    title = name_of(tagged.thing, language())
    if tagged.is_action:
        url = url_for("public.action", framework=tagged.framework, number=tagged.number)
        return _("Actie %(number)s: %(title)s", number=tagged.number, title=title), url
    url = url_for("public.advice", framework=tagged.framework, number=tagged.number)
    return _("Advies %(number)s: %(title)s", number=tagged.number, title=title), url


@dataclass(frozen=True)
class Develops:
    """What the page of a programme says of it, in words."""

    aspects: tuple[tuple[str, str], ...]
    roles: tuple[tuple[str, str], ...]
    modules: tuple[tuple[str, str], ...]
    tags: tuple[tuple[str, str], ...]


def develops(session: Session, slug: str, modules: Sequence[Module]) -> Develops | None:
    """The same of a programme with the modules of one edition; None: nothing was confirmed."""
    said = queries.confirmed(session, [slug, *(module.key for module in modules)])
    if not said:
        return None
    whole = said.get(slug, Coverage())
    named = [(module.title, said[module.key]) for module in modules if module.title and module.key in said]
    tags = frozenset().union(*(stated.tags for stated in said.values()))
    return Develops(
        tuple(aspects_in_words(whole.aspects)),
        tuple(roles_in_words(whole.roles)),
        tuple((own(title), in_one_line(stated)) for title, stated in named),
        tuple(tag_links(session, tags)),
    )
