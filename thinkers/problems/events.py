"""Progress of a long piece of work, as numbers; the listener words it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

Work = Literal["thinking", "answering", "refining", "labelling", "solving"]
"""What is done with each instance: `answering` is decoding and judging what was thought, `solving`
a classical solver's work."""

LABELS_AT_ONCE = 16
"""Instances that are labelled between two reports (our choice)."""

Task = TypeVar("Task")
Label = TypeVar("Label")


@dataclass(frozen=True)
class Advance:
    """How far a piece of work is.

    Attributes:
        work: What is done with each instance.
        done: Instances that are finished.
        total: All instances.
        iteration: Iterations that the present batch has thought.
        limit: The most that it may think; None where only time or the thoughts themselves end it.
        batch: Instances of the present batch.
    """

    work: Work
    done: int
    total: int
    iteration: int = 0
    limit: int | None = None
    batch: int = 0

    @property
    def share(self) -> float:
        """How much of the work is done, from 0 to 1, were every thought to take its limit."""
        begun = self.batch * self.iteration / self.limit if self.limit else 0.0
        return min(1.0, (self.done + begun) / self.total) if self.total else 1.0


Watch = Callable[[Advance], None]
"""Told how far the work is, often."""

Report = Callable[[str | Advance], None]
"""Told lines that are to stay, and how far the work is, often."""


def unwatched(advance: Advance) -> None:
    """A listener that ignores all progress."""
    del advance


def in_parts(
    label: Callable[[Sequence[Task]], list[Label]], tasks: Sequence[Task], watch: Watch
) -> list[Label]:
    """The labels of all tasks, made part by part, with progress reported."""
    labels: list[Label] = []
    while len(labels) < len(tasks):
        watch(Advance("labelling", len(labels), len(tasks)))
        labels += label(tasks[len(labels) : len(labels) + LABELS_AT_ONCE])
    watch(Advance("labelling", len(labels), len(tasks)))
    return labels
