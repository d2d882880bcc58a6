"""Checks that a plugin keeps its contract: run them from pytest, a script or the shell.

    from thinkers.testing import problem_checks
    @pytest.mark.parametrize("check", problem_checks(Tsp()), ids=str)
    def test_contract(check): check()

or derive a test class from `ProblemContract`, or run `thinkers check-plugin tsp`.
Nothing here imports pytest, and nothing else of the core imports this package.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from thinkers.models.card import ModelCard
from thinkers.problems.signature import PAIRS, Layout, Signature
from thinkers.registry.registry import Registry
from thinkers.settings import Settings
from thinkers.testing import augmenting, baselines, batches, files, problems, terms
from thinkers.testing.attributes import names_are_read
from thinkers.testing.baselines import AnyBaseline, AnyProblem
from thinkers.testing.contract import Check as Check
from thinkers.testing.contract import ContractError as ContractError
from thinkers.testing.contract import SkippedError as SkippedError
from thinkers.testing.contract import checks_of, hold
from thinkers.testing.samples import small

if TYPE_CHECKING:
    from thinkers.nets import Thinker

Rules = tuple[Callable[..., None], ...]
"""The rules of a contract, in the order that they are checked."""


def problem_checks(problem: AnyProblem, params: Settings | None = None) -> list[Check]:
    """The checks of a problem.

    Args:
        problem: What to check.
        params: Options to generate with; by default those of small instances.
    """
    rules: Rules = problems.RULES + files.RULES + batches.RULES + augmenting.RULES
    return checks_of((*rules, names_are_read), problem, params or small(problem))


def baseline_checks(
    baseline: AnyBaseline, problem: AnyProblem, params: Settings | None = None
) -> list[Check]:
    """The checks of a baseline, on instances of its problem."""
    rules: Rules = (*baselines.RULES, *terms.RULES, names_are_read)
    return checks_of(rules, baseline, problem, params or small(problem))


def thinker_checks(thinker: "type[Thinker]") -> list[Check]:
    """The checks of a thinker, on every layout that it claims."""
    from thinkers.testing import gradients, nets

    rules = nets.RULES + gradients.RULES
    checks = [
        check
        for kind, signature in _toy_signatures(thinker).items()
        for check in checks_of(rules, thinker, signature, suffix=f" ({kind})")
    ]
    return checks + checks_of((names_are_read,), thinker)


def model_checks(model: ModelCard, registry: Registry) -> list[Check]:
    """The checks of a model file, its own scores among them."""
    from thinkers.testing import models

    return checks_of(models.RULES, model, registry)


class ProblemContract:
    """Derive a test class, set `problem` (and `params` if you like); pytest does the rest."""

    problem: ClassVar[AnyProblem]
    params: ClassVar[Settings | None] = None

    def test_contract(self) -> None:
        """The problem keeps every rule."""
        hold(problem_checks(self.problem, self.params))


class BaselineContract:
    """Derive a test class and set `baseline` and `problem`."""

    baseline: ClassVar[AnyBaseline]
    problem: ClassVar[AnyProblem]
    params: ClassVar[Settings | None] = None

    def test_contract(self) -> None:
        """The baseline keeps every rule."""
        hold(baseline_checks(self.baseline, self.problem, self.params))


class ThinkerContract:
    """Derive a test class and set `thinker`."""

    thinker: "ClassVar[type[Thinker]]"

    def test_contract(self) -> None:
        """The thinker keeps every rule."""
        hold(thinker_checks(self.thinker))


def _toy_signatures(thinker: "type[Thinker]") -> dict[str, Signature]:
    """A small signature of each layout and kind that a thinker claims to think on, by its name."""
    every: dict[str, Signature] = {}
    for layout in sorted(thinker.layouts):
        every[layout] = plain = toy_signature(layout)
        if layout in PAIRS and thinker.pairs:
            every[f"{layout}, classes"] = replace(plain, target="class", classes=3)
            every[f"{layout}, nodes"] = replace(plain, target="node", classes=3)
        if layout == "matrix" and thinker.pairs:
            every["matrix, bipartite"] = replace(plain, bipartite=True)
            every["matrix, padded"] = replace(plain, padded=True)
    return every


def toy_signature(layout: Layout) -> Signature:
    """A small signature of that layout."""
    if layout in PAIRS:
        return Signature(layout, channels=2, classes=1, target="row")
    return Signature(layout, channels=2, classes=3)
