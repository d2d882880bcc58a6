"""What `thinkers stress --search` says and writes of the failing instance that it looked for."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from thinkers.cli import formats, outputs, rendering
from thinkers.cli.beneath import plain
from thinkers.cli.progress import Line
from thinkers.errors import ConfigError, InvalidInstanceError
from thinkers.problems.problem import Problem

if TYPE_CHECKING:
    from thinkers.scoring.searching import Candidate, Found, Search

AnyProblem = Problem[Any, Any]


def require_output(problem: AnyProblem, output: Path | None) -> None:
    """See that the file can be written and holds an instance, before any search.

    Raises:
        ConfigError: It cannot, or does not.
    """
    outputs.require_writable(output)
    if output is not None:
        formats.require_holds(problem, output, 1, answers=False)


def search(
    plan: "Search", seconds: float, seed: int, output: Path | None, *, json: bool, model: str
) -> None:
    """Search, say what was found, and write it.

    Args:
        plan: Where to look.
        seconds: How long.
        seed: Draws the instances.
        output: The file for a failing instance; None for one whose name says the problem.
        json: Whether to print one JSON object.
        model: How the user named the model.
    """
    with Line() as line:
        line.report("looking for a failing instance ...")
        found = plan.run(seconds, seed)
    file = None if found.failing is None else _write(plan.problem, found.failing, output)
    if json:
        rendering.print_json([_as_dict(plan, found, file)])
    else:
        _show(plan.problem, found, file, model)


def _write(problem: AnyProblem, failing: "Candidate", output: Path | None) -> Path | None:
    """Write the instance to the file, or to one of the first format that holds it, if any does."""
    instance, path = failing.result.instance, output
    if path is None and (suffix := _suffix(problem, instance)):
        path = Path(f"failing-{problem.name}{suffix}")
    if path is not None:
        problem.write(path, [instance], None)
    return path


def _suffix(problem: AnyProblem, instance: Any) -> str:
    """The name ending of the first format that holds an instance and is read again, or nothing."""
    for each in problem.formats:
        if each.reads and each.writes and each.instances:
            try:
                formats.require_fits(problem, Path(f"one{each.suffix}"), [instance], each)
            except (ConfigError, InvalidInstanceError):
                continue
            return each.suffix
    return ""


def _show(problem: AnyProblem, found: "Found", file: Path | None, model: str) -> None:
    looked = rendering.count(found.looked, "instance")
    if found.failing is None:
        near = found.near[0]
        rendering.print_text(
            f"no answer of {looked} failed; the nearest to it, {_where(near)}, has a margin of "
            f"{near.result.margin:.3g}"
        )
        return
    result = found.failing.result
    rendering.print_text(plain(result).text)
    rendering.print_words(problem.words(result.instance, result.solution))
    rendering.print_text(f"failing, {_where(found.failing)}: {found.failing.fault}")
    again = f"thinkers solve {problem.name} --input {file} --model {model or result.model}"
    kept = f"written to {file}: {again}" if file else "in no file, for there are none of its kind"
    rendering.print_text(f"found among {looked}, and {kept}")


def _where(candidate: "Candidate") -> str:
    size = "" if candidate.size is None else f"size {candidate.size}"
    return " of ".join(part for part in (size, candidate.family) if part) or "the problem's own"


def _as_dict(plan: "Search", found: "Found", file: Path | None) -> dict[str, Any]:
    shown = found.failing or found.near[0]
    margin = shown.result.margin
    return {
        "problem": plan.problem.name, "model": shown.result.model, "looked": found.looked,
        "failing": found.failing is not None, "family": shown.family, "size": shown.size,
        "margin": margin if margin < float("inf") else None, "reason": shown.fault,
        "instance": plan.problem.describe(shown.result.instance),
        "file": None if file is None else str(file),
    }  # fmt: skip
