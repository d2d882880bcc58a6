"""Checks that a plugin keeps its contract: run them from pytest, a script or the shell.

    from thinkers.testing import problem_checks
    @pytest.mark.parametrize("check", problem_checks(Tsp()), ids=str)
    def test_contract(check): check()

or derive a test class from `ProblemContract`, or run `thinkers check-plugin tsp`.
Nothing here imports pytest; the core never imports this module.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from thinkers.baseline import Baseline
from thinkers.errors import ThinkersError
from thinkers.models import ModelCard
from thinkers.problem import Problem, Signature
from thinkers.registry import Registry
from thinkers.settings import Settings

if TYPE_CHECKING:
    from thinkers.nets import Thinker

AnyProblem = Problem[Any, Any]
AnyBaseline = Baseline[Any, Any]

COUNT = 3
"""Instances that each check looks at."""

ITERATIONS = 3
"""Steps that a thinker is tried for."""


class ContractError(AssertionError):
    """A plugin breaks its contract; the message says which rule, and how."""


@dataclass(frozen=True)
class Check:
    """One rule of a contract, ready to run.

    Attributes:
        name: The rule, in a few words.
        run: Raises ContractError, or whatever the plugin raises, when the rule is broken.
    """

    name: str
    run: Callable[[], None]

    def __call__(self) -> None:
        """Run the check."""
        self.run()

    def __str__(self) -> str:
        return self.name


def require(holds: bool, rule: str) -> None:
    """Raise ContractError with `rule` unless it holds."""
    if not holds:
        raise ContractError(rule)


def problem_checks(problem: AnyProblem, params: Settings | None = None) -> list[Check]:
    """The checks of a problem.

    Args:
        problem: What to check.
        params: Options to generate with; small ones keep the checks fast.
    """
    settings = params or problem.Params()
    rules = [
        described, seeded, stateless, shaped, labels_are_right, labels_survive_decoding,
        wrong_answers_are_found, any_scores_decode, described_in_json, drawn, files_invert,
    ]  # fmt: skip
    return [
        Check(rule.__name__.replace("_", " "), lambda rule=rule: rule(problem, settings))  # type: ignore[misc]
        for rule in rules
    ]


def baseline_checks(
    baseline: AnyBaseline, problem: AnyProblem, params: Settings | None = None
) -> list[Check]:
    """The checks of a baseline, on instances of its problem."""
    settings = params or problem.Params()
    rules = [answers_are_feasible, answers_are_repeatable, bounds_are_bounds]
    return [
        Check(
            rule.__name__.replace("_", " "),
            lambda rule=rule: rule(baseline, problem, settings),  # type: ignore[misc]
        )
        for rule in rules
    ]


def thinker_checks(thinker: "type[Thinker]") -> list[Check]:
    """The checks of a thinker, on every layout that it claims."""
    from thinkers.testing_nets import RULES

    return [
        Check(
            f"{rule.__name__.replace('_', ' ')} ({layout})",
            lambda rule=rule, layout=layout: rule(thinker, toy_signature(layout)),  # type: ignore[misc]
        )
        for layout in sorted(thinker.layouts)
        for rule in RULES
    ]


def model_checks(model: ModelCard, registry: Registry) -> list[Check]:
    """The checks of a model file: its problem and thinker are there, and it solves the toy."""

    def solves() -> None:
        from thinkers.engine import solve
        from thinkers.models import load_model

        problem = registry.problem(model.card.problem)
        thinker = registry.thinkers()[model.card.thinker]
        loaded = load_model(model, thinker, problem.encodings)
        result = solve(problem, [problem.toy()[0]], loaded, device="cpu")[0]
        require(result.verdict.feasible, f"the toy is solved: {result.verdict.reason}")

    return [Check("solves the toy", solves)]


class ProblemContract:
    """Derive a test class, set `problem` (and `params` to keep it fast); pytest does the rest."""

    problem: ClassVar[AnyProblem]
    params: ClassVar[Settings | None] = None

    def test_contract(self) -> None:
        """The problem keeps every rule."""
        for check in problem_checks(self.problem, self.params):
            check()


class BaselineContract:
    """Derive a test class and set `baseline` and `problem`."""

    baseline: ClassVar[AnyBaseline]
    problem: ClassVar[AnyProblem]
    params: ClassVar[Settings | None] = None

    def test_contract(self) -> None:
        """The baseline keeps every rule."""
        for check in baseline_checks(self.baseline, self.problem, self.params):
            check()


class ThinkerContract:
    """Derive a test class and set `thinker`."""

    thinker: "ClassVar[type[Thinker]]"

    def test_contract(self) -> None:
        """The thinker keeps every rule."""
        for check in thinker_checks(self.thinker):
            check()


def toy_signature(layout: Any) -> Signature:
    """A small signature of that layout."""
    if layout == "matrix":
        return Signature("matrix", channels=2, classes=1, target="row")
    return Signature(layout, channels=2, classes=3)


def described(problem: AnyProblem, params: Settings) -> None:
    """Names, options and encodings are there and agree."""
    require(problem.name == problem.name.strip().lower() != "", "name is lower case, not empty")
    require(bool(problem.summary), "summary says what the problem is")
    require(bool(problem.encodings), "there is at least one encoding")
    require(problem.size_option in type(params).model_fields, "size_option names a field of Params")
    problem.Params()


def seeded(problem: AnyProblem, params: Settings) -> None:
    """The same seed gives the same instances, and the first do not depend on the count."""
    first, again, more = _draw(problem, params), _draw(problem, params), _draw(problem, params, 2)
    require(len(first) == COUNT, "generate gives as many instances as asked for")
    described = [problem.describe(instance) for instance in first]
    require(
        described == [problem.describe(instance) for instance in again],
        "the same seed gives the same instances",
    )
    require(
        described[:2] == [problem.describe(instance) for instance in more],
        "the first instances do not depend on the count",
    )


def stateless(problem: AnyProblem, params: Settings) -> None:
    """Generating reads no global random state, and leaves it alone."""
    before = np.random.get_state()[1].tolist()  # type: ignore[index,union-attr]  # noqa: NPY002
    first = _draw(problem, params)
    np.random.default_rng(1).random()
    require(before == np.random.get_state()[1].tolist(), "global random state is left alone")  # type: ignore[index,union-attr]  # noqa: NPY002
    other = _draw(type(problem)(), params)
    require(
        [problem.describe(i) for i in first] == [problem.describe(i) for i in other],
        "a new object of the problem gives the same instances",
    )


def shaped(problem: AnyProblem, params: Settings) -> None:
    """Batches have the shapes and types that the signature and `Batch` say."""
    for encoding, signature in problem.encodings.items():
        for instance in _draw(problem, params):
            solution = problem.label([instance])[0]
            batch = problem.encode([instance], encoding, [solution])
            shape = problem.shape(instance, encoding)
            require(len(shape) == signature.axes, "shape has as many axes as the layout")
            require(batch.inputs.dtype == np.float32, "inputs are float32")
            require(batch.inputs.shape == (1, signature.channels, *shape), "inputs fit the shape")
            require(bool(np.isfinite(batch.inputs).all()), "inputs are finite")
            require(batch.mask.dtype == bool and batch.mask.shape == (1, *shape), "mask is bool")
            require(batch.targets is not None, "targets are there when solutions are given")
            require(batch.targets.shape == (1, *shape), "targets fit the shape")  # type: ignore[union-attr]
            if signature.target == "class":
                require(batch.targets.dtype == np.int64, "class targets are int64")  # type: ignore[union-attr]
                require(int(batch.targets.max()) < signature.classes, "targets are classes")  # type: ignore[union-attr]
            else:
                sums = batch.targets.sum(-1)  # type: ignore[union-attr]
                require(bool(np.allclose(sums, 1, atol=1e-5)), "rows of targets sum to 1")
            require(problem.encode([instance], encoding).targets is None, "no labels, no targets")


def labels_are_right(problem: AnyProblem, params: Settings) -> None:
    """`check` accepts the labels, and the toy's answer by hand."""
    instances = _draw(problem, params)
    for instance, solution in [*_labelled(problem, instances), problem.toy()]:
        verdict = problem.check(instance, solution)
        require(verdict.feasible, f"labels are feasible: {verdict.reason}")


