"""From what the user typed to the objects that the engine is given."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from thinkers.cli.inputs import read_inputs
from thinkers.cli.options import require_once
from thinkers.cli.progress import Line
from thinkers.cli.rendering import count as counted
from thinkers.cli.rendering import report, warn
from thinkers.cli.room import require_room_to_hold
from thinkers.engine.runtime import Shape
from thinkers.engine.solve import StopFor, default_stop
from thinkers.engine.stop import (
    AnyOf,
    Certified,
    CertifiedAnswer,
    Converged,
    MaxIterations,
    Stalled,
    StopRule,
    Unchanged,
)
from thinkers.errors import ConfigError, ModelError
from thinkers.models.coverage import Sample
from thinkers.models.onnx.file import OnnxModel
from thinkers.problems.baseline import Baseline
from thinkers.problems.effort import Effort
from thinkers.problems.problem import Problem
from thinkers.registry.choosing import choose_for, warning_of
from thinkers.registry.choosing import choose_model as choose_model
from thinkers.registry.choosing import find_model as find_model
from thinkers.registry.registry import Registry, pick

if TYPE_CHECKING:
    from torch import Tensor

    from thinkers.engine.acceleration import Acceleration
    from thinkers.models.kinds import AnyModel
    from thinkers.models.store import Model

AnyProblem = Problem[Any, Any]

MAX_ITERATIONS = 100_000
"""Where a thinker that is to prove its answer gives up."""


def choose_instances(
    problem: AnyProblem,
    inputs: Sequence[Path],
    count: int | None,
    seed: int,
    given: Mapping[str, Any],
    reading: Mapping[str, Any] | None = None,
    *,
    usual: int = 1,
    form: str = "",
) -> tuple[list[Any], int | None]:
    """The instances of the files, or generated ones with the seed that drew them.

    Args:
        problem: What the instances are of.
        inputs: Files and streams; without any, instances are generated.
        count: How many to generate, if the user said so.
        seed: Draws them.
        given: The generator's options that the user gave.
        reading: The reader's options that the user gave.
        usual: How many to generate otherwise.
        form: The format of inputs whose names do not say it.

    Raises:
        ConfigError: Options that do not go together, or are out of range.
        InvalidInstanceError: A file is missing or holds no instance.
    """
    if not inputs and reading:
        raise ConfigError(f"{_spelt(reading)} says how --input is read", "give a file, too")
    if not inputs:
        params = problem.params(given)
        number = count or usual
        require_room_to_hold(problem, params, number)
        with Line(words=f"drawing {counted(number, 'instance')} of {problem.name}"):
            return problem.generate(np.random.default_rng(seed), number, params), seed
    generating = [*given, *(["instances"] if count is not None else [])]
    if generating:
        verb = "generate" if len(generating) > 1 else "generates"
        words = f"{_spelt(generating)} {verb} instances, --input reads them"
        raise ConfigError(words, "give one of them")
    options = problem.Reading.of(reading or {})
    with Line(words=f"reading {', '.join(map(str, inputs))}"):
        return read_inputs(problem, inputs, options, form), None


def choose_sizes(problem: AnyProblem, text: str) -> list[int | None]:
    """The sizes that a text such as `32,64` names; None alone where the problem has none.

    Raises:
        ConfigError: They are no numbers, or wanting, or too much.
    """
    if problem.size_option is None:
        if text:
            raise ConfigError(f"{problem.name} has no sizes", "leave out --sizes")
        return [None]
    if not text:
        raise ConfigError("missing option '--sizes'", "such as --sizes 32,64,512")
    if not re.fullmatch("[0-9]{1,9}(,[0-9]{1,9})*", text):
        raise ConfigError(f"expected sizes such as 32,64,512, got {text!r:.60}")
    return require_once([int(part) for part in text.split(",")], "a size")


def _spelt(names: Iterable[str]) -> str:
    """Options as a user types them."""
    return ", ".join(f"--{name.replace('_', '-')}" for name in names)


def choose_model_for(
    registry: Registry, problem: AnyProblem, name: str, instances: Sequence[Any]
) -> "Model":
    """The model of that name; without one, that which is best known to be good at the instances.

    Lines say why it is not the problem's default, and that it was not measured on such instances.

    Raises:
        ModelError: There is none, or it is for another problem.
    """
    found = choose_for(registry, problem, instances, name)
    if found.reason:
        report(found.reason)
    if found.warning:
        warn(found.warning)
    return found.model


def warn_of_unmeasured(
    problem: AnyProblem, models: "Sequence[AnyModel]", instances: Sequence[Any],
    tell: Callable[[str], None] = warn,
) -> None:  # fmt: skip
    """Warn of each model that was not measured on instances like these."""
    sample = Sample(problem, instances)
    for model in models:
        if sentence := warning_of(sample, model.card):
            tell(sentence)


def some_inputs(problem: AnyProblem, model: "Model", count: int, seed: int) -> "Tensor":
    """Generated instances of one shape, as the model reads them: at most `count`."""
    import torch

    encoding = model.card.pick_encoding(problem.encodings)
    found = problem.generate(np.random.default_rng(seed), count, problem.Params())
    shape = encoding.shape(found[0])
    alike = [each for each in found if encoding.shape(each) == shape]
    return torch.from_numpy(encoding.encode(alike).seen(encoding.signature))


def choose_baselines(
    registry: Registry, problem: AnyProblem, names: Sequence[str]
) -> list[Baseline[Any, Any]]:
    """The baselines of those names, each `name` or `name:option=value,option=value`.

    Raises:
        UnknownNameError: There is none of that name.
        ConfigError: An option is unknown or out of range.
    """
    known = registry.baselines(problem.name)
    chosen = []
    for text in names:
        name, _, options = text.partition(":")
        baseline = pick(f"{problem.name} baseline", name, known)
        pairs = [option.partition("=") for option in options.split(",") if option]
        values = {key.strip(): value for key, _, value in pairs}
        chosen.append(type(baseline).of(values, f"baseline {name}") if values else baseline)
    return chosen


def present_names(registry: Registry, baselines: Sequence[str]) -> list[str]:
    """What names baselines, as `choose_baselines` takes it, without old names; tells of these."""
    every = [
        each for problem in registry.problems() for each in registry.baselines(problem).values()
    ]
    names = {each.name for each in every}
    present = {old: each.name for each in every for old in each.formerly if old not in names}
    found = []
    for text in baselines:
        name, colon, options = text.partition(":")
        old = name.strip().lower()
        if old in present:
            name = present[old]
            warn(f"baseline {old} is now {name}")
        found.append(f"{name}{colon}{options}")
    return found


def choose_proof(
    model: "AnyModel", problem: AnyProblem, until: str | None, epsilon: float | None
) -> StopRule | None:
    """The stop rule that rests on a proof, where one is asked for.

    Raises:
        ModelError: The model proves no contraction, so that the rule would never be met.
        ConfigError: The problem's answers depend on more than the choice at each position.
    """
    if until != "certified" and epsilon is None:
        return None
    if isinstance(model, OnnxModel):
        raise ModelError("onnxruntime proves nothing about its answers", "use --runtime torch")
    from thinkers.engine.bounds import LipschitzBounds

    if LipschitzBounds.of(model.thinker) is None:
        raise ModelError(
            f"{model.card.name} proves no contraction, so nothing it thinks can be certified",
            "see `thinkers list thinkers` for those that do, or use --tolerance",
        )
    if epsilon is not None:
        return Certified(epsilon)
    if not model.card.pick_encoding(problem.encodings).signature.pointwise:
        raise ConfigError(
            f"answers of {problem.name} depend on more than the choice at each position",
            "use --epsilon",
        )
    return CertifiedAnswer()


def choose_acceleration(name: str) -> "type[Acceleration] | None":
    """The acceleration of that name; without one, None: what suits the model."""
    if not name:
        return None
    from thinkers.engine.acceleration import ACCELERATIONS

    return pick("acceleration", name, ACCELERATIONS)


def choose_effort(task: AnyProblem, refine: bool, seconds: float | None) -> Effort | None:
    """How long to refine each answer; None for not at all.

    Raises:
        ConfigError: Refining was asked for, and the problem cannot.
    """
    if not refine and seconds is None:
        return None
    if not task.refinable:
        raise ConfigError(f"{task.name} refines no answers", "leave out --refine")
    return Effort(seconds)


@dataclass(frozen=True)
class Asked:
    """The rule for a model and a shape: what was asked for, and its own where nothing limits it."""

    rules: tuple[StopRule, ...]
    own: bool

    def __call__(self, model: "AnyModel", shape: Shape) -> StopRule:
        """Whichever comes first."""
        return AnyOf(*self.rules, *([default_stop(model, shape)] if self.own else []))


def choose_stop(
    iterations: int | None,
    tolerance: float | None,
    proof: StopRule | None = None,
    until: str | None = None,
) -> StopFor | None:
    """What the options say of stopping; without any, None: the model's own rule.

    A proof may need longer than the model's own budget: it is given `MAX_ITERATIONS`, and up
    before that when it is seen not to come.
    """
    rules: list[StopRule] = [] if proof is None else [proof, Stalled()]
    if iterations is not None:
        rules.append(MaxIterations(iterations))
    elif proof is not None:
        rules.append(MaxIterations(MAX_ITERATIONS))
    if tolerance is not None:
        rules.append(Converged(tolerance))
    if until == "unchanged":
        rules.append(Unchanged())
    if not rules:
        return None

    return Asked(tuple(rules), own=iterations is None and proof is None)
