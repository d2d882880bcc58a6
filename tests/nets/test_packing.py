"""A hidden state may be a tuple: all is as with one tensor of the same numbers."""

from dataclasses import dataclass

import numpy as np
import pytest
import torch
from thinkers_prefix_sums.problem import PrefixSums

from thinkers import MaxIterations, Signature, Thinker
from thinkers.engine.acceleration import Anderson
from thinkers.engine.loop import think
from thinkers.engine.memory import needed
from thinkers.errors import ConfigError, PluginError
from thinkers.nets.packing import packed, rows_of
from thinkers.testing import thinker_checks
from thinkers.training.recipe import Loss
from thinkers.training.step.loss import Draw, ProgressiveLoss
from thinkers.training.step.pool import Pool
from thinkers.training.step.rows import Rows

SEQUENCE = Signature("sequence", channels=1, classes=2)


@dataclass(frozen=True)
class CellConfig:
    """Settings of the cell.

    Attributes:
        width: Of hidden and cell state.
    """

    width: int = 4


class OneTensor(Thinker):
    """An LSTM cell at every position, its two states side by side; neighbours by rolling."""

    name, summary, Config = "cell", "for tests", CellConfig
    layouts = frozenset({"sequence"})

    def __init__(self, signature, config):
        super().__init__(signature, config)
        self.width = config.width
        self.inward = torch.nn.Conv1d(signature.channels, 2 * config.width, 1)
        self.gates = torch.nn.Conv1d(config.width, 4 * config.width, 3, padding=1)
        self.outward = torch.nn.Conv1d(config.width, signature.classes, 1)

    def embed(self, inputs):
        return first(self, inputs)

    def recall(self, inputs):
        return inputs.mean((1, 2)), inputs[:, :1].round().long()  # (b,), (b, 1, l)

    def step(self, thought, recall):
        return stepped(self, thought, recall)

    def readout(self, thought):
        return self.outward(thought.chunk(2, dim=1)[0])


def first(self, inputs):
    return self.inward(inputs).tanh()  # (b, 2w, l)


def stepped(self, thought, recall):
    hidden, cell = thought.chunk(2, dim=1)  # (b, w, l) each
    level, marks = recall
    gates = self.gates(hidden) + level.view(-1, 1, 1) + marks  # (b, 4w, l)
    take, forget, give, new = gates.chunk(4, dim=1)
    cell = forget.sigmoid() * cell + take.sigmoid() * new.tanh()
    return torch.cat([give.sigmoid() * cell.tanh(), cell], 1)


class Pair(OneTensor):
    """The same with a tuple, and a third part of another shape that changes nothing."""

    name, tuple_state = "pair", True

    def embed(self, inputs):
        hidden, cell = first(self, inputs).chunk(2, dim=1)
        return hidden, cell, inputs.new_zeros(len(inputs))

    def step(self, thought, recall):
        joined = stepped(self, torch.cat(thought[:2], 1), recall)
        return *joined.chunk(2, dim=1), thought[2]

    def readout(self, thought):
        return self.outward(thought[0])


def pair():
    """The thinker with a tuple, and its twin with one tensor."""
    built = []
    for kind in (Pair, OneTensor):
        torch.manual_seed(0)
        built.append(kind.build(SEQUENCE, {}).eval())
    return built


def strings(count=5, bits=6):
    return torch.randn(count, 1, bits, generator=torch.Generator().manual_seed(0))


def test_it_keeps_the_contracts_of_a_thinker():
    for check in thinker_checks(Pair):
        check()


def test_a_thinker_with_one_tensor_is_left_as_it_is():
    _, one = pair()
    assert packed(one, strings()) is one


@pytest.mark.parametrize("acceleration", [None, Anderson])
def test_it_thinks_as_its_twin_and_instances_leave_alike(acceleration):
    class Mixed(MaxIterations):
        def met(self, progress):
            return (np.arange(len(progress.change)) == 0) | super().met(progress)

    answers = [think(each, strings(), Mixed(4), True, acceleration=acceleration) for each in pair()]
    first, second = answers
    assert first.iterations == second.iterations == [1, 2, 3, 4, 4]
    np.testing.assert_allclose(first.residuals[-1], second.residuals[-1], rtol=1e-5)
    for mine, other in zip(first.scores, second.scores, strict=True):
        np.testing.assert_allclose(mine, other, rtol=1e-4, atol=1e-6)


