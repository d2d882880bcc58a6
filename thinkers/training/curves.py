"""The curves of runs, drawn from their metrics files."""

from collections.abc import Iterable, Mapping, Sequence
from math import inf, isfinite, nan
from pathlib import Path
from typing import Any

from thinkers.errors import ConfigError
from thinkers.extras import extra
from thinkers.problems.palette import LINES, line_style
from thinkers.problems.wording import printable
from thinkers.scoring.plots import require_plot, save_plot
from thinkers.training import metrics

Rows = Sequence[Mapping[str, float]]

PANELS = {
    "loss": {"loss": "-", "validation_loss": "--"},
    "exact": {"validation_exact": "--"},
    "learning rate": {"learning_rate": "-"},
}
"""What each panel shows: columns of the metrics file, and their line styles."""

BESIDE = 4
"""Runs up to which the legend fits into the panel; with more it stands beside it."""

MARKED = 0.1
"""Of the panel's diagonal, from one marker of a line to the next (our choice)."""

LOG_SPAN = 10.0
"""Losses that span more than this factor are drawn on a log scale."""


def read_runs(paths: Sequence[Path]) -> dict[str, Rows]:
    """The metrics of runs by name; the folder of several seeds or trials stands for each of them.

    Raises:
        ConfigError: There is no such run, or it has no metrics yet.
    """
    runs: dict[str, Rows] = {}
    for path in paths:
        folders = [path]
        if not (path / metrics.FILE).exists():
            folders = sorted((each.parent for each in path.glob(f"*/{metrics.FILE}")), key=_order)
        if not folders:
            raise ConfigError(
                f"there is no run in {path}", "name a folder that `thinkers train` wrote"
            )
        runs |= {str(folder): _read(folder) for folder in folders}
    return runs


def draw(runs: Mapping[str, Rows], path: Path) -> None:
    """Draw loss, share of exact answers and learning rate against steps, each run in a colour.

    Args:
        runs: Metrics by run name.
        path: A .png or .svg file.

    Raises:
        ConfigError: matplotlib is not installed, the ending is another, or the file cannot be
            written.
    """
    require_plot(path)
    figure = extra("plot", "matplotlib.figure").Figure((8, 8), layout="constrained")
    axes = figure.subplots(len(PANELS), sharex=True, height_ratios=[3, 2, 1])
    for axis, (title, styles) in zip(axes, PANELS.items(), strict=True):
        for number, (name, rows) in enumerate(runs.items()):
            own = _style(number, len(runs))
            for column, style in styles.items():
                steps, values = _column(rows, "step"), _column(rows, column)
                axis.plot(steps, values, style, label=f"{name} {column}", markevery=MARKED, **own)
        axis.set_ylabel(title)
        axis.grid(alpha=0.3)
    axes[0].set_yscale(_scale(runs.values()))
    axes[1].set_ylim(-0.02, 1.02)
    axes[-1].set_xlabel("step")
    _legend(axes[0], list(runs))
    save_plot(figure, path)


def _legend(axis: Any, names: Sequence[str]) -> None:
    """One entry for each run, and one for each line style."""
    line = extra("plot", "matplotlib.lines").Line2D
    colours = [
        line([], [], label=printable(name), **_style(number, len(names)))
        for number, name in enumerate(names)
    ]
    styles = [
        line([], [], color="black", linestyle=style, label=column.replace("_", " "))
        for column, style in PANELS["loss"].items()
    ]
    beside = {"loc": "upper left", "bbox_to_anchor": (1, 1)} if len(names) > BESIDE else {}
    legend = axis.legend(handles=colours + styles, fontsize="small", **beside)
    for text in legend.get_texts():
        text.set_parse_math(False)  # a folder may be called as it likes


def _style(number: int, count: int) -> dict[str, Any]:
    """Colour and marker; where colours do not suffice, a share of the way along an even map."""
    own = line_style(number)
    if count > len(LINES):
        own["color"] = extra("plot", "matplotlib").colormaps["viridis"](number / (count - 1))
    return own


def _scale(runs: Iterable[Rows]) -> str:
    values = [row[column] for rows in runs for row in rows for column in PANELS["loss"]]
    finite = [value for value in values if isfinite(value)]
    least, most = min(finite, default=1.0), max(finite, default=1.0)
    return "log" if least > 0 and most > LOG_SPAN * least else "linear"


def _column(rows: Rows, name: str) -> list[float]:
    """The values of a column; what is not finite leaves a gap."""
    return [row[name] if isfinite(row[name]) else nan for row in rows]


def _read(folder: Path) -> Rows:
    rows = metrics.read(folder)
    if not rows:
        raise ConfigError(f"the run {folder} has no validation yet", "let it train on")
    missing = {column for styles in PANELS.values() for column in styles} - set(rows[0])
    if missing:
        raise ConfigError(f"the metrics of {folder} lack {', '.join(sorted(missing))}")
    return rows


def _order(folder: Path) -> tuple[str, float]:
    """`seed-2` before `seed-10`."""
    name, _, number = folder.name.rpartition("-")
    return name, int(number) if number.isdecimal() else inf