def labels_survive_decoding(problem: AnyProblem, params: Settings) -> None:
    """Decoding the targets of a label costs what the label costs."""
    for encoding, signature in problem.encodings.items():
        for instance, solution in _labelled(problem, _draw(problem, params)):
            targets = problem.encode([instance], encoding, [solution]).targets
            scores = _sure(np.asarray(targets)[0], signature)
            decoded = problem.decode(scores, instance, encoding)
            cost, expected = problem.check(instance, decoded), problem.check(instance, solution)
            require(
                bool(np.isclose(cost.cost, expected.cost)),
                f"decode(encode(label)) is as good as the label: {cost.reason or cost.cost}",
            )


def wrong_answers_are_found(problem: AnyProblem, params: Settings) -> None:
    """Scores that mean nothing do not pass as the best answers."""
    rng = np.random.default_rng(0)
    for encoding, signature in problem.encodings.items():
        worse = False
        for instance, solution in _labelled(problem, _draw(problem, params, 20)):
            best = problem.check(instance, solution).cost
            shape = (signature.classes, *problem.shape(instance, encoding))
            noise = rng.standard_normal(shape).astype(np.float32)
            worse |= problem.check(instance, problem.decode(noise, instance, encoding)).cost > best
        require(worse, "answers decoded from noise are worse than labels, and check says so")


