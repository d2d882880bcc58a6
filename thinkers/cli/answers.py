"""What `thinkers solve` says of its answers: each of a few, all of many in a few lines."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from statistics import fmean
from typing import TYPE_CHECKING, Any

from thinkers.cli import reference, rendering
from thinkers.cli.tally import Tally
from thinkers.errors import ConfigError
from thinkers.problems.effort import Effort
from thinkers.problems.figure import Figure
from thinkers.problems.objective import Objective
from thinkers.problems.problem import Problem
from thinkers.registry.registry import installed
from thinkers.registry.strangers import attempt

if TYPE_CHECKING:
    from thinkers.engine.result import Result
    from thinkers.engine.solve import StopFor
    from thinkers.engine.stop import StopRule
    from thinkers.models.kinds import AnyModel

Drawing = Callable[["Result[Any, Any]"], Figure]
"""Makes the picture of an answer."""

FEW = 3
"""Most answers that are shown one by one, each with its picture."""


def find(
    problem: Problem[Any, Any],
    instances: Sequence[Any],
    model: "AnyModel",
    stop: "StopRule | StopFor | None",
    breadth: int | None,
    *,
    seed: int | None,
    refine: Effort | None,
    at_once: bool = False,
    **others: Any,
) -> "Iterable[Result[Any, Any]]":
    """Solve as `engine.solve` does, or as `solve_broadly` where the user asks for breadth.

    Args:
        problem: What the instances are of.
        instances: The tasks.
        model: Who solves them.
        stop: As in `solve`.
        breadth: As in `solve_broadly`; None for `solve`.
        seed: As in `solve`.
        refine: As in `solve`.
        at_once: Whether each batch's answers are wanted before the next one thinks, as from
            `solve_iter`; with breadth all come at the end.
        others: As in `solve`.

    Raises:
        ConfigError: Breadth was asked for together with refining, or with heat.
    """
    if breadth is None:
        from thinkers.engine.solve import solve, solve_iter

        find = solve_iter if at_once else solve
        return find(problem, instances, model, stop, seed=seed, refine=refine, **others)
    from thinkers.engine.breadth import solve_broadly

    if refine is not None:
        raise ConfigError("--breadth keeps the best raw answer, and refines none", "leave out one")
    if others.pop("heat", False):
        raise ConfigError(
            "--heat shades the scores of one thought, --breadth takes the best answer of several",
            "leave out one",
        )
    return solve_broadly(problem, instances, model, stop, breadth=breadth, seed=seed, **others)


def show(results: "Sequence[Result[Any, Any]]", figure: Drawing | None) -> None:
    """Print each of a few answers, in words where its problem has some, and what all come to.

    Args:
        results: All of one problem and model.
        figure: Draws each of a few; None for no pictures.
    """
    if len(results) > FEW:
        _show_many(results)
        return
    for result in results:
        if figure is not None:
            rendering.print_text(_told("draw", partial(_text, figure, result)))
        rendering.print_words(_told("say", partial(_words, result)))
        rendering.print_text(result.summary())
        verdict = result.verdict
        if verdict.possible and not verdict.feasible and (remedy := Tally.of([result]).remedy()):
            rendering.print_text(remedy)
        if line := _told("compare", partial(reference.beside, result)):
            rendering.print_text(line)
    if len(results) > 1:
        rendering.print_text(f"{len(results)} answers: {Tally.of(results).verified()}")


def _told(what: str, tell: Callable[[], str]) -> str:
    """What a plugin says of an answer; a warning and nothing where it fails: the answer stands."""
    return attempt(tell, lambda fault: rendering.warn(f"cannot {what} the answer: {fault}")) or ""


def _text(figure: Drawing, result: "Result[Any, Any]") -> str:
    return figure(result).text


def _words(result: "Result[Any, Any]") -> str:
    return result.problem.words(result.instance, result.solution)


def _show_many(results: "Sequence[Result[Any, Any]]") -> None:
    problem = results[0].problem
    costs = sorted(result.verdict.cost for result in results if result.verdict.feasible)
    facts = [("answers", Tally.of(results).verified())]
    if problem.objective and costs:
        mean, best, worst = map(problem.objective.turned, (fmean(costs), costs[0], costs[-1]))
        told = f"mean {mean:.6g}, best {best:.6g}, worst {worst:.6g}"
        facts.append((problem.objective.unit, told + _refined(results, problem.objective)))
    if any(result.breadth for result in results):
        raw = sum(result.raw.right for result in results)
        facts.append(("raw", f"{raw} verified by the instances' own last answers"))
    facts += [
        ("thinking", _thinking(results)),
        ("each answer", "--json prints it, -o writes it, --draw draws it"),
    ]
    if problem.reference in installed().baselines(problem.name):
        compare = f"`thinkers compare {problem.name}` with the same options"
        facts.append((problem.reference, compare))
    rendering.facts(f"{problem.name}, {len(results)} instances", facts)


def _refined(results: "Sequence[Result[Any, Any]]", objective: Objective) -> str:
    if not any(result.refining for result in results):
        return ""
    raw = [result.raw_cost for result in results if result.raw.feasible]
    return f", refined from a mean of {objective.turned(fmean(raw)):.6g}" if raw else ", refined"


def _thinking(results: "Sequence[Result[Any, Any]]") -> str:
    iterations = [result.iterations for result in results]
    least, most = min(iterations), max(iterations)
    reasons = Counter(result.stopped_by for result in results)
    stopped = ", ".join(f"{reason} ({count})" for reason, count in sorted(reasons.items()))
    return (
        f"{results[0].model}, {least if least == most else f'{least} to {most}'} iterations and "
        f"{fmean(result.seconds for result in results):.2g} s each on {results[0].device}, "
        f"stopped by {stopped}"
    )
