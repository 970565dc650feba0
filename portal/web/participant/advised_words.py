"""How the page of recommendations says what fits, why, and how that was computed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flask import url_for
from markupsafe import Markup

from portal.assessments.advice import Advice, Need, Rated
from portal.assessments.catalogue import Person
from portal.assessments.facts import Instrument
from portal.assessments.scoring import margin, near_target
from portal.coverage.facts import Coverage
from portal.coverage.words import WEIGHTS
from portal.frameworks.facts import ActionKind, name_of
from portal.frameworks.tags import Tagged, tags_in
from portal.frameworks.vocabulary import ASPECT, FRAMEWORK, ROLE
from portal.programmes.facts import EditionState, VatBasis
from portal.recommendations.facts import NUMBERS
from portal.recommendations.offers import Offer, Standing
from portal.registrations import money
from portal.texts import N_, format_date, format_list, format_short, language, ngettext
from portal.texts import gettext as _
from portal.web.kit.engine import own, say
from portal.web.participant.advised_sums import ORDER, Line, named, number, table

Fact = tuple[str, str, str]
LAST_SEATS = 3
MOST_ACTIONS = 5


@dataclass(frozen=True)
class Suggestion:
    """Something that fits, as the page shows it. `table`: how it was computed, the last line is the sum."""

    offer: Offer
    why: list[str]
    first: str
    status: list[tuple[str, str]]
    develops: str
    facts: list[Fact]
    served: list[tuple[str, str]]
    table: list[Line]
    goal: str


def suggestion(
    offer: Offer, advice: Advice, instrument: Instrument, titles: Mapping[str, str], person: Person
) -> Suggestion:
    """The words for an entry of the ranking or the package."""
    rated = advice.rated[offer.key]
    main = rated.main_parts()
    largest = next(iter(rated.largest()), "")
    first = [titles.get(key, key) for key in sorted(rated.entry.prerequisites & set(advice.package))]
    goal = ""
    if largest:
        about = f"{'role' if largest in ROLE else 'aspect'}:{largest}"
        target = int(advice.needs[largest].target * 10)
        goal = url_for(
            "participant.new_goal", over=about, stap=offer.title, doel=target, bron=f"module:{offer.key}"
        )
    return Suggestion(
        offer=offer,
        why=why(rated, advice.needs, instrument, person, module=_module_about(offer, main)),
        first=do_first(first) if first else "",
        status=[status(offer)],
        develops=develops(offer.coverage),
        facts=facts(offer),
        served=served(offer),
        table=table(rated, advice.needs, hours_known=offer.hours is not None),
        goal=goal,
    )


def in_order(advice: Advice) -> list[str]:
    """The package, what comes first before what asks for it, and then by score."""
    left = sorted(advice.package, key=lambda key: (-advice.rated[key].score, key))
    found: list[str] = []
    while left:
        ready = next(key for key in left if not advice.rated[key].entry.prerequisites & set(left))
        found.append(ready)
        left.remove(ready)
    return found


def do_first(titles: Sequence[str]) -> str:
    """What comes before it."""
    return say(N_("Doe eerst %(titles)s."), titles=Markup(", ").join(titles))


def why(
    rated: Rated,
    needs: Mapping[str, Need],
    instrument: Instrument,
    person: Person,
    *,
    module: str = "",
) -> list[str]:
    """Why it is recommended: a sentence for every part that counts most, and the module most about it.

    Where many parts count and none for a fifth, that is the reason, and the largest of them are named.
    """
    main = rated.main_parts()
    if not main:
        return [_broad(rated.largest())]
    theirs = person.org_targets.keys() - person.targets.keys()
    near = {
        name
        for name in main
        if (score := needs[name].score) and near_target(score, needs[name].target, instrument.scoring)
    }
    ordered = sorted(
        main, key=lambda name: name in near
    )  # what counts most is what is really below the target
    found = [_because(needs[name], instrument, person, theirs=name in theirs) for name in ordered]
    focus = [named(name) for name in main if name in person.org_focus]
    if focus:
        found.append(_("Je organisatie werkt nu extra aan %(names)s.", names=format_list(focus)))
    if main and len(near) == len(main):
        found.append(_("Je score ligt dicht bij je doel; dit is een lichte suggestie."))
    if module:
        found.append(say(N_("Vooral de module %(title)s gaat hierover."), title=module))
    return found


def _broad(largest: Sequence[str]) -> str:
    names = format_list([named(id_) for id_ in largest])
    return _(
        "Je hebt hier op veel punten iets aan, zonder dat er één uitspringt. Het meest op %(names)s.",
        names=names,
    )


def develops(stated: Coverage) -> str:
    """What it is about, the most first: a short line for each weight."""
    weights = {**stated.aspects, **stated.roles}
    order = [id_ for id_ in ORDER if id_ in weights]
    lines = []
    for quarters, word in WEIGHTS.items():
        names = [named(id_) for id_ in order if weights[id_] == quarters]
        if names:
            lines.append(_("%(how_much)s: %(names)s.", how_much=_(word), names=format_list(names)))
    return " ".join(lines)


def unscored(needs: Mapping[str, Need]) -> str:
    """The aspects of which too little was answered for a score, to name them; empty when there are none."""
    missing = [need.id for need in needs.values() if need.score is None or need.score.exact is None]
    return format_list([named(id_) for id_ in ORDER if id_ in missing and id_ in ASPECT])


def _because(need: Need, instrument: Instrument, person: Person, *, theirs: bool) -> str:
    """One part of why; `theirs`: the organisation set the target."""
    name, target = named(need.id), number(need.target, 1)
    if need.score is None or need.score.exact is None:
        return _("%(name)s is een leerdoel van je; een score is er nog niet.", name=name)
    score = number(float(need.score.exact), 1)
    off = number(margin(need.score, instrument.scoring) or Decimal(0), 1)
    values = {"name": name, "score": score, "margin": off, "target": target}
    if theirs and need.priority:
        return _(
            "Je scoort %(score)s op %(name)s (meetmarge %(margin)s). Het doel van je organisatie is "
            "%(target)s, en dit is een leerdoel van je.",
            **values,
        )
    if theirs:
        return _(
            "Je scoort %(score)s op %(name)s (meetmarge %(margin)s). Het doel van je organisatie is "
            "%(target)s.",
            **values,
        )
    if need.priority:
        return _(
            "Je scoort %(score)s op %(name)s (meetmarge %(margin)s). Je doel is %(target)s, en dit is een "
            "leerdoel van je.",
            **values,
        )
    if need.id not in person.targets:
        return _(
            "Je scoort %(score)s op %(name)s (meetmarge %(margin)s). Het gewone doel is %(target)s.", **values
        )
    return _("Je scoort %(score)s op %(name)s (meetmarge %(margin)s). Je doel is %(target)s.", **values)


def _module_about(offer: Offer, main: Sequence[str]) -> str:
    """The module that is most about what counts most; empty when none is for a good part."""
    if not main:
        return ""
    weights = [
        ({**stated.aspects, **stated.roles}.get(main[0], 0), part.title) for part, stated in offer.modules
    ]
    most, title = max(weights, key=lambda pair: pair[0], default=(0, ""))
    return own(title) if most > 1 and title else ""


def status(offer: Offer) -> tuple[str, str]:
    """The state in a few words with its colour."""
    if offer.now is None:
        return _("Van een andere organisatie"), "muted"
    state, free = offer.now.phase.state, offer.now.seats.free
    if state is EditionState.OPEN:
        if free is None:
            return _("Open voor inschrijving"), "ok"
        return ngettext("Nog %(num)s plek", "Nog %(num)s plekken", free), (
            "warn" if free <= LAST_SEATS else "ok"
        )
    if state is EditionState.ANNOUNCED:
        opens = offer.now.phase.opens_at
        told = _("Inschrijven vanaf %(day)s", day=format_short(opens)) if opens else ""
        return told or _("Nog geen inschrijfmoment"), "muted"
    words = {
        EditionState.FULL: _("Vol, wachtlijst open"),
        EditionState.CLOSED: _("Inschrijving gesloten"),
        EditionState.RUNNING: _("Bezig"),
        EditionState.FINISHED: _("Geweest"),
        EditionState.CANCELLED: _("Gaat niet door"),
    }
    return words.get(state, ""), "muted"


def facts(offer: Offer) -> list[Fact]:
    """Hours, start, seats and price; what is not known is said so."""
    hours = ngettext("%(num)s uur", "%(num)s uur", offer.hours) if offer.hours is not None else ""
    found = [("clock", _("Studielast"), hours or _("Studielast nog niet bekend"))]
    if offer.of:
        found.insert(0, ("people", _("Leergang"), say(N_("Module van %(title)s"), title=own(offer.of))))
    if offer.now is None:
        maker = offer.external.provider if offer.external else ""
        found.append(("people", _("Van wie"), own(maker)))
        return [*found, ("cal", _("Start"), _("Start nog niet bekend"))]
    start = offer.now.kept.starts_on
    told = _("Start %(day)s", day=format_date(start)) if start else _("Start nog niet bekend")
    found.append(("cal", _("Start"), told))
    places = ", ".join(offer.now.kept.places) or (_("Online") if offer.now.kept.online else "")
    if places:
        found.append(("pin", _("Waar"), own(places)))
    if offer.now.phase.state is EditionState.FULL:
        waiting = ngettext("%(num)s op de wachtlijst", "%(num)s op de wachtlijst", offer.now.seats.waiting)
        found.append(("people", _("Wachtlijst"), waiting))
    return found + _prices(offer.now)


def _prices(standing: Standing) -> list[Fact]:
    """What it costs, and for members when they pay something else."""
    edition = standing.edition
    basis = {"vat_basis": edition.vat_basis, "vat_percentage": edition.vat_percentage}
    if edition.vat_basis == VatBasis.FREE:
        return [("euro", _("Prijs"), money.line({"total": 0, **basis}))]
    if edition.price_cents is None:
        return [("euro", _("Prijs"), _("Prijs nog niet bekend"))]
    found = [("euro", _("Prijs"), money.line({"total": edition.price_cents, **basis}))]
    if edition.member_price_cents is not None:
        members = money.line({"total": edition.member_price_cents, **basis})
        found.append(("euro", _("Prijs voor leden"), _("Voor leden: %(price)s", price=members)))
    return found


def served(offer: Offer) -> list[tuple[str, str]]:
    """The advice and actions of the study that it serves, each with its page."""
    known = tags_in([FRAMEWORK])
    return [(_tag(tag), _page_of(known[tag])) for tag in known if tag in offer.tags]


def _page_of(tagged: Tagged) -> str:
    endpoint = "public.action" if tagged.is_action else "public.advice"
    return url_for(endpoint, framework=tagged.framework, number=tagged.number)


def _tag(tag: str) -> str:
    return _("Actie %(number)s", number=tag) if "." in tag else _("Advies %(number)s", number=tag)


def conversation(needs: Mapping[str, Need]) -> list[tuple[str, str]]:
    """What an organisation can do about the aspects where most is to gain: points to talk about."""
    least = NUMBERS.config.min_score * 1_000_000
    most = sorted(needs.values(), key=lambda need: (-need.millionths, need.id))
    wanted = {need.id for need in [n for n in most if n.id in ASPECT and n.millionths >= least][:3]}
    about = [a for a in FRAMEWORK.actions if a.kind is not ActionKind.LEARNING and wanted & set(a.aspects)]
    return [
        (name_of(one, language()), url_for("public.action", framework=FRAMEWORK.id, number=one.number))
        for one in about[:MOST_ACTIONS]
    ]


def taken_on(day: date | None) -> str:
    """Which scan this is from."""
    return _("Op basis van je zelfscan van %(day)s.", day=format_date(day)) if day else ""
