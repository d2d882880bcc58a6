"""The charts of a report, each of the numbers that its table comes from."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from thinkers.scoring.report.scales import at_sizes, linear, logarithmic, root
from thinkers.scoring.report.sheet import Sheet
from thinkers.scoring.report.svg import Chart, Point
from thinkers.scoring.statistics import gaps, share_interval

MOMENTS = 200
"""Moments at which answers over time are looked at (our choice)."""


def profile(sheet: Sheet) -> Chart | None:
    """How large a share of the instances each solver solves within a factor of the best.

    Performance profiles (Dolan & Moré 2002): of costs, or of seconds where answers are right or
    wrong. None where nobody has an answer.
    """
    measured, along, title = _measured(sheet)
    finite = [each[np.isfinite(each)] for each in measured]
    most = max((float(each.max()) for each in finite if len(each)), default=None)
    if most is None:
        return None
    costly = sheet.found.problem.objective is not None
    x = root(most, along) if costly else logarithmic([1.0, most], along)
    chart = Chart(title, x, linear(0, 100, "instances, %"))
    told = []
    for look, (name, values) in enumerate(zip(sheet.names, measured, strict=True)):
        chart.line(list(_shares(values, x.high)), look, steps=True)
        first = 100 * float(np.mean(values <= x.low * (1 + 1e-9)))
        told.append(f"{name}: best on {first:.0f} %")
    chart.told = "; ".join(told)
    return chart


def _measured(sheet: Sheet) -> tuple[list[NDArray[np.float64]], str, str]:
    """What a profile is of, for each solver and instance; `inf` for a failure."""
    if sheet.found.problem.objective:
        title = "Share of the instances solved within a gap to the best of what ran"
        return sheet.gaps, "gap to the best, %", title
    seconds = np.array([
        [
            answer.seconds if answer.verdict.right else np.inf
            for answer in run.answers
        ]
        for _, run in sheet.solvers
    ])  # fmt: skip
    least = np.maximum(seconds.min(0), 1e-9)
    ratios = np.where(np.isinf(seconds), np.inf, np.maximum(seconds, 1e-9) / least)
    title = "Share of the instances answered rightly within a factor of the least time"
    return list(ratios), "times the least seconds", title


def _shares(values: NDArray[np.float64], last: float) -> Iterator[Point]:
    """The share of values up to each of them, in percent."""
    ordered = np.sort(values[np.isfinite(values)])
    yield (float(ordered[0]) if len(ordered) else last), 0.0
    for number, value in enumerate(ordered, 1):
        yield float(value), 100 * number / len(values)
    yield last, 100 * len(ordered) / len(values)


def anytime(sheet: Sheet) -> Chart | None:
    """The median gap of the best answers so far, against time; None where nobody reported any."""
    curves = {
        look: [answer.curve for answer in run.answers]
        for look, (_, run) in enumerate(sheet.solvers)
        if any(answer.curve for answer in run.answers)
    }
    times = [point[0] for each in curves.values() for curve in each for point in curve]
    if not times or sheet.found.problem.objective is None:
        return None
    x = logarithmic([max(time, 1e-5) for time in times], "seconds")
    moments = np.geomspace(x.low, x.high, MOMENTS)
    medians = {look: _medians(each, sheet.best, moments) for look, each in curves.items()}
    finite = [value for each in medians.values() for value in each if np.isfinite(value)]
    if not finite:
        return None
    chart = Chart("Gap of the best answer so far, against time", x,
                  root(max(finite), "median gap to the best, %"))  # fmt: skip
    for look, each in medians.items():
        pairs = zip(moments, each, strict=True)
        known = [(float(at), float(gap)) for at, gap in pairs if np.isfinite(gap)]
        chart.line(known, look, steps=True)
        chart.marks(known[:1], look)
    chart.told = "; ".join(
        f"{sheet.names[look]} ends at {each[-1]:.3g} %"
        for look, each in medians.items()
        if np.isfinite(each[-1])
    )
    return chart


def _medians(
    curves: Sequence[Sequence[tuple[float, float | None, float | None]]],
    best: NDArray[np.float64],
    moments: NDArray[np.float64],
) -> NDArray[np.float64]:
    """`(m,)` the median over instances of the gap at each moment, in percent; `inf` before."""
    held = np.full((len(curves), len(moments)), np.inf)
    for place, curve in enumerate(curves):
        for seconds, cost, _ in curve:
            if cost is not None:
                later = moments >= seconds
                held[place, later] = np.minimum(held[place, later], cost)
    excess = gaps(held, np.broadcast_to(best[:, None], held.shape))
    middle = np.sort(100 * excess, axis=0)[len(curves) // 2]
    return np.asarray(middle, np.float64)


def extrapolation(sheets: Sequence[Sheet]) -> Chart | None:
    """Gaps, or shares of right answers, against sizes; None unless there are several sizes.

    Args:
        sheets: Of one series, each of one size.
    """
    sized = sorted((each for each in sheets if each.size is not None and each.solvers),
                   key=lambda each: each.size or 0)  # fmt: skip
    sizes = [each.size or 0.0 for each in sized]
    if len(set(sizes)) < 2:
        return None
    objective = sized[0].found.problem.objective
    points = {
        (name, size): _point(sheet, place)
        for sheet, size in zip(sized, sizes, strict=True)
        for place, name in enumerate(sheet.names)
    }
    most = max((point[2] for point in points.values() if point), default=1.0)
    ranges = {each: name for sheet in sized for name, each in sheet.trained.items()}
    x = at_sizes(sorted(set(sizes)), sized[0].found.problem.size_option or "size")
    y = root(most, "gap to the best, %") if objective else linear(0, 100, "right answers, %")
    title = "Gap to the best of what ran" if objective else "Share of right answers"
    chart = Chart(f"{title}, against the size of the instances", x, y)
    for (low, high), name in ranges.items():
        if high >= x.low and low <= x.high:
            chart.shade(low, high, "trained on" if len(ranges) == 1 else f"trained: {name}")
    for look, name in enumerate(sized[-1].names):
        found = [(size, points.get((name, size))) for size in sizes]
        known = [(size, point) for size, point in found if point]
        chart.line([(size, point[0]) for size, point in known], look)
        for size, (_, low, high) in known:
            chart.bar(size, low, high, look)
        chart.marks([(size, point[0]) for size, point in known], look)
    return chart


def _point(sheet: Sheet, place: int) -> tuple[float, float, float] | None:
    """A solver's mean at one size with the ends of its 95 % interval, in percent."""
    row, _ = sheet.solvers[place]
    if sheet.found.problem.objective is None:
        low, high = share_interval(round(row.feasible * row.instances), row.instances)
        return 100 * row.feasible, 100 * low, 100 * high
    if row.gap is None or row.gap_low is None or row.gap_high is None:
        return None
    return 100 * row.gap, 100 * row.gap_low, 100 * row.gap_high
