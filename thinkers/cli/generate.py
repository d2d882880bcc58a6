"""`thinkers generate`: labelled instances in a file, with a note of where they came from."""

from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from thinkers.cli import formats, options, outputs, rendering
from thinkers.cli.progress import Line
from thinkers.errors import UnsavedError
from thinkers.problems import provenance

Output = Annotated[Path, typer.Option("--output", "-o", help="The file to write.")]
Workers = Annotated[
    int, typer.Option("--workers", min=1, max=256, help="Processes, where they help.")
]


def generate(
    problem: options.ProblemName,
    output: Output,
    count: Annotated[int, options.how_many(100)] = 100,
    seed: options.Seed = 0,
    workers: Workers = 1,
    *,
    given: dict[str, Any],
) -> None:
    """Write labelled instances to a file that `--input` reads back."""
    from thinkers.cli.room import require_room_to_hold

    task = options.problem_named(problem)
    params = task.params(given)
    outputs.require_writable(output)
    provenance.require_place(output)
    require_room_to_hold(task, params, count)
    form = formats.require_holds(task, output, count, answers=False)
    first = task.generate(np.random.default_rng(seed), 1, params)
    formats.require_fits(task, output, first, form)
    try:
        with Line() as line:
            written = task.produce(output, count, seed, params, workers, line.hear)
    except UnsavedError as error:
        rendering.print_json(error.lost)
        raise
    origin = {
        "problem": task.name,
        "params": params.model_dump(mode="json"),
        "count": written,
        "seed": seed,
        "thinkers": version("thinkers"),
    }
    digest = provenance.note(output, origin)
    rendering.print_text(f"wrote {written} instances to {output}, sha256 {digest[:16]}")
