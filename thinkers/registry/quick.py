"""From Python in one call: one instance of a problem, solved by an installed model."""

import inspect
import warnings
from typing import Any

from thinkers.engine.devices import threads_set_to
from thinkers.engine.result import Result
from thinkers.engine.solve import StopFor, solve
from thinkers.engine.stop import StopRule
from thinkers.models.store import Model
from thinkers.problems.effort import Effort
from thinkers.registry.choosing import choose_for
from thinkers.registry.registry import installed


def solve_one(
    problem: str,
    instance: Any,
    *,
    model: str | Model = "",
    stop: StopRule | StopFor | None = None,
    refine: Effort | None = None,
    seconds: float | None = None,
    device: str = "auto",
    threads: int = 1,
) -> Result[Any, Any]:
    """Solve one instance as `thinkers solve` does, and check the answer.

    Not for many instances: each call loads the model, unless it is given one, and `solve` thinks
    of instances of one shape together.

    Args:
        problem: The name of an installed problem.
        instance: The task, as that problem has it.
        model: A name, a file, or a loaded model; empty for the installed one that was measured to
            be good at such instances, the problem's default before others.
        stop: When to stop thinking; None for the model's own rule.
        refine: How long to improve the answer by classical means; None for not at all.
        seconds: Wall time for the whole answer, as in `solve`; None for as long as it takes.
        device: `auto`, `cpu` or `cuda`.
        threads: How many threads torch computes with during this call; small recurrent networks
            are fastest with one.

    Returns:
        The answer and its verdict; an infeasible answer is a result like any other.

    Warns:
        UserWarning: The model was not measured on instances like this one.

    Raises:
        ThinkersError: There is no such problem or model, or the instance is not one of it.
    """
    registry = installed()
    task = registry.problem(problem)
    with threads_set_to(threads):
        task.require(instance)
        choice = choose_for(registry, task, [instance], model)
        if choice.warning:
            warnings.warn(choice.warning, stacklevel=_callers_level())
        [result] = solve(
            task, [instance], choice.model, stop, refine=refine, seconds=seconds, device=device
        )
        return result


def _callers_level() -> int:
    """The `stacklevel` that shows the line which called us or a plugin, as `warnings.warn` counts.

    Frames of packages whose names begin with `thinkers` are passed over.
    """
    frame, level = inspect.currentframe(), 0
    while frame is not None and frame.f_globals.get("__name__", "").startswith("thinkers"):
        frame, level = frame.f_back, level + 1
    return level
