"""`thinkers plot`: the curves of trainings in one picture."""

from pathlib import Path
from typing import Annotated

import typer

from thinkers.cli import outputs, rendering

Runs = Annotated[
    list[Path],
    typer.Argument(metavar="RUN", help="Folders that `thinkers train` or `tune` wrote."),
]
Output = Annotated[
    Path, typer.Option("--output", "-o", help="The picture, .png or .svg.", show_default=True)
]


def plot(runs: Runs, output: Output = Path("curves.png")) -> None:
    """Draw loss, exact answers and learning rate of runs against steps."""
    from thinkers.training import curves

    outputs.require_writable(output)
    curves.draw(curves.read_runs(runs), output)
    rendering.print_text(f"wrote {output}")
