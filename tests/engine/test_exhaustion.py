"""Where memory runs out the batch is halved and goes on; where one is too many, that is said."""

import re
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from thinkers_prefix_sums.centred import CentredEncoding
from thinkers_prefix_sums.problem import PrefixSums

from thinkers import MaxIterations, MemoryLimitError, Model, SolveError, Thinker, solve
from thinkers.engine import batching, memory
from thinkers.models.card import Budget, Card

PETABYTE = 1 << 50
"""More than a process has addresses for."""


def refused(ask):
    """The error that comes of asking for more than there is."""
    with pytest.raises((MemoryError, RuntimeError)) as raised:
        ask()
    return raised.value


REFUSALS = {
    "python": MemoryError(),
    "numpy": refused(lambda: np.empty(PETABYTE, np.uint8)),
    "torch on a CPU": refused(lambda: torch.empty(PETABYTE, dtype=torch.uint8)),
    "torch on Windows": RuntimeError("DefaultCPUAllocator: not enough memory"),
    "torch on a GPU": torch.cuda.OutOfMemoryError("CUDA out of memory. Tried to allocate 2 GiB"),
}


class Greedy(Thinker):
    """Repeats its input, and has memory for few at a time."""

    name, summary, Config = "greedy", "for tests", SimpleNamespace
    layouts = frozenset({"sequence"})

    def __init__(self, room, error):
        super().__init__(PrefixSums.encodings["centred"].signature, None)
        self.room, self.error, self.sizes = room, error, []

    def embed(self, inputs):
        if inputs.device.type == "meta":
            return inputs
        self.sizes.append(len(inputs))
        if len(inputs) > self.room:
            raise self.error
        return inputs

    def step(self, thought, recall):
        return 0.5 * thought

    def readout(self, thought):
        return thought.repeat(1, 2, 1)


def run(thinker, instances, problem=None, **options):
    card = Card(
        name="prefix_sums/greedy", problem="prefix_sums", thinker="greedy", encoding="centred",
        config={}, budget=Budget(minimum=3),
    )  # fmt: skip
    model = Model(card, thinker.eval())
    return solve(
        problem or PrefixSums(), instances, model, MaxIterations(3), device="cpu", **options
    )


def drawn(*bits):
    rng = np.random.default_rng(0)
    return [rng.integers(0, 2, each) for each in bits]


@pytest.mark.parametrize("name", REFUSALS)
def test_a_batch_that_memory_does_not_hold_is_halved_and_goes_on(name):
    instances = drawn(*[12] * 50)
    thinker = Greedy(15, REFUSALS[name])
    found = run(thinker, instances)
    assert thinker.sizes == [50, 25, 12, 12, 12, 12, 2], "what was too many is not tried again"
    expected = run(Greedy(64, None), instances)
    assert [each.instance is one for each, one in zip(found, instances, strict=True)] == [True] * 50
    for result, other in zip(found, expected, strict=True):
        np.testing.assert_array_equal(result.solution, other.solution)
        assert result.residuals == other.residuals


def test_each_shape_is_halved_by_itself():
    thinker = Greedy(3, MemoryError())
    results = run(thinker, drawn(4, 9, 4, 4, 9, 4))
    assert thinker.sizes == [4, 2, 2, 2]
    assert [len(result.solution) for result in results] == [4, 9, 4, 4, 9, 4]


@pytest.mark.parametrize("name", REFUSALS)
def test_where_one_is_too_many_it_is_said_what_it_needs(name, monkeypatch):
    monkeypatch.setattr(memory, "needed", lambda *given: 3_210_000_000)
    thinker = Greedy(0, REFUSALS[name])
    said = "out of memory: an instance of 12 positions needs about 3.2 GB to think"
    with pytest.raises(SolveError, match=f"^{re.escape(said)}\n") as raised:
        run(thinker, drawn(12, 12))
    assert "smaller instance" in raised.value.hint
    assert raised.value.exit_code == 1
    assert not isinstance(raised.value, MemoryLimitError)
    assert thinker.sizes == [2, 1]


@pytest.mark.parametrize(
    ("need", "words"),
    [(None, "takes more than there is"), (12, "needs about 0.1 GB to think")],
)
def test_what_cannot_be_told_is_not_made_up(need, words, monkeypatch):
    monkeypatch.setattr(memory, "needed", lambda *given: need)
    with pytest.raises(SolveError, match=f"an instance of 12 positions {words}\n"):
        run(Greedy(0, MemoryError()), drawn(12))


class Hungry(CentredEncoding):
    """Has memory to encode few at a time."""

    def encode(self, instances, solutions=None):
        if len(instances) > 2:
            raise MemoryError
        return super().encode(instances, solutions)


class Large(PrefixSums):
    encodings = {"centred": Hungry()}


def test_a_batch_that_cannot_be_encoded_is_halved_too():
    thinker = Greedy(64, None)
    assert len(run(thinker, drawn(*[12] * 9), Large())) == 9
    assert thinker.sizes == [2, 2, 2, 2, 1]


def test_other_errors_are_no_want_of_memory():
    thinker = Greedy(3, RuntimeError("expected scalar type Float"))
    with pytest.raises(RuntimeError, match="expected scalar type"):
        run(thinker, drawn(*[12] * 9))
    assert thinker.sizes == [9]


def test_what_gpus_keep_for_later_is_given_back_before_the_next_attempt(monkeypatch):
    emptied = []
    monkeypatch.setattr(torch.cuda, "empty_cache", lambda: emptied.append(True))
    memory.release(torch.device("cpu"))
    assert emptied == []
    memory.release(torch.device("cuda"))
    assert emptied == [True]


def test_as_many_think_together_as_are_asked_for():
    thinker = Greedy(1000, None)
    for batch in (None, 3, 100):
        run(thinker, drawn(*[12] * 70), batch=batch)
    assert thinker.sizes == [batching.BATCH, 6, *[3] * 23, 1, 70]
