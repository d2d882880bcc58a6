"""Sweeps of `compare`: one comparison for each size, family and number of iterations."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Annotated, Any

import typer

from thinkers.cli import options
from thinkers.errors import ConfigError
from thinkers.problems.wording import sized
from thinkers.registry.registry import AnyProblem

Sizes = Annotated[
    str, typer.Option("--sizes", help="Compare at each of these sizes, such as 20,50,100.")
]
IterationCounts = Annotated[
    str,
    typer.Option(
        "--iterations-sweep",
        help="Compare with each of these as the most iterations, such as 10,30,100.",
    ),
]

USUAL = 20
"""How many instances are compared on, unless it is said."""

MOST = 9
"""Digits that a number of iterations may have."""


@dataclass(frozen=True)
class Point:
    """One comparison of a sweep.

    Attributes:
        given: The generator's options.
        iterations: The most that models think; None for what their cards say.
        setting: What the sweep varies, by name; empty without a sweep.
    """

    given: Mapping[str, Any]
    iterations: int | None
    setting: Mapping[str, Any]

    def words(self, task: AnyProblem) -> str:
        """The setting, as a title says it."""
        said = {
            "size": sized(self.setting.get("size"), str(task.size_option)),
            "family": f"family {self.setting.get('family')}",
            "iterations": f"at most {self.setting.get('iterations')} iterations",
        }
        return ", ".join(said[name] for name in self.setting)


@dataclass(frozen=True)
class Sweep:
    """What is varied from comparison to comparison."""

    instances: Annotated[int | None, options.how_many(USUAL)] = None
    sizes: Sizes = ""
    iterations_sweep: IterationCounts = ""

    def points(
        self,
        task: AnyProblem,
        given: Mapping[str, Any],
        families: Sequence[str],
        iterations: int | None,
        *,
        reads: bool,
    ) -> Iterator[Point]:
        """Each size, within it each family, within it each number of iterations.

        Args:
            task: The problem.
            given: The generator's options.
            families: Those that were named; one says no more than that option does.
            iterations: What was given by the option.
            reads: Whether instances come from files.

        Raises:
            ConfigError: Options that do not go together, or are out of range.
        """
        from thinkers.cli.choosing import choose_sizes

        self._require_sense(task, given, families, iterations, reads=reads)
        sizes = [{"size": size} for size in choose_sizes(task, self.sizes)] if self.sizes else [{}]
        named = [{"family": family} for family in families] if len(families) > 1 else [{}]
        counts = [{"iterations": count} for count in self._counts()] or [{}]
        for size, family, count in product(sizes, named, counts):
            own = dict(given)
            if size:
                own[str(task.size_option)] = size["size"]
            if families:
                own["family"] = family.get("family", families[0])
            yield Point(own, count.get("iterations", iterations), {**size, **family, **count})

    def _require_sense(
        self,
        task: AnyProblem,
        given: Mapping[str, Any],
        families: Sequence[str],
        iterations: int | None,
        *,
        reads: bool,
    ) -> None:
        if self.sizes and task.size_option in given:
            raise ConfigError(f"--sizes says what --{task.size_option} would", "give one of them")
        if self.iterations_sweep and iterations is not None:
            raise ConfigError("--iterations-sweep says what --iterations would", "give one of them")
        if reads and (self.sizes or families):
            name = "--sizes" if self.sizes else "--family"
            raise ConfigError(f"{name} generates instances, --input reads them", "give one of them")
        options.require_once(families, "a family")

    def _counts(self) -> list[int]:
        words = self.iterations_sweep.split(",") if self.iterations_sweep else []
        if not all(word.isdecimal() and len(word) <= MOST and int(word) for word in words):
            got = f"got {self.iterations_sweep!r:.60}"
            raise ConfigError(f"expected numbers of iterations such as 10,30,100, {got}")
        return options.require_once([int(word) for word in words], "a number of iterations")
