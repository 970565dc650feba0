"""Recommendations outside the database: JSON in, JSON out, the same bytes for the same input (pure)."""

from collections.abc import Mapping, Sequence
from json import dumps

from portal.assessments.advice import Advice, Rated, advise
from portal.assessments.audit_input import read_catalogue, read_people
from portal.assessments.facts import Instrument


def audit(catalogue: str, respondents: str, instrument: Instrument) -> tuple[str, tuple[str, ...]]:
    """What is recommended to each respondent, as JSON, and notes on the input; raises FileProblem."""
    read = read_catalogue(catalogue, instrument)
    people = read_people(respondents, read)
    found = {
        id_: _written(advise(read.entries, person, config=read.config, today=read.today))
        for id_, person in sorted(people.items())
    }
    return encoded(found) + "\n", read.notes


def _written(advice: Advice) -> dict[str, object]:
    return {
        "ranking": [rated.entry.id for rated in advice.ranking],
        "package": list(advice.package),
        "why_not": {id_: str(reasons[0]) for id_, reasons in advice.why_not.items()},
        "detail": {id_: _detail(rated) for id_, rated in advice.rated.items()},
    }


def _detail(rated: Rated) -> dict[str, object]:
    return {
        "score": Points(rated.score),
        "parts": {name: Points(part) for name, part in rated.parts.items()},
        "penalty": Points(4 * rated.penalty.total),
    }


class Points(int):
    """Quarter millionths of a point, written in points: eight decimals say them exactly."""

    def __str__(self) -> str:
        whole, rest = divmod(abs(int(self)), 4_000_000)
        return f"{'-' if self < 0 else ''}{whole}.{rest * 25:08d}"


def encoded(value: object, indent: str = "") -> str:
    """JSON with points as written above; keys in the order of the mapping."""
    deeper = indent + " "
    if isinstance(value, Points):
        return str(value)
    if isinstance(value, Mapping):
        lines = [f"{deeper}{dumps(key)}: {encoded(one, deeper)}" for key, one in value.items()]
        return "{\n" + ",\n".join(lines) + f"\n{indent}}}" if lines else "{}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(encoded(one, deeper) for one in value) + "]"
    return dumps(value)
