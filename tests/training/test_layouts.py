"""Every layout with every target that it has is trained, validated and solved, sizes mixed."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from lightning_fabric import Fabric

from thinkers import (
    Batch,
    Encoding,
    MaxIterations,
    Model,
    Problem,
    Settings,
    Signature,
    Verdict,
    solve,
)
from thinkers.models.card import Budget, Card
from thinkers.nets import DTG, DTL, DTM
from thinkers.training.step.descent import Descent
from thinkers.training.task import Task
from thinkers.training.validation import validate

ROOM = 6
"""Rows and columns that padded matrices and graphs have room for."""

THREE = (("class", 2), ("row", 1), ("node", 2))

NODES = {"node_channels": 1, "globals": 1}
CASES = [
    (DTL, Signature("sequence", 1, 2, globals=1)),
    (DTL, Signature("grid", 1, 2, globals=2)),
    (DTL, Signature("matrix", 1, 1, "row", **NODES)),
    *((DTM, Signature("matrix", 1, classes, target, **NODES))
      for target, classes in THREE),
    *((DTM, Signature("matrix", 1, classes, target, bipartite=bipartite, padded=True))
      for target, classes in THREE for bipartite in (True, False)),
    *((DTG, Signature("graph", 1, classes, target, **NODES))
      for target, classes in THREE),
]  # fmt: skip


class Signs(Encoding):
    """The target is the sign of each number; of a row its greatest number, or its mean's sign."""

    def __init__(self, signature):
        self.signature = signature

    @property
    def mixed(self):
        """Whether instances of different sizes share a batch."""
        return self.signature.padded or self.signature.layout == "graph"

    def shape(self, instance):
        if self.signature.axes == 1:
            return instance.shape[:1]
        return (ROOM, ROOM) if self.mixed else instance.shape

    def encode(self, instances, solutions=None):
        own, shape = self.signature, self.shape(instances[0])
        values = np.zeros((len(instances), *shape), np.float32)
        present = np.zeros(values.shape, bool)
        for row, instance in enumerate(instances):
            part = (row, *map(slice, instance.shape[: own.axes]))
            values[part], present[part] = (instance[:, 0] if own.axes == 1 else instance), True
        mask = present.any(2) if own.target == "node" else present
        batch = Batch(values[:, None], mask)
        if own.node_channels:
            batch = replace(batch, nodes=values.mean(2)[:, None])
        if own.globals:
            means = values.reshape(len(values), -1).mean(1, keepdims=True)
            batch = replace(batch, globals=np.tile(means, own.globals))
        if own.padded:
            batch = replace(batch, present=present)
        if own.layout == "graph":
            batch = replace(batch, neighbours=np.where(present, np.arange(ROOM), -1))
        if solutions is None:
            return batch
        targets = (values > 0).astype(np.int64)
        if own.target == "node":
            targets = (values.sum(2) > 0).astype(np.int64)
        if own.target == "row":
            best = np.where(present, values, -np.inf).argmax(2)[..., None] == np.arange(shape[1])
            targets = (best & present).astype(np.float32)
        return replace(batch, targets=targets)

    def decode(self, scores, instance):
        return float(scores.sum())


class Numbers(Problem):
    """Matrices of numbers; nothing is wrong with any answer."""

    name, summary, Params, reference = "numbers", "numbers", Settings, "none"

    def generate(self, rng, count, params):
        return [child.standard_normal((4, 4)) for child in rng.spawn(count)]

    def check(self, instance, solution):
        return Verdict(bool(np.isfinite(solution)))

    def label(self, instances):
        return [0.0] * len(instances)

    def toy(self):
        return np.eye(2), 0.0


def instances_of(signature, rng, count=8):
    sizes = rng.integers(2, ROOM + 1, (count, 2)) if Signs(signature).mixed else [(4, 4)] * count
    return [rng.standard_normal((n, m if signature.bipartite else n)) for n, m in sizes]


@pytest.mark.parametrize(("thinker", "signature"), CASES)
def test_it_is_trained_validated_and_solved(thinker, signature, recipe_with):
    problem = type("Own", (Numbers,), {"encodings": {"signs": Signs(signature)}})()
    task, rng = Task(problem, "signs"), np.random.default_rng(0)
    recipe = recipe_with(
        config={"width": 8}, loss={"iterations": 3, "alpha": 1.0, "pool": 12, "segments": 2}
    )
    torch.manual_seed(0)
    built = thinker.build(signature, recipe.config)
    fabric = Fabric(accelerator="cpu", devices=1)
    descent = Descent(recipe, built, task.encoding, fabric)
    [batch] = task.labelled(instances_of(signature, rng))
    losses = [descent.step(batch, step)[0] for step in range(12)]
    assert losses[-1] < losses[0]
    error, right = validate(built, [batch], lambda shape: 3, task.encoding, fabric)
    assert np.isfinite(error)
    assert 0 <= right <= 1
    card = Card(name="numbers/own", problem="numbers", thinker=thinker.name, encoding="signs",
                config=recipe.config, budget=Budget(minimum=3))  # fmt: skip
    tasks = instances_of(signature, rng)
    results = solve(problem, tasks, Model(card, built.eval()), MaxIterations(3), device="cpu")
    assert all(result.verdict.feasible and result.margin >= 0 for result in results)


OTHER_TYPES = {
    "narrow": {"f": "f2", "i": "i1"},
    "wide": {"f": "f8", "i": "i8"},
    "swapped": {"f": ">f4", "i": ">i4"},
}


@pytest.mark.parametrize("types", sorted(OTHER_TYPES))
@pytest.mark.parametrize("case", [CASES[0], CASES[-2]])
def test_floats_and_whole_numbers_of_other_types_are_as_good(types, case, recipe_with, monkeypatch):
    plain = Signs.encode

    def encode(self, instances, solutions=None):
        arrays = plain(self, instances, solutions).arrays().items()
        kinds = OTHER_TYPES[types]
        return Batch(
            **{name: array.astype(kinds.get(array.dtype.kind, bool)) for name, array in arrays}
        )

    monkeypatch.setattr(Signs, "encode", encode)
    test_it_is_trained_validated_and_solved(*case, recipe_with)
