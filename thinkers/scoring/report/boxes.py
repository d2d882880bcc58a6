"""Box plots: the quartiles, the ends and every single answer of each solver, on one scale."""

from collections.abc import Sequence
from html import escape

import numpy as np
from numpy.typing import NDArray

from thinkers.scoring.report.scales import Scale, logarithmic, root
from thinkers.scoring.report.sheet import Sheet
from thinkers.scoring.report.svg import WIDTH, apart, number_of, series
from thinkers.scoring.statistics import spread_of

TALL, MIDDLE, EDGE = 26, 13, 14
"""Height of a box plot, its middle, and the room left and right of it."""

DOTS = 200
"""Answers that are drawn one by one; of more, as many, evenly through their ranks."""


def gap_boxes(sheet: Sheet) -> str:
    """The gaps of each solver; nothing where answers have no costs."""
    finite = [value for each in sheet.gaps for value in each if np.isfinite(value)]
    if sheet.found.problem.objective is None or not finite:
        return ""
    scale = root(max(finite), "gap to the best of what ran, %")
    return _plot("Gaps of all answers", sheet.names, sheet.gaps, scale)


def time_boxes(sheet: Sheet) -> str:
    """The seconds of each solver."""
    seconds = [np.array([answer.seconds for answer in run.answers]) for _, run in sheet.solvers]
    every = [max(float(value), 1e-6) for each in seconds for value in each]
    scale = logarithmic(every, "seconds an answer")
    return _plot("Seconds of all answers", sheet.names, seconds, scale)


def _plot(
    title: str, names: Sequence[str], values: Sequence[NDArray[np.float64]], scale: Scale
) -> str:
    rows = "".join(
        f'<div class="box"><div class="name">{escape(name)}{_failures(each)}</div>'
        f"{_box(look, name, each, scale)}</div>"
        for look, (name, each) in enumerate(zip(names, values, strict=True))
    )
    return f"<figure><figcaption>{escape(title)}</figcaption>{rows}{_axis(scale)}</figure>"


def _failures(values: NDArray[np.float64]) -> str:
    failed = int(np.isinf(values).sum())
    return f' <span class="bad">{failed} failed</span>' if failed else ""


def _box(look: int, name: str, values: NDArray[np.float64], scale: Scale) -> str:
    spread = spread_of(values)
    ends = (spread.quarter, spread.median, spread.three_quarters)
    low, middle, high = (_at(scale, scale.high if end is None else end) for end in ends)
    finite = np.sort(values[np.isfinite(values)])
    whiskers = [_at(scale, float(finite[place])) for place in (0, -1)] if len(finite) else []
    picked = finite[np.linspace(0, len(finite) - 1, min(len(finite), DOTS)).astype(int)]
    dots = "".join(
        f'<circle cx="{_at(scale, float(value)):.1f}" cy="{MIDDLE}" r="2"/>' for value in picked
    )
    line = f"M{whiskers[0]:.1f} {MIDDLE}H{whiskers[1]:.1f}" if whiskers else ""
    told = ", ".join(
        f"{word} {number_of(round(end, 4)) if end is not None else 'a failure'}"
        for word, end in zip(("quarter", "median", "three quarters"), ends, strict=True)
    )
    half = TALL - 2 * 5
    return (
        f'<svg role="img" aria-label="{escape(f"{name}: {told}")}" viewBox="0 0 {WIDTH} {TALL}" '
        f'class="{series(look)}"><path class="grid" d="M0 {MIDDLE}H{WIDTH}"/>'
        f'<g class="dots">{dots}</g><path class="line solid" d="{line}"/>'
        f'<rect class="quartiles" x="{low:.1f}" y="5" width="{max(high - low, 1):.1f}" '
        f'height="{half}"/><path class="median" d="M{middle:.1f} 3V{TALL - 3}"/></svg>'
    )


def _axis(scale: Scale) -> str:
    marks = [
        f'<text x="{EDGE + at:.1f}" y="14" text-anchor="middle">{words}</text>'
        f'<path class="axis" d="M{EDGE + at:.1f} 0v4"/>'
        for at, words in apart(scale, WIDTH - 2 * EDGE)
    ]
    return (
        f'<svg aria-hidden="true" viewBox="0 0 {WIDTH} 34"><path class="axis" '
        f'd="M{EDGE} 0H{WIDTH - EDGE}"/>{"".join(marks)}<text x="{WIDTH / 2}" y="30" '
        f'text-anchor="middle">{escape(scale.label)}</text></svg>'
    )


def _at(scale: Scale, number: float) -> float:
    return EDGE + scale.at(number) * (WIDTH - 2 * EDGE)