def any_scores_decode(problem: AnyProblem, params: Settings) -> None:
    """Ties and extreme scores decode to some answer, and `check` judges it."""
    for encoding, signature in problem.encodings.items():
        instance = _draw(problem, params)[0]
        shape = (signature.classes, *problem.shape(instance, encoding))
        for value in (0.0, 1e30, -1e30):
            scores = np.full(shape, value, np.float32)
            problem.check(instance, problem.decode(scores, instance, encoding))


def described_in_json(problem: AnyProblem, params: Settings) -> None:
    """Instances and answers describe themselves in plain JSON types."""
    import json

    for instance, solution in _labelled(problem, _draw(problem, params)):
        json.dumps(problem.describe(instance), allow_nan=False)
        json.dumps(problem.describe_solution(solution), allow_nan=False)


def drawn(problem: AnyProblem, params: Settings) -> None:
    """Pictures can be made with and without an answer, in all three forms."""
    instance, solution = _labelled(problem, _draw(problem, params))[0]
    for answer in (None, solution):
        figure = problem.draw(instance, answer)
        require(bool(figure.text.strip()), "the picture has text")
        require(figure.svg().lstrip().startswith("<"), "the picture has SVG")
        require(figure.png().startswith(b"\x89PNG"), "the picture has PNG")


def files_invert(problem: AnyProblem, params: Settings) -> None:
    """Every file form that can be written gives the instances back when read."""
    instances = _draw(problem, params)
    expected = [problem.describe(instance) for instance in instances]
    with TemporaryDirectory() as folder:
        for suffix in problem.suffixes:
            path = Path(folder) / f"instances{suffix}"
            for count in (len(instances), 1):
                try:
                    problem.write(path, instances[:count], None)
                except ThinkersError:
                    continue
                found = [problem.describe(instance) for instance in problem.read(path)]
                require(
                    [_unnamed(one) for one in found] == [_unnamed(one) for one in expected[:count]],
                    f"reading gives back what was written to {suffix}",
                )


def answers_are_feasible(
    baseline: AnyBaseline, problem: AnyProblem, params: Settings
) -> None:
    """The problem's own check accepts the baseline's answers."""
    require(baseline.problem == problem.name, "the baseline names its problem")
    for instance in _suitable(baseline, problem, params):
        verdict = problem.check(instance, baseline.solve(instance, _rng()).solution)
        require(verdict.feasible, f"answers are feasible: {verdict.reason}")


def answers_are_repeatable(
    baseline: AnyBaseline, problem: AnyProblem, params: Settings
) -> None:
    """The same random numbers give the same answer."""
    for instance in _suitable(baseline, problem, params):
        first, again = (baseline.solve(instance, _rng()).solution for _ in range(2))
        require(
            problem.describe_solution(first) == problem.describe_solution(again),
            "the same seed gives the same answer",
        )


def bounds_are_bounds(baseline: AnyBaseline, problem: AnyProblem, params: Settings) -> None:
    """Bounds are not above costs, and proved answers are as good as labels."""
    for instance, label in _labelled(problem, list(_suitable(baseline, problem, params))):
        answer = baseline.solve(instance, _rng())
        cost, best = (problem.check(instance, s).cost for s in (answer.solution, label))
        require(answer.bound is None or answer.bound <= cost * (1 + 1e-6), "the bound is below")
        require(not answer.proved or cost <= best * (1 + 1e-6), "proved answers are optimal")


def _draw(problem: AnyProblem, params: Settings, count: int = COUNT) -> list[Any]:
    return problem.generate(_rng(), count, params)


def _rng() -> np.random.Generator:
    return np.random.default_rng(0)


def _labelled(problem: AnyProblem, instances: list[Any]) -> list[tuple[Any, Any]]:
    return list(zip(instances, problem.label(instances), strict=True))


def _suitable(baseline: AnyBaseline, problem: AnyProblem, params: Settings) -> Iterator[Any]:
    return (one for one in _draw(problem, params) if not baseline.unsuitable(one))


def _unnamed(description: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in description.items() if key != "name"}


def _sure(targets: np.ndarray[Any, Any], signature: Signature) -> np.ndarray[Any, Any]:
    """Logits of a thinker that is sure of the targets."""
    if signature.target == "row":
        return np.asarray(targets, np.float32)[None]
    classes = np.arange(signature.classes).reshape(-1, *[1] * targets.ndim)
    return (10.0 * (classes == targets)).astype(np.float32)
