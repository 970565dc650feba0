"""The result of a scan as its page, its print and its PDF show it: what scoring says, and no more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from markupsafe import Markup

from portal.assessments import charts
from portal.assessments.facts import Aspect, AspectScore, Balance, Form, GroupScore, Scan, ScoringConstants
from portal.assessments.growth import Change, Growth, LookingBack, Verdict, growth, looking_back
from portal.assessments.queries import Taken
from portal.assessments.scoring import bands, extremes, margin, near_target
from portal.texts import N_, format_date, format_list, language
from portal.texts import gettext as _

BALANCE = {
    Balance.COMPARABLE: N_("Je rollen van flexibiliteit en van beheersing zijn vergelijkbaar."),
    Balance.MORE_FLEXIBILITY: N_(
        "Je herkent je meer in rollen van flexibiliteit (coach, innovator) dan in die van beheersing."
    ),
    Balance.MORE_CONTROL: N_(
        "Je herkent je meer in rollen van beheersing (opdrachtgever, eigenaar) dan in die van flexibiliteit."
    ),
    Balance.UNKNOWN: N_("Over de rollen is te weinig beantwoord om iets over het geheel te zeggen."),
}
VERDICTS = {
    Verdict.GROWN: N_("duidelijk gegroeid"),
    Verdict.FALLEN: N_("duidelijk gedaald"),
    Verdict.WITHIN_MARGIN: N_("binnen de meetmarge"),
    Verdict.UNKNOWN: N_("te weinig vragen die je beide keren beantwoordde"),
}


def number(value: Decimal | Fraction | float | None) -> str:
    """A score with one decimal, written as the reader does."""
    if value is None:
        return ""
    exact = Decimal(value.numerator) / value.denominator if isinstance(value, Fraction) else Decimal(value)
    text = str(exact.quantize(Decimal("0.1"), ROUND_HALF_UP))
    return text if language() == "en" else text.replace(".", ",")


@dataclass(frozen=True)
class ScoreLine:
    """A line of the table: all in words, as a chart and a screen reader need them."""

    number: int
    name: str
    group: str
    score: str
    margin: str
    target: str
    earlier: str
    remark: str
    answered: str


@dataclass(frozen=True)
class Picture:
    """A chart with its sentence."""

    svg: Markup
    summary: str


@dataclass(frozen=True)
class GrowthShown:
    """What changed since an earlier scan: the headlines (total and groups) and the aspects."""

    since: str
    headlines: tuple[tuple[str, str, str], ...]
    aspects: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Result:
    """Everything that a page of a result says."""

    aspects: tuple[ScoreLine, ...]
    groups: tuple[tuple[str, str, str], ...]
    roles: tuple[tuple[str, str, str], ...]
    balance: str
    bands: tuple[str, ...]
    dots: Picture | None
    radar: Picture | None
    has_profile: bool
    is_short: bool
    has_organisation_target: bool


def _name(thing: object) -> str:
    return str(getattr(thing, "en" if language() == "en" else "nl"))


@dataclass(frozen=True)
class Targets:
    """The scores by aspect that somebody aims at, and those of the organisation: one's own go first."""

    own: Mapping[str, Decimal] = field(default_factory=dict)
    of_organisation: Mapping[str, Decimal] = field(default_factory=dict)

    def by_organisation(self, aspect: str) -> bool:
        """Whether the organisation's target is the one that counts."""
        return aspect not in self.own and aspect in self.of_organisation

    def of(self, aspect: str, usual: Decimal) -> Decimal:
        """The target that counts."""
        return self.own.get(aspect, self.of_organisation.get(aspect, usual))


def result(taken: Taken, targets: Targets, before: Taken | None = None) -> Result:
    """What comes out of this scan. `before`: the scan to lay beside it."""
    scan, instrument = taken.scan(), taken.questionnaire.instrument
    constants = instrument.scoring
    old = before.scan() if before is not None else None
    groups = {group.id: _name(group) for group in instrument.groups}
    rows, lines = [], []
    for place, aspect in enumerate(_in_groups(taken), 1):
        one = scan.aspect(aspect.id)
        target = targets.of(aspect.id, constants.target_default)
        theirs = targets.by_organisation(aspect.id)
        group = groups.get(aspect.group, "")
        earlier = old.aspect(aspect.id).mean if old is not None else None
        apart = margin(one, constants)
        rows.append(charts.Row(_name(aspect), one.mean, float(apart or 0), float(target), earlier, group))
        lines.append(
            ScoreLine(
                number=place,
                name=_name(aspect),
                group=group,
                score=number(one.exact),
                margin=_between(one, constants),
                target=number(target),
                earlier=number(earlier),
                remark=_remark(one, target, constants, theirs=theirs),
                answered=_("%(n)s van %(of)s", n=one.n, of=one.of),
            )
        )
    shown = scan.has_profile
    summary = _summary(scan, taken)
    return Result(
        aspects=tuple(lines),
        groups=tuple(_group(groups[one.id], one, constants) for one in scan.groups),
        roles=tuple(_group(_name(role), scan.role(role.id), constants) for role in instrument.roles)
        if scan.roles
        else (),
        balance=_(BALANCE[scan.balance]) if scan.roles else "",
        bands=tuple(_bands(scan, taken)) if shown else (),
        dots=_dots(rows, summary) if shown else None,
        radar=_radar(rows, summary) if shown else None,
        has_profile=shown,
        is_short=taken.form is Form.SHORT,
        has_organisation_target=any(map(targets.by_organisation, (one.id for one in instrument.aspects))),
    )


