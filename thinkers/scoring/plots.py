"""Plots in files, by matplotlib: the same plot gives the same bytes."""

import io
from pathlib import Path
from typing import Any

from thinkers.errors import ConfigError
from thinkers.extras import extra
from thinkers.problems.files import write_whole


def require_plot(path: Path) -> None:
    """See that a name is that of a plot.

    Raises:
        ConfigError: Its ending is another.
    """
    if path.suffix not in {".png", ".svg"}:
        raise ConfigError(f"cannot draw to {path.name!r}", "use a name ending in .svg or .png")


def save_plot(figure: Any, path: Path) -> None:
    """Write a figure of matplotlib, without the time at which that is done.

    Raises:
        ConfigError: The file cannot be written.
    """
    picture, kind = io.BytesIO(), path.suffix.removeprefix(".")
    with extra("plot", "matplotlib").rc_context({"svg.hashsalt": "thinkers"}):
        figure.savefig(picture, format=kind, metadata={"Date": None} if kind == "svg" else None)
    write_whole(path, picture.getvalue())
