"""What `thinkers solve` says of its answers: each of a few, all of many in a few lines."""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from statistics import fmean
from typing import TYPE_CHECKING, Any

from thinkers.cli import reference, rendering
from thinkers.errors import ConfigError, SolveError
from thinkers.problems.effort import Effort
from thinkers.problems.objective import Objective
from thinkers.problems.problem import Problem
from thinkers.registry.registry import installed
from thinkers.registry.strangers import attempt

if TYPE_CHECKING:
    from thinkers.engine.result import Result
    from thinkers.engine.solve import StopFor
    from thinkers.engine.stop import StopRule
    from thinkers.models.store import Model

FEW = 3
"""Most answers that are shown one by one, each with its picture."""

NAMED = 10
"""Most wrong answers that are named by their numbers."""


def find(
    problem: Problem[Any, Any],
    instances: Sequence[Any],
    model: "Model",
    stop: "StopRule | StopFor | None",
    breadth: int | None,
    *,
    seed: int | None,
    refine: Effort | None,
    **others: Any,
) -> "list[Result[Any, Any]]":
    """Solve as `engine.solve` does, or as `solve_broadly` where the user asks for breadth.

    Raises:
        ConfigError: Both breadth and refining were asked for.
    """
    if breadth is None:
        from thinkers.engine.solve import solve

        return solve(problem, instances, model, stop, seed=seed, refine=refine, **others)
    from thinkers.engine.breadth import solve_broadly

    if refine is not None:
        raise ConfigError("--breadth keeps the best raw answer, and refines none", "leave out one")
    return solve_broadly(problem, instances, model, stop, breadth=breadth, seed=seed, **others)


def show(results: "Sequence[Result[Any, Any]]", *, pictures: bool) -> None:
    """Print each of a few answers, in words where its problem has some, and what all come to.

    Args:
        results: All of one problem and model.
        pictures: Whether each of a few is drawn, too.
    """
    if len(results) > FEW:
        _show_many(results)
        return
    for result in results:
        if pictures:
            rendering.print_text(_told("draw", partial(_picture, result)))
        rendering.print_words(_told("say", partial(_words, result)))
        rendering.print_text(result.summary())
        verdict = result.verdict
        if verdict.possible and not verdict.feasible and (remedy := _remedy([result])):
            rendering.print_text(remedy)
        if line := _told("compare", partial(reference.beside, result)):
            rendering.print_text(line)
    if len(results) > 1:
        rendering.print_text(f"{len(results)} answers: {_verified(results)}")


def _told(what: str, tell: Callable[[], str]) -> str:
    """What a plugin says of an answer; a warning and nothing where it fails: the answer stands."""
    return attempt(tell, lambda fault: rendering.warn(f"cannot {what} the answer: {fault}")) or ""


def _picture(result: "Result[Any, Any]") -> str:
    return result.problem.draw(result.instance, result.solution).text


def _words(result: "Result[Any, Any]") -> str:
    return result.problem.words(result.instance, result.solution)


def require_verified(results: "Sequence[Result[Any, Any]]") -> None:
    """See that every answer was held against what is known, and stands.

    Raises:
        SolveError: Says how many are wrong, and what may help.
    """
    if not all(result.verdict.right for result in results):
        raise SolveError(_fault(results), _advice(results))


def _fault(results: "Sequence[Result[Any, Any]]") -> str:
    """What is wrong with answers that are not all verified, in one sentence."""
    if len(results) == 1:
        verdict = results[0].verdict
        known = "the answer is not verified: no right one is known to hold it against"
        if not verdict.possible:
            return f"there is no answer: {verdict.reason}"
        return known if verdict.unknown else f"the answer is wrong: {verdict.reason}"
    return f"not every answer is verified: {_verified(results)}"


def _advice(results: "Sequence[Result[Any, Any]]") -> str:
    """What may give better answers, in one line."""
    problem = results[0].problem
    if not any(result.verdict.possible for result in results):
        return ""
    compare = f"`thinkers compare {problem.name}` with the same options"
    ask = f"{compare} shows what {problem.reference} finds"
    remedy = _remedy(results)
    return f"{remedy}; {ask}" if remedy else ask


def _remedy(results: "Sequence[Result[Any, Any]]") -> str:
    """The options that may give better answers, and were not used; empty where there are none."""
    problem = results[0].problem
    options = []
    if type(problem).symmetric is not Problem.symmetric:
        options += ["--breadth 8"] * (not any(result.breadth for result in results))
    if problem.refinable and not any(result.refining for result in results):
        options.append("--refine")
    return f"{' or '.join(options)} may mend it" if options else ""


def _show_many(results: "Sequence[Result[Any, Any]]") -> None:
    problem = results[0].problem
    costs = sorted(result.verdict.cost for result in results if result.verdict.feasible)
    facts = [("answers", _verified(results))]
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


def _verified(results: "Sequence[Result[Any, Any]]") -> str:
    """How many answers are verified, wrong, impossible and unknown, and which are not verified."""
    impossible, unknown = _numbers(results, "possible"), _numbers(results, "known")
    wrong = [number for number in _numbers(results, "feasible") if number not in impossible]
    kinds = (("wrong", wrong), ("without any answer", impossible), ("unknown", unknown))
    told = [f"{len(results) - sum(len(numbers) for _, numbers in kinds)} verified"]
    for word, numbers in kinds:
        named = ", ".join(map(str, numbers[:NAMED])) + ", ..." * (len(numbers) > NAMED)
        told += [f"{len(numbers)} {word} (instances {named})"] * bool(numbers)
    return ", ".join(told)


def _numbers(results: "Sequence[Result[Any, Any]]", wanting: str) -> list[int]:
    """The numbers, from 0, of the answers whose verdict lacks something."""
    return [place for place, each in enumerate(results) if not getattr(each.verdict, wanting)]


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
