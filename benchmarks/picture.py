"""A picture of curves on two logarithmic axes, as SVG: how long a question takes in registers of several sizes."""

from __future__ import annotations

from html import escape
from math import ceil, floor, log10

from benchmarks.growing import Curves

WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 760, 420, 70, 20, 190, 50
COLOURS = (
    "#1b6ca8",
    "#c0392b",
    "#27803b",
    "#8e44ad",
    "#b9770e",
    "#16808a",
    "#7f8c8d",
    "#34495e",
    "#d35477",
    "#6b8e23",
    "#00508c",
)
_TEXT = '<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{more}>{text}</text>'


def picture(curves: Curves) -> str:
    """Draw them, agreements to the right and seconds upwards."""
    sizes = sorted({size for taken in curves.values() for size in taken})
    times = [took for taken in curves.values() for took in taken.values()]
    low, high = floor(log10(min(times))), ceil(log10(max(times)))
    first, last = log10(sizes[0]), log10(sizes[-1])

    def x(size: float) -> float:
        return LEFT + (log10(size) - first) / (last - first or 1) * (WIDTH - LEFT - RIGHT)

    def y(took: float) -> float:
        return TOP + (high - log10(took)) / (high - low or 1) * (HEIGHT - TOP - BOTTOM)

    drawn = []
    for power in range(low, high + 1):
        at = y(10.0**power)
        drawn.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{at:.1f}" y2="{at:.1f}" stroke="#ddd"/>')
        drawn.append(_TEXT.format(x=LEFT - 8, y=at + 4, anchor="end", more="", text=f"{10.0 ** (power + 3):g} ms"))
    for size in sizes:
        drawn.append(_TEXT.format(x=x(size), y=HEIGHT - BOTTOM + 20, anchor="middle", more="", text=f"{size:,}"))
    drawn.append(_TEXT.format(x=(LEFT + WIDTH - RIGHT) / 2, y=HEIGHT - 8, anchor="middle", more="", text="agreements"))
    ends = _spread({what: y(taken[max(taken)]) for what, taken in curves.items()})
    for (what, taken), colour in zip(curves.items(), COLOURS, strict=False):
        points = " ".join(f"{x(size):.1f},{y(took):.1f}" for size, took in sorted(taken.items()))
        drawn.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>')
        more, text = f' fill="{colour}"', escape(what.replace("`", ""))
        drawn.append(_TEXT.format(x=WIDTH - RIGHT + 8, y=ends[what] + 4, anchor="start", more=more, text=text))
    box = f'viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {box}>'
    ground = f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>'
    return "\n".join([head, ground, *drawn, "</svg>", ""])


def _spread(ends: dict[str, float]) -> dict[str, float]:
    """Move labels apart that would lie upon each other."""
    found: dict[str, float] = {}
    lowest = 0.0
    for what, at in sorted(ends.items(), key=lambda item: item[1]):
        lowest = max(at, lowest + 15)
        found[what] = lowest
    return found
