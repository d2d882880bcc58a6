"""`thinkers train --seeds`: the success rate of a recipe."""

import re
from typing import TYPE_CHECKING

from thinkers.cli import rendering
from thinkers.cli.progress import Board
from thinkers.errors import ConfigError
from thinkers.scoring.columns import number

if TYPE_CHECKING:
    from thinkers.scoring.crew import Crew
    from thinkers.training.many.parallel import End
    from thinkers.training.many.success import Success
    from thinkers.training.run import Run

MAX_SEEDS = 10_000
"""More than anyone trains; a typing error asks for more."""


def numbers(text: str) -> list[int]:
    """The seeds that `0-9` or `0,3,7-8` stands for.

    Raises:
        ConfigError: It stands for none, or for one twice.
    """
    found: list[int] = []
    for part in text.split(","):
        match = re.fullmatch(r"\s*([0-9]{1,9})(?:-([0-9]{1,9}))?\s*", part)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (1, 0)
        if not first <= last < first + MAX_SEEDS:
            raise ConfigError(f"expected seeds such as 0-9 or 0,3,7, got {text!r}")
        found += range(first, last + 1)
    if len(set(found)) < len(found):
        raise ConfigError(f"a seed is given twice in {text!r}")
    return found


def train_seeds(run: "Run", seeds: list[int], *, resuming: bool, crew: "Crew") -> None:
    """Train each seed, watch them on one board, and print the success rate."""
    from thinkers.training.many import seeds as training

    if run.devices > 1:
        raise ConfigError("--seeds trains each seed on one device", "leave out --devices")
    with Board(run.recipe.optimizer.steps, len(seeds)) as board:
        success = training.train_seeds(
            run, seeds, resuming=resuming, crew=crew, watch=board.watch(_result)
        )
    show(success)
    rendering.report(f"wrote {run.folder / 'success.json'} and success.csv")


def _result(end: "End") -> str:
    return str(end.value.result) if end.how == "finished" else end.reason or end.how


def show(success: "Success") -> None:
    """The outcomes, and the rate with its interval."""
    bar, (low, high) = success.bar, success.interval
    columns = [
        "seed",
        "validation",
        "exact %",
        bar.measured,
        "steps",
        "s",
        "result",
    ]
    rows = [
        [
            str(each.seed),
            number(each.validation_loss, 4),
            number(each.validation_exact and 100 * each.validation_exact),
            number(each.measured, 3),
            str(each.steps),
            f"{each.seconds:.0f}",
            each.result,
        ]
        for each in success.outcomes
    ]
    sign = "<=" if bar.measure == "mean_gap" else ">="
    title = f"{success.recipe}, bar: {bar.measured} {sign} {bar.value}"
    rendering.table(title, columns, rows)
    count = len(success.outcomes)
    rendering.print_text(
        f"{success.passed} of {count} seeds passed: {100 * success.passed / count:.0f} %, "
        f"95 % interval {100 * low:.0f}..{100 * high:.0f} %"
    )
    for each in success.outcomes:
        if each.reason:
            rendering.report(f"seed {each.seed} failed: {each.reason}")
