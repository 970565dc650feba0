"""From answers to scores with their uncertainty, and what may be said of them (pure)."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from portal.assessments.facts import (
    NO_ANSWER,
    Answers,
    AspectScore,
    Axis,
    Balance,
    ErrorSnapshot,
    Form,
    GroupScore,
    Instrument,
    Item,
    Role,
    RoleScore,
    Scan,
    ScoringConstants,
    State,
)
from portal.assessments.numbers import decimal, root

SCORING_VERSION = "1"
_MILLIONTH = Decimal("0.000001")


def score(
    instrument: Instrument, answers: Answers, form: Form = Form.LONG, *, error: ErrorSnapshot | None = None
) -> Scan:
    """Everything that comes out of these answers. Without `error`: with the spread assumed beforehand."""
    error = error or prior(instrument.scoring)
    aspects = tuple(_aspect(instrument, one.id, answers, form, error) for one in instrument.aspects)
    roles = tuple(_role(instrument, role, answers, error) for role in instrument.roles)
    if form is Form.SHORT:
        roles = ()
    scored = sum(one.state is State.SCORED for one in aspects)
    return Scan(
        form=form,
        aspects=aspects,
        groups=tuple(_group(instrument, group.id, aspects) for group in instrument.groups),
        roles=roles,
        balance=_balance(instrument, roles),
        has_profile=scored >= instrument.scoring.profile_min_aspects,
        straight_line=is_straight_line(instrument, answers, form),
        error=error,
    )


def prior(constants: ScoringConstants) -> ErrorSnapshot:
    """The spread of single answers as assumed while there are no data."""
    return ErrorSnapshot(SCORING_VERSION, constants.error_sd_prior, {})


def strangers(instrument: Instrument, answers: Answers) -> list[str]:
    """The ids that are no item of this instrument, or whose answer is no point of its scale."""
    known = {item.id for item in instrument.items}
    return [id_ for id_, answer in answers.items() if id_ not in known or not instrument.scale.allows(answer)]


def is_straight_line(instrument: Instrument, answers: Answers, form: Form) -> bool:
    """Whether every question got the same point of the scale: worth a friendly question, no more."""
    given = [answers.get(item.id, NO_ANSWER) for item in instrument.asked(form)]
    return bool(given) and given[0] != NO_ANSWER and len(set(given)) == 1


def _points(items: Iterable[Item], answers: Answers) -> list[int]:
    found = (answers.get(item.id, NO_ANSWER) for item in items)
    return [answer for answer in found if isinstance(answer, int)]


def _aspect(
    instrument: Instrument, aspect: str, answers: Answers, form: Form, error: ErrorSnapshot
) -> AspectScore:
    constants = instrument.scoring
    items = instrument.of_aspect(aspect, form)
    points = _points(items, answers)
    least = constants.aspect_min_answered_short if form is Form.SHORT else constants.aspect_min_answered
    enough = len(points) >= least
    return _scored(aspect, points, len(items), enough, error.sd_of(aspect), constants)


def _role(instrument: Instrument, role: Role, answers: Answers, error: ErrorSnapshot) -> RoleScore:
    constants = instrument.scoring
    items = instrument.of_role(role.id)
    points = _points(items, answers)
    per_subrole = [_points((i for i in items if i.subrole == one), answers) for one in role.subroles]
    enough = len(points) >= constants.role_min_answered and all(
        len(found) >= constants.role_min_per_subrole for found in per_subrole
    )
    return _scored(role.id, points, len(items), enough, error.sd_of(role.id), constants)


def _scored(
    id_: str, points: Sequence[int], of: int, enough: bool, sd: Decimal, constants: ScoringConstants
) -> AspectScore:
    state = State.SCORED if points and enough else State.TOO_FEW
    sem = standard_error(sd, len(points), constants)
    return AspectScore(id_, sum(points), len(points), of, sd, sem, state)


def standard_error(sd: Decimal, n: int, constants: ScoringConstants) -> Decimal:
    """How far the mean of `n` answers may be off by chance; never less than the floor."""
    return max(constants.sem_floor, decimal(sd / root(max(n, 1))))


def _group(instrument: Instrument, group: str, scores: Iterable[AspectScore]) -> GroupScore:
    members = {aspect.id for aspect in instrument.aspects if aspect.group == group}
    found = [one for one in scores if one.id in members]
    means = [one.exact for one in found if one.exact is not None]
    if not found or len(means) < len(found):
        return GroupScore(group, None, None)
    return GroupScore(group, sum(means, Fraction(0)) / len(means), mean_error([one.sem for one in found]))


def mean_error(sems: Sequence[Decimal]) -> Decimal:
    """The standard error of the mean of means."""
    return decimal(root(sum((sem * sem for sem in sems), Decimal(0))) / len(sems))


def _balance(instrument: Instrument, roles: Sequence[RoleScore]) -> Balance:
    """In words, and only when the difference is more than chance: no role is better than another."""
    flexible = _side(instrument, roles, Axis.FLEXIBILITY)
    control = _side(instrument, roles, Axis.CONTROL)
    if flexible is None or control is None:
        return Balance.UNKNOWN
    difference = decimal(flexible[0] - control[0])
    limit = instrument.scoring.difference_z * root(flexible[1] ** 2 + control[1] ** 2)
    if abs(difference) <= limit:
        return Balance.COMPARABLE
    return Balance.MORE_FLEXIBILITY if difference > 0 else Balance.MORE_CONTROL


def _side(instrument: Instrument, roles: Sequence[RoleScore], axis: Axis) -> tuple[Fraction, Decimal] | None:
    members = {role.id for role in instrument.roles if role.axis is axis}
    found = [one for one in roles if one.id in members]
    means = [one.exact for one in found if one.exact is not None]
    if not found or len(means) < len(found):
        return None
    return sum(means, Fraction(0)) / len(means), mean_error([one.sem for one in found])


def margin(score: AspectScore | GroupScore, constants: ScoringConstants) -> Decimal | None:
    """The "meetmarge" on each side of a score."""
    return None if score.exact is None or score.sem is None else constants.margin_z * score.sem


def differ(one: AspectScore, other: AspectScore, constants: ScoringConstants) -> bool:
    """Whether two scores differ by more than chance; otherwise they are comparable."""
    if one.exact is None or other.exact is None:
        return False
    limit = constants.difference_z * root(one.sem * one.sem + other.sem * other.sem)
    return abs(decimal(one.exact - other.exact)) >= limit


def bands(scores: Iterable[AspectScore], constants: ScoringConstants) -> list[tuple[AspectScore, ...]]:
    """The scores from high to low, in bands: who is in a band is comparable with its highest.

    Equal scores keep the order of the instrument. What has no score is in no band.
    """
    found: list[list[AspectScore]] = []
    known = [(one.exact, one) for one in scores if one.exact is not None]
    for _, one in sorted(known, key=lambda pair: -pair[0]):
        if found and not differ(found[-1][0], one, constants):
            found[-1].append(one)
        else:
            found.append([one])
    return [tuple(band) for band in found]


def extremes(
    scores: Iterable[AspectScore], constants: ScoringConstants
) -> tuple[tuple[AspectScore, ...], tuple[AspectScore, ...]]:
    """The highest scores and the lowest: each of the one really differs from each of the other.

    What really differs from the highest is no highest itself, though it lies far above the lowest. Both are
    empty when the highest and the lowest are comparable.
    """
    ordered = [one for band in bands(scores, constants) for one in band]
    low = tuple(
        one
        for one in ordered
        if differ(ordered[0], one, constants) and not differ(ordered[-1], one, constants)
    )
    high = tuple(
        one
        for one in ordered
        if low
        and not differ(ordered[0], one, constants)
        and all(differ(one, other, constants) for other in low)
    )
    return high, low


def near_target(score: AspectScore, target: Decimal, constants: ScoringConstants) -> bool:
    """Whether the target lies within the margin around the score."""
    if score.exact is None:
        return False
    return abs(target - decimal(score.exact)) <= constants.margin_z * score.sem


def pooled_error(constants: ScoringConstants, tables: Mapping[str, Sequence[Sequence[int]]]) -> ErrorSnapshot:
    """The spread of single answers as data come in, beginning at what was assumed.

    `tables`: per aspect or role the answers of people (rows) to its items (columns), complete rows only.
    σ² = (df·σ₀² + ν·MS_res) / (df + ν), with ν = (N − 1)(k − 1) and MS_res of rows by columns. Rounded to
    millionths, so that what is stored is what was used.
    """
    sds = {name: _pooled(constants, table) for name, table in tables.items() if _freedom(table)}
    people = max((len(table) for table in tables.values()), default=0)
    return ErrorSnapshot(SCORING_VERSION, constants.error_sd_prior, sds, people)


def _freedom(table: Sequence[Sequence[int]]) -> int:
    return (len(table) - 1) * (len(table[0]) - 1) if table else 0


def _pooled(constants: ScoringConstants, table: Sequence[Sequence[int]]) -> Decimal:
    freedom, df = _freedom(table), constants.error_sd_prior_df
    assumed = Fraction(constants.error_sd_prior) ** 2
    pooled = (df * assumed + residual_squares(table)) / (df + freedom)
    return root(pooled).quantize(_MILLIONTH)


def residual_squares(table: Sequence[Sequence[int]]) -> Fraction:
    """The sum of squares that neither people nor items explain; divided by its freedom it is MS_res."""
    people, items = len(table), len(table[0])
    every = sum(sum(row) for row in table)
    correction = Fraction(every * every, people * items)
    total = sum(value * value for row in table for value in row) - correction
    by_person = Fraction(sum(sum(row) ** 2 for row in table), items) - correction
    by_item = Fraction(sum(sum(column) ** 2 for column in zip(*table, strict=True)), people) - correction
    return total - by_person - by_item
