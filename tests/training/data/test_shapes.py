"""What one set of options draws may have several shapes: no batch mixes them, none is lost."""

from collections import Counter

import numpy as np
import pytest
from thinkers_prefix_sums.centred import CentredEncoding
from thinkers_prefix_sums.problem import PrefixSums

from thinkers.errors import SolveError
from thinkers.nets.dt_l import DTL
from thinkers.training.data import TRAIN, Feed, prepare
from thinkers.training.data.source import DRAWS, sources
from thinkers.training.loop import train
from thinkers.training.recipe import Group
from thinkers.training.run import Run
from thinkers.training.task import Task
from thinkers.training.trying import try_step


class Ragged(PrefixSums):
    """Every fourth string or so has one bit more than was asked for."""

    def generate(self, rng, count, params):
        children = rng.spawn(count)
        lengths = [params.bits + int(child.random() < 0.25) for child in children]
        return [child.integers(0, 2, bits) for child, bits in zip(children, lengths, strict=True)]


TASK = Task(Ragged(), "centred")


class Blunt(CentredEncoding):
    """It cannot encode."""

    def encode(self, instances, solutions=None):
        raise ValueError("no idea")


def strings(batch):
    """Each string with its targets, told apart by both."""
    pairs = zip(batch.inputs[:, 0] > 0, batch.targets, strict=True)
    return [(bits.astype(int).tolist(), targets.tolist()) for bits, targets in pairs]


@pytest.mark.parametrize("again", [False, True], ids=["labelled", "cached"])
def test_a_set_is_a_batch_for_each_shape_and_holds_every_instance(again):
    for _ in range(1 + again):
        [batches] = prepare(TASK, [Group(count=600, params={"bits": 5})], 3, TRAIN)
    assert sorted(batch.shape for batch in batches) == [(5,), (6,)]
    assert sum(len(batch.inputs) for batch in batches) == 600
    for bits, targets in [pair for batch in batches for pair in strings(batch)]:
        assert targets == (np.cumsum(bits) % 2).tolist()


def test_stored_shapes_come_as_often_as_they_are_in_the_set(recipe_with):
    group = {"count": 400, "params": {"bits": 5}, "weight": 3.0}
    found = sources(recipe_with(data={"train": [group]}), TASK, lambda line: None, 0)
    assert len(found) == 2
    assert sum(source.weight for source in found) == pytest.approx(3.0)
    for source in found:
        assert source.weight == pytest.approx(3.0 * len(source.stored.inputs) / 400)


def test_new_batches_have_one_shape_each_as_often_as_it_is_drawn_and_are_whole(recipe_with):
    data = {"train": [{"fresh": True, "params": {"bits": 5}}], "batch": 16}
    with Feed(recipe_with(data=data, optimizer={"steps": 400}), TASK) as feed:
        batches = [feed.batch(step) for step in range(400)]
    shapes = Counter(batch.shape for batch in batches)
    assert shapes.keys() == {(5,), (6,)}
    assert 0.17 < shapes[(6,)] / 400 < 0.33  # four deviations of a quarter of 400
    assert {len(batch.inputs) for batch in batches} == {16}, f"{DRAWS} draws of 16 are 32 of each"


def test_a_recipe_of_several_shapes_is_tried_and_trained(recipe_with, tmp_path):
    for how in ({"count": 60}, {"fresh": True}):
        group = {"params": {"bits": 5}, **how}
        validation = [{"count": 20, "params": {"bits": 5}}]
        recipe = recipe_with(data={"train": [group], "validation": validation})
        assert try_step(recipe, Ragged(), DTL) is not None
        run = Run(recipe, Ragged(), DTL, tmp_path / str(*how), device="cpu")
        train(run)


def test_what_cannot_be_encoded_is_not_said_to_be_unlabelled():
    blunt = type("Blunted", (Ragged,), {"encodings": {"centred": Blunt()}})()
    with pytest.raises(SolveError, match=r"^cannot encode instances 0 to 4 of prefix_sums: "):
        prepare(Task(blunt, "centred"), [Group(count=5, params={"bits": 32})], 3, TRAIN)
