"""Results that come batch by batch are those of `solve`, and nothing is drawn or kept too soon."""

import gc
import weakref
from dataclasses import dataclass
from itertools import count
from threading import Event

import numpy as np
import pytest
from thinkers_prefix_sums.problem import PrefixSums
from torch import nn

from thinkers import InvalidInstanceError, MaxIterations, Model, solve, solve_iter
from thinkers.engine.batching import BATCH
from thinkers.errors import ConfigError, DeviceError
from thinkers.models.card import Budget, Card
from thinkers.nets import DTR, Thinker

PROBLEM = PrefixSums()
STOP = MaxIterations(5)


def model_of(thinker):
    card = Card(
        name="prefix_sums/x", problem="prefix_sums", thinker=thinker.name, encoding="centred",
        config={}, budget=Budget(minimum=5),
    )  # fmt: skip
    return Model(card, thinker.eval())


@dataclass(frozen=True)
class NoSettings:
    """Nothing to set."""


class Echo(Thinker):
    """Repeats its input, and remembers how many thought together."""

    name, summary, Config = "echo", "for tests", NoSettings
    layouts = frozenset({"sequence"})

    def __init__(self):
        super().__init__(PROBLEM.encodings["centred"].signature, NoSettings())
        self.weight = nn.Parameter()
        self.batches = []

    def embed(self, inputs):
        self.batches.append(len(inputs))
        return inputs

    def step(self, thought, recall):
        return 0.5 * thought

    def readout(self, thought):
        return thought.repeat(1, 2, 1)


def drawn(bits, seed=0):
    rng = np.random.default_rng(seed)
    return [rng.integers(0, 2, each) for each in bits]


def told(result):
    """All that a result says but for the time it took."""
    found = result.as_dict()
    found.pop("seconds")
    return found, result.trace.tobytes(), result.margin


@pytest.fixture
def model():
    return model_of(DTR.build(PROBLEM.encodings["centred"].signature, {"width": 4}))


@pytest.mark.parametrize("batch", [None, 1, 7, 200])
@pytest.mark.parametrize("number", [2 * BATCH + 3, 1, 0])
def test_results_are_those_of_solve_to_the_bit(model, number, batch):
    options = {"device": "cpu", "trace": True, "seed": 3, "batch": batch}
    instances = drawn([12] * number)
    expected = [told(each) for each in solve(PROBLEM, instances, model, STOP, **options)]
    for given in (instances, iter(instances)):
        found = [told(each) for each in solve_iter(PROBLEM, given, model, STOP, **options)]
        assert found == expected


@pytest.mark.parametrize("batch", [None, 1, 7, 200])
def test_of_several_shapes_the_answers_are_those_of_solve_in_their_order(model, batch):
    instances = drawn([4, 9, 4, 6, 9, 1] * 15)
    expected = solve(PROBLEM, instances, model, STOP, batch=batch)
    found = list(solve_iter(PROBLEM, iter(instances), model, STOP, batch=batch))
    for one, other, instance in zip(found, expected, instances, strict=True):
        assert one.instance is instance
        np.testing.assert_array_equal(one.solution, other.solution)
        np.testing.assert_allclose(one.residuals, other.residuals, rtol=1e-4)


@pytest.mark.parametrize(("bits", "batch"), [([8], 5), ([8, 3, 6], 5), ([8], None)])
def test_no_instance_is_drawn_before_its_batch_is_wanted(bits, batch):
    seen = []

    def endless():
        for place in count():
            seen.append(place)
            yield np.zeros(bits[place % len(bits)], np.int64)

    results = solve_iter(
        PROBLEM, endless(), model_of(Echo()), STOP, device="cpu", batch=batch, refine=None
    )
    assert seen == []
    size = batch or BATCH
    for place in range(2 * size + 1):
        next(results)
        assert len(seen) == size * (place // size + 1)


def test_instances_of_one_shape_think_in_the_batches_of_solve():
    thinker = Echo()
    list(solve_iter(PROBLEM, iter(drawn([8] * 23)), model_of(thinker), STOP, batch=10))
    assert thinker.batches == [10, 10, 3]


def test_no_result_is_kept_once_it_is_given():
    alive = []
    for result in solve_iter(PROBLEM, iter(drawn([8] * 40)), model_of(Echo()), STOP, batch=4):
        alive.append(weakref.ref(result))
        del result
        gc.collect()
        assert sum(each() is not None for each in alive) <= 4


def test_what_is_wrong_with_the_call_is_said_at_once():
    model, instances = model_of(Echo()), drawn([8])
    with pytest.raises(ConfigError, match="expected a batch of 1 or more, got 0"):
        solve_iter(PROBLEM, instances, model, batch=0)
    with pytest.raises(ConfigError, match="expected seconds > 0"):
        solve_iter(PROBLEM, instances, model, seconds=-1.0)
    with pytest.raises((ConfigError, DeviceError)):
        solve_iter(PROBLEM, instances, model, device="tpu")
    with pytest.raises(TypeError, match="sed"):
        solve_iter(PROBLEM, instances, model, sed=1)


def test_what_is_no_instance_is_named_by_its_number_after_the_batches_before():
    instances = [*drawn([8] * 5), "0110"]
    results = solve_iter(PROBLEM, iter(instances), model_of(Echo()), STOP, batch=4)
    assert [len(next(results).solution) for _ in range(4)] == [8] * 4
    with pytest.raises(InvalidInstanceError, match="instance 5: expected ndarray, got str"):
        next(results)


def test_after_an_interrupt_the_batch_that_thought_is_the_last():
    event = Event()
    results = solve_iter(
        PROBLEM, iter(drawn([8] * 40)), model_of(Echo()), STOP, batch=4, interrupt=event
    )
    next(results)
    event.set()
    assert len(list(results)) == 3


@pytest.mark.parametrize(
    ("known", "totals"), [(True, {10}), (False, {4, 8, 10})], ids=["sequence", "iterator"]
)
def test_a_watcher_hears_how_many_there_are_as_far_as_that_is_known(known, totals):
    said, instances = [], drawn([8] * 10)
    given = instances if known else iter(instances)
    list(solve_iter(PROBLEM, given, model_of(Echo()), STOP, batch=4, watch=said.append))
    assert {each.total for each in said} == totals
    assert [each.done for each in said if each.work == "answering"] == list(range(10))