def batch_of(count=8, bits=6):
    problem, rng = PrefixSums(), np.random.default_rng(0)
    encoding = problem.encodings["centred"]
    instances = problem.generate(rng, count, problem.Params(bits=bits))
    batch = encoding.encode(instances, problem.label(instances))
    return Rows(*map(torch.from_numpy, (batch.inputs, batch.mask, batch.targets)))


@pytest.mark.parametrize(
    "settings",
    [
        {"alpha": 0.5}, {"alpha": 1.0}, {"alpha": 0.0}, {"alpha": 1.0, "checkpoint": 2},
        {"alpha": 1.0, "gradient": "phantom"}, {"alpha": 1.0, "gradient": "implicit"},
    ],
    ids=str,
)  # fmt: skip
def test_it_has_the_loss_and_the_gradients_of_its_twin(settings):
    found = []
    for built in pair():
        module = ProgressiveLoss(built.train(), Loss(iterations=5, **settings), "class")
        with built.cached_weights():
            loss, reached = module(batch_of(), Draw(5, 2, 2))
            loss.backward()
        grads = [weight.grad for weight in built.parameters()]
        found.append((loss, [grad for grad in grads if grad is not None], reached))
    (loss, grads, reached), (expected, others, _) = found
    torch.testing.assert_close(loss, expected)
    assert len(grads) == len(others)
    for mine, other in zip(grads, others, strict=True):
        torch.testing.assert_close(mine, other, rtol=1e-3, atol=1e-6)
    assert reached.thought.shape == (8, 2 * 4 * 6 + 1)


def test_noise_and_a_random_start_and_a_pool_take_it():
    built, _ = pair()
    settings = Loss(iterations=3, alpha=1.0, random_start=0.5, path_noise=0.1)
    rows, module, pool = batch_of(), ProgressiveLoss(built.train(), settings, "class"), Pool(12)
    rng = np.random.default_rng(0)
    for _ in range(3):
        pool.admit(rows, rng)
        places = pool.some(8, rng)
        loss, carried = module(*pool.part(places)[:1], Draw(3, 1, 2), pool.part(places)[1])
        pool.keep(places, carried)
        assert torch.isfinite(loss)
    restored = Pool(12)
    restored.load(pool.state(), torch.device("cpu"))
    fresh = ProgressiveLoss(built, settings, "class")  # as after a restart: no shape was seen
    loss, _ = fresh(*restored.part(slice(0, 4))[:1], Draw(3, 1, 2), restored.part(slice(0, 4))[1])
    assert torch.isfinite(loss)


def test_its_memory_is_worked_out():
    wide, single = (needed(each, 1, (5000,)) for each in pair())
    assert single <= wide < 3 * single


def test_a_mosaic_is_refused():
    built, _ = pair()
    module = ProgressiveLoss(built, Loss(iterations=2, alpha=1.0, mosaic=2), "class")
    with pytest.raises(ConfigError, match="only boards"):
        module(batch_of(), Draw(2, 0, 2))


def test_what_is_no_tuple_is_told():
    wrong = type("Wrong", (Pair,), {"embed": lambda self, inputs: inputs})
    with pytest.raises(PluginError, match="a tuple of float tensors, row for row"):
        wrong.build(SEQUENCE, {}).embed(strings())
    short = type("Short", (Pair,), {"step": lambda self, thought, recall: thought[:2]})
    built = short.build(SEQUENCE, {})
    with pytest.raises(PluginError, match="a tuple of float tensors of shapes"):
        built.step(built.embed(strings()), built.recall(strings()))


def test_rows_of_an_injection_of_any_kind():
    one, two = torch.arange(4), torch.arange(8).view(4, 2)
    assert rows_of(None, [0]) is None
    assert rows_of(one, [1, 3]).tolist() == [1, 3]
    assert [each.tolist() for each in rows_of((one, two), [2])] == [[2], [[4, 5]]]
