"""Models for onnxruntime: from files that were exported, or exported once and kept."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from thinkers.cli.progress import Line
from thinkers.cli.rendering import report, warn
from thinkers.errors import SolveError
from thinkers.models.card import ModelCard
from thinkers.models.coverage import Sample
from thinkers.models.onnx.file import SUFFIX, OnnxModel
from thinkers.models.onnx.kept import place_of
from thinkers.problems.files import write_whole
from thinkers.registry.choosing import choose_card, choose_card_for, require_of, warning_of
from thinkers.registry.registry import AnyProblem, Registry

if TYPE_CHECKING:
    from thinkers.models.store import Model

CHECKED, ITERATIONS, TOLERANCE = 2, 5, 1e-3
"""Instances and iterations that are compared, and how far apart, relatively, scores may be."""


def choose_network(registry: Registry, problem: AnyProblem, name: str, threads: int) -> OnnxModel:
    """The network of an ONNX file, or of the model that `choose_model` would load.

    The latter is exported first, where that was never done.

    Raises:
        ModelError: There is none, or it is for another problem.
    """
    if name.endswith(SUFFIX):
        found = OnnxModel.read(Path(name), threads)
        require_of(problem, found.card, name)
        return found
    return _exported_once(registry, choose_card(registry, problem, name), threads)


def choose_network_for(
    registry: Registry, problem: AnyProblem, name: str, instances: Sequence[Any], threads: int
) -> OnnxModel:
    """The same for these instances, which say where there is no name; see `choose_model_for`.

    Raises:
        ModelError: There is none, or it is for another problem.
    """
    sample = Sample(problem, instances)
    if name:
        found = choose_network(registry, problem, name, threads)
    else:
        card, reason = choose_card_for(registry, sample)
        if reason:
            report(reason)
        found = _exported_once(registry, card, threads)
    if warning := warning_of(sample, found.card):
        warn(warning)
    return found


def _exported_once(registry: Registry, model: ModelCard, threads: int) -> OnnxModel:
    path = place_of(model.card)
    if not path.is_file():
        with Line(words=f"exporting {model.card.name} for onnxruntime, once"):
            problem = registry.problem(model.card.problem)
            content, _ = exported_content(problem, registry.load(model))
            with suppress(OSError):  # where there can be no folder, writing says so
                path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, content)
    return replace(OnnxModel.read(path, threads), card=model.card)


def exported_content(problem: AnyProblem, model: "Model") -> tuple[bytes, float]:
    """The ONNX file of a model, and how far its scores are from torch's. Imports torch.

    Raises:
        ModelError: The thinker cannot be exported.
        SolveError: The network gives other scores.
    """
    from thinkers.models.onnx.exporting import exported

    content = exported(model, model.card.pick_encoding(problem.encodings))
    apart = _apart(problem, model, OnnxModel.of(content, model.card.name))
    if not apart <= TOLERANCE:
        raise SolveError(
            f"{model.card.name} gives other scores in ONNX, {apart:.2g} apart: nothing is written",
            "this is a fault of the export; think with torch instead",
        )
    return content, apart


def _apart(problem: AnyProblem, model: "Model", network: OnnxModel) -> float:
    """The largest difference of scores on a few instances, over the largest score."""
    from thinkers.engine.acceleration import Picard
    from thinkers.engine.solve import solve
    from thinkers.engine.stop import MaxIterations

    drawn = problem.generate(np.random.default_rng(0), CHECKED, problem.Params())
    own, other = (
        [result.trace for result in solve(problem, drawn, each, MaxIterations(ITERATIONS),
         device="cpu", trace=True, acceleration=Picard)]
        for each in (model, network)
    )  # fmt: skip
    return max(
        float(np.abs(one - two).max() / np.abs(one).max())
        for one, two in zip(own, other, strict=True)
        if one is not None and two is not None
    )