def _in_groups(taken: Taken) -> list[Aspect]:
    """The aspects in the order of their groups."""
    instrument = taken.questionnaire.instrument
    return [one for group in instrument.groups for one in instrument.aspects if one.group == group.id]


def _between(one: AspectScore | GroupScore, constants: ScoringConstants) -> str:
    """The margin as the scores between which the true one most likely lies."""
    apart = margin(one, constants)
    if apart is None or one.exact is None:
        return ""
    middle = Decimal(one.exact.numerator) / one.exact.denominator
    low, high = max(middle - apart, Decimal(1)), min(middle + apart, Decimal(5))
    return _("%(low)s tot %(high)s", low=number(low), high=number(high))


def _remark(one: AspectScore, target: Decimal, constants: ScoringConstants, *, theirs: bool) -> str:
    """What a score means beside the target; `theirs`: the organisation set it."""
    if one.exact is None:
        return _("te weinig beantwoord")
    if near_target(one, target, constants):
        return _("dicht bij het doel van je organisatie") if theirs else _("dicht bij je doel")
    if one.exact < Fraction(target):
        return _("meer ontwikkelruimte; doel van je organisatie") if theirs else _("meer ontwikkelruimte")
    return _("boven het doel van je organisatie") if theirs else _("boven je doel")


def _group(name: str, one: AspectScore | GroupScore, constants: ScoringConstants) -> tuple[str, str, str]:
    return name, number(one.exact) or _("te weinig beantwoord"), _between(one, constants)


def _bands(scan: Scan, taken: Taken) -> list[str]:
    """The aspects from high to low; those in one line are comparable with its first."""
    names = {one.id: _name(one) for one in taken.questionnaire.instrument.aspects}
    found = bands(scan.aspects, taken.questionnaire.instrument.scoring)
    return [format_list([names[one.id] for one in band]) for band in found]


def _summary(scan: Scan, taken: Taken) -> str:
    """The main message in one sentence."""
    if not _bands(scan, taken):
        return _("Er is te weinig beantwoord voor scores.")
    names = {one.id: _name(one) for one in taken.questionnaire.instrument.aspects}
    high, low = (
        format_list([names[one.id] for one in several])
        for several in extremes(scan.aspects, taken.questionnaire.instrument.scoring)
    )
    if not low:
        return _("Je scores zijn vergelijkbaar: de verschillen vallen binnen de meetmarge.")
    return _("Je scoort het hoogst op %(high)s, en het laagst op %(low)s.", high=high, low=low)


def _dots(rows: Sequence[charts.Row], summary: str) -> Picture:
    title = _("Je scores per aspect, van 1 tot 5")
    words = charts.Words("stippen", title, summary, _("te weinig beantwoord"))
    return Picture(Markup(charts.dot_plot(words, rows)), summary)  # noqa: S704 # nosec B704 - escaped there


def _radar(rows: Sequence[charts.Row], summary: str) -> Picture:
    words = charts.Words("radar", _("Je scores en je doel als radar"), summary, _("te weinig beantwoord"))
    return Picture(Markup(charts.radar(words, rows)), summary)  # noqa: S704 # nosec B704 - escaped there


def grown(taken: Taken, before: Taken, goals: Sequence[str] = ()) -> GrowthShown | None:
    """What changed since this earlier scan; None when the two cannot be held beside each other."""
    instrument = taken.questionnaire.instrument
    found = growth(instrument, before.sitting(), taken.sitting(), goals=goals)
    if not isinstance(found, Growth) or before.assessment.finished_at is None:
        return None
    groups = {one.id: _name(one) for one in instrument.groups}
    changes = {one.id: one for one in found.aspects}
    return GrowthShown(
        since=format_date(before.assessment.finished_at),
        headlines=(
            _change(_("Alle aspecten samen"), found.total),
            *(_change(groups[one.id], one) for one in found.groups),
        ),
        aspects=tuple(_change(_name(one), changes[one.id]) for one in _in_groups(taken) if one.id in changes),
    )


def _change(name: str, one: Change) -> tuple[str, str, str]:
    """The name, from what to what, and what may be said of it."""
    values = ""
    if one.before is not None and one.after is not None:
        values = _("van %(before)s naar %(after)s", before=number(one.before), after=number(one.after))
    return name, values, _(VERDICTS[one.verdict])


def looked_back(taken: Taken, before: Taken) -> list[tuple[str, str, str, str]]:
    """Per aspect: the score of then, how it looks now, the score of now."""
    names = {one.id: _name(one) for one in _in_groups(taken)}
    then = {one.id: one.exact for one in before.scan().aspects}
    now = {one.id: one.exact for one in taken.scan().aspects}
    found: list[LookingBack] = looking_back(then, taken.assessment.looking_back, now)
    found.sort(key=lambda one: list(names).index(one.aspect))
    return [(names[one.aspect], number(one.then), str(one.then_seen_now), number(one.now)) for one in found]
