"""Instances to learn from that stand in files, such as failures that `stress --search` found."""

from pathlib import Path
from typing import Any

from thinkers.errors import ConfigError
from thinkers.problems.batch import Batch
from thinkers.problems.files import require_regular
from thinkers.problems.problem import Problem
from thinkers.training.task import Task

AnyProblem = Problem[Any, Any]


def of_files(task: Task, place: Path) -> list[Batch]:
    """Labelled batches of the instances of a file, or of all files of a folder; one for each shape.

    Labels are the problem's own: answers that stand beside the instances may be wrong.

    Raises:
        ConfigError: There is nothing that the problem reads.
        InvalidInstanceError: What is wrong with a file, and where.
    """
    paths = _readable(task.problem, place)
    instances = [instance for path in paths for instance in task.problem.read(path)]
    return task.labelled(instances)


def _readable(problem: AnyProblem, place: Path) -> list[Path]:
    if not place.is_dir():
        if place.is_file():
            return [place]
        raise ConfigError(f"there is no file {place} to train on")
    known = [each.suffix for each in problem.formats if each.reads]
    found = [path for path in sorted(place.iterdir()) if path.suffix.lower() in known]
    for path in found:
        require_regular(path)
    if not found:
        raise ConfigError(
            f"the folder {place} has no files of {problem.name}", f"expected {', '.join(known)}"
        )
    return found
