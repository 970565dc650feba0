"""An instrument with the items of the default one, and what tests of scans begin with."""

from decimal import Decimal

from portal.assessments.facts import (
    Answer,
    Aspect,
    AspectGroup,
    Axis,
    ErrorSnapshot,
    Instrument,
    Item,
    Principle,
    Role,
    Scale,
    ScalePoint,
    ScoringConstants,
)

ASPECTS = {
    "richting": ("rk", "hard"),
    "overzicht": ("ov", "hard"),
    "besluitvorming": ("bv", "hard"),
    "kennis": ("kc", "soft"),
    "houding": ("ho", "soft"),
    "ondersteuning": ("on", "connecting"),
    "samenwerking": ("sc", "connecting"),
}
ROLES = {
    "coach": (Axis.FLEXIBILITY, ("stimulator", "mentor")),
    "innovator": (Axis.FLEXIBILITY, ("vernieuwer", "bemiddelaar")),
    "opdrachtgever": (Axis.CONTROL, ("bestuurder", "producent")),
    "eigenaar": (Axis.CONTROL, ("controleur", "coordinator")),
}


def _items() -> tuple[Item, ...]:
    found = []
    for number, (aspect, (code, _)) in enumerate(ASPECTS.items()):
        short = {(number + step) % 7 + 1 for step in (0, 1, 3)}
        for page in range(1, 8):
            id_ = f"{code}-p{page}"
            found.append(Item(id_, aspect, f"p{page}", None, None, page in short, id_, id_))
    for role, (_, subroles) in ROLES.items():
        for subrole in subroles:
            for number in (1, 2):
                id_ = f"r-{subrole}-{number}"
                found.append(Item(id_, None, None, role, subrole, False, id_, id_))
    return tuple(found)


INSTRUMENT = Instrument(
    id="zelfscan",
    version="1.0",
    scale=Scale(tuple(ScalePoint(value, str(value), str(value)) for value in range(1, 6))),
    aspects=tuple(Aspect(id_, code.upper(), group, id_, id_) for id_, (code, group) in ASPECTS.items()),
    groups=tuple(AspectGroup(id_, id_, id_) for id_ in ("hard", "connecting", "soft")),
    roles=tuple(Role(id_, axis, id_, id_, subroles) for id_, (axis, subroles) in ROLES.items()),
    principles=tuple(Principle(f"p{page}", f"p{page}", f"p{page}") for page in range(1, 8)),
    items=_items(),
    scoring=ScoringConstants(),
)
PRIOR = ErrorSnapshot("1", Decimal("0.75"), {})


def answers(**points: int | str) -> dict[str, Answer]:
    """Answers by two-letter code of the aspect, or by role: all its items the same point, or a string of
    points such as "4433x" for the first items."""
    codes = {code: aspect for aspect, (code, _) in ASPECTS.items()}
    found: dict[str, Answer] = {}
    for name, given in points.items():
        aspect = codes.get(name)
        items = INSTRUMENT.of_aspect(aspect) if aspect else INSTRUMENT.of_role(name)
        line = str(given) * len(items) if isinstance(given, int) else given
        found |= {
            item.id: point if point == "x" else int(point) for item, point in zip(items, line, strict=False)
        }
    return found


def all_answers(point: int) -> dict[str, Answer]:
    """Every item the same point."""
    return {item.id: point for item in INSTRUMENT.items}
