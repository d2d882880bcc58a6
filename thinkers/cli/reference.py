"""The answer of the problem's reference baseline beside a thinker's, where it is cheap to get."""

from copy import deepcopy
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from thinkers.errors import ThinkersError
from thinkers.registry.registry import installed

if TYPE_CHECKING:
    from thinkers.engine.result import Result
    from thinkers.problems.baseline import Baseline
    from thinkers.scoring.runs import Answer


def beside(result: "Result[Any, Any]") -> str:
    """One line about what the reference found, or why it was not asked; empty without one.

    Where no answer is known, the reference appraises the answer.
    """
    problem = result.problem
    reference = installed().baselines(problem.name).get(problem.reference)
    if reference is None:
        return ""
    from thinkers.scoring.footing.performing import refusal
    from thinkers.scoring.measuring import measure

    head = f"{reference.name}, for comparison:"
    result = replace(  # what a baseline does to its instance stays with it
        result, instance=deepcopy(result.instance), solution=deepcopy(result.solution)
    )
    if reason := refusal(reference, result.instance):
        return f"{head} left out, {reason}"
    if not reference.cheap(result.instance):
        ask = f"`thinkers compare {problem.name} --baseline {reference.name}`"
        return f"{head} left out, it may take more than a second here; {ask} asks it"
    if result.verdict.unknown and reference.appraisal_unit:
        return _appraisal(reference, result)
    found = measure(problem, result.instance, reference)
    return f"{head} {_words(result, found)} in {found.seconds:.2g} s"


def _appraisal(reference: "Baseline[Any, Any]", result: "Result[Any, Any]") -> str:
    try:
        found = reference.appraise(result.instance, result.solution)
    except ThinkersError as error:
        return f"{reference.name} could not appraise it: {error}"
    if found is None:
        return ""
    unit = reference.appraisal_unit
    describe = result.problem.describe_solution
    own = _plain(describe(found.best))
    if describe(found.best) == describe(result.solution):
        return f"{reference.name} would answer the same ({found.value:+.6g} {unit})"
    return (
        f"{reference.name} would answer {own} ({found.value:+.6g} {unit}); "
        f"this answer is {found.loss:.6g} {unit} worse"
    )


def _plain(description: dict[str, Any]) -> str:
    return ", ".join(str(value) for value in description.values())


def _words(result: "Result[Any, Any]", found: "Answer") -> str:
    verdict, objective = found.verdict, result.problem.objective
    if not verdict.feasible:
        fault = "no answer" if found.failure else "no valid answer" if objective else "wrong"
        return f"{fault}: {verdict.reason}"
    if verdict.unknown:
        return f"not scored: {verdict.reason or 'no answer is known'}"
    return objective.words(verdict.cost) if objective else "right"
