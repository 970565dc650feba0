"""Charts of a scan as SVG: numbers and words in, the same bytes out every time (pure).

Colours come by class from the style sheet. Series differ by the form of their marks, never by colour alone.
Beside every chart stands a table with the same numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin
from textwrap import wrap
from xml.sax.saxutils import escape, quoteattr

LOWEST, HIGHEST = 1.0, 5.0
WIDTH = 360
LEFT, RIGHT = 14.0, 346.0
TOP, STEP, HEAD = 30, 46, 26
RADIUS, MIDDLE = 104.0, (180.0, 150.0)
NAME_WIDTH = 14


@dataclass(frozen=True)
class Row:
    """One line: a score with its margin to each side, the target, and an earlier or other score.

    Without a value the line says `missing`. `group` begins a new group with this name when it changes.
    """

    name: str
    value: float | None
    margin: float = 0.0
    target: float | None = None
    second: float | None = None
    group: str = ""


@dataclass(frozen=True)
class Words:
    """What the chart is, its message in one sentence, and what stands where a score is missing.

    `id` makes the ids of the chart unique on its page.
    """

    id: str
    title: str
    summary: str
    missing: str


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _across(value: float) -> float:
    inside = min(max(value, LOWEST), HIGHEST)
    return LEFT + (inside - LOWEST) / (HIGHEST - LOWEST) * (RIGHT - LEFT)


def _svg(words: Words, height: float, look: str, body: Sequence[str], beside: int = 0) -> str:
    """The drawing; `beside`: room to the left and right of it."""
    id_ = escape(words.id)
    return "".join(
        [
            f'<svg viewBox="{-beside} 0 {WIDTH + 2 * beside} {_number(height)}" ',
            f'class={quoteattr(look)} role="img" ',
            f'aria-labelledby="{id_}-titel {id_}-zin" xmlns="http://www.w3.org/2000/svg">',
            f'<title id="{id_}-titel">{escape(words.title)}</title>',
            f'<desc id="{id_}-zin">{escape(words.summary)}</desc>',
            *body,
            "</svg>",
        ]
    )


def _text(x: float, y: float, look: str, text: str, anchor: str = "start") -> str:
    place = f'x="{_number(x)}" y="{_number(y)}"'
    return f'<text {place} class="{look}" text-anchor="{anchor}">{escape(text)}</text>'


def _line(look: str, x1: float, y1: float, x2: float, y2: float) -> str:
    ends = f'x1="{_number(x1)}" y1="{_number(y1)}" x2="{_number(x2)}" y2="{_number(y2)}"'
    return f'<line class="{look}" {ends}/>'


def dot_plot(words: Words, rows: Sequence[Row]) -> str:
    """A line for each row: a dot for the score, a bar for its margin, a tick for the target, a diamond for
    the second score. The rows stand in their own order, with the name of a group above its first row."""
    body: list[str] = []
    y = float(TOP)
    group = ""
    for row in rows:
        if row.group != group:
            group = row.group
            body.append(_text(LEFT, y + 12, "lp-dots__group", group))
            y += HEAD
        body.append(_text(LEFT, y + 10, "lp-dots__name", row.name))
        body += _marks(row, y + 26, words.missing)
        y += STEP
    scale: list[str] = []
    for point in range(int(LOWEST), int(HIGHEST) + 1):
        x = _across(point)
        anchor = "start" if point == LOWEST else "end" if point == HIGHEST else "middle"
        scale.append(_line("lp-dots__grid", x, TOP - 8, x, y))
        scale.append(_text(x, TOP - 14, "lp-dots__tick", str(point), anchor))
    return _svg(words, y + 4, "lp-dots", [*scale, *body])


def _marks(row: Row, y: float, missing: str) -> list[str]:
    found = [_line("lp-dots__axis", LEFT, y, RIGHT, y)]
    if row.value is None:
        return [*found, _text(LEFT, y + 4, "lp-dots__missing", missing)]
    low, high = _across(row.value - row.margin), _across(row.value + row.margin)
    x = _across(row.value)
    if row.margin:
        found.append(
            f'<rect class="lp-dots__margin" x="{_number(low)}" y="{_number(y - 5)}" '
            f'width="{_number(high - low)}" height="10" rx="5"/>'
        )
    if row.target is not None:
        target = _across(row.target)
        found.append(_line("lp-dots__target", target, y - 11, target, y + 11))
    if row.second is not None:
        second = _across(row.second)
        points = f"{_number(second)},{_number(y - 7)} {_number(second + 7)},{_number(y)}"
        points += f" {_number(second)},{_number(y + 7)} {_number(second - 7)},{_number(y)}"
        found.append(f'<polygon class="lp-dots__second" points="{points}"/>')
    found.append(f'<circle class="lp-dots__dot" cx="{_number(x)}" cy="{_number(y)}" r="6.5"/>')
    return found


def radar(words: Words, rows: Sequence[Row]) -> str:
    """The rows as axes, clockwise from the top: solid with dots for the score, dashed with squares for the
    target. A missing score is a gap in the line. With fewer than three axes there is nothing to draw."""
    if len(rows) < 3:
        return ""
    body = [_ring(len(rows), value) for value in range(2, int(HIGHEST) + 1)]
    body += [_line("lp-radar__axis", *MIDDLE, *_point(i, len(rows), HIGHEST)) for i in range(len(rows))]
    body += [_text(MIDDLE[0] + 4, _point(0, 1, v)[1] - 2, "lp-radar__tick", str(v)) for v in range(2, 6)]
    targets = [row.target for row in rows]
    values = [row.value for row in rows]
    body += [_path("lp-radar__target", targets), _path("lp-radar__score", values)]
    for i, row in enumerate(rows):
        if row.target is not None:
            x, y = _point(i, len(rows), row.target)
            place = f'x="{_number(x - 4)}" y="{_number(y - 4)}"'
            body.append(f'<rect class="lp-radar__square" {place} width="8" height="8"/>')
        if row.value is not None:
            x, y = _point(i, len(rows), row.value)
            body.append(f'<circle class="lp-radar__dot" cx="{_number(x)}" cy="{_number(y)}" r="5"/>')
        body += _name(i, len(rows), row.name)
    return _svg(words, 310, "lp-radar", body, beside=50)


def _point(index: int, axes: int, value: float) -> tuple[float, float]:
    angle = 2 * pi * index / axes
    far = RADIUS * (min(max(value, LOWEST), HIGHEST) - LOWEST) / (HIGHEST - LOWEST)
    return MIDDLE[0] + far * sin(angle), MIDDLE[1] - far * cos(angle)


def _ring(axes: int, value: float) -> str:
    points = " ".join(",".join(map(_number, _point(i, axes, value))) for i in range(axes))
    return f'<polygon class="lp-radar__ring" points="{points}"/>'


def _path(look: str, values: Sequence[float | None]) -> str:
    """The line around; between two neighbours that are both there."""
    axes = len(values)
    parts = []
    for i, value in enumerate(values):
        other = values[(i + 1) % axes]
        if value is not None and other is not None:
            x1, y1 = map(_number, _point(i, axes, value))
            x2, y2 = map(_number, _point((i + 1) % axes, axes, other))
            parts.append(f"M{x1} {y1}L{x2} {y2}")
    return f'<path class="{look}" d="{"".join(parts)}"/>' if parts else ""


def _name(index: int, axes: int, name: str) -> list[str]:
    """The name beside its axis; on a narrow screen its number in the table instead."""
    angle = 2 * pi * index / axes
    x = MIDDLE[0] + (RADIUS + 14) * sin(angle)
    y = MIDDLE[1] - (RADIUS + 14) * cos(angle)
    side = sin(angle)
    anchor = "middle" if abs(side) < 0.2 else "start" if side > 0 else "end"
    lines = wrap(name, NAME_WIDTH, break_long_words=False)
    top = y - 13 * (len(lines) - 1) * (1 + cos(angle)) / 2 + 4
    found = [_text(x, top + 13 * i, "lp-radar__name", line, anchor) for i, line in enumerate(lines)]
    return [*found, _text(x, y + 5, "lp-radar__number", str(index + 1), anchor)]
