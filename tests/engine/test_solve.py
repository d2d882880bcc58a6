"""One loop: memory does not grow, every instance leaves when it settles, work is done once."""

import copy
import weakref
from dataclasses import dataclass
from importlib.metadata import version

import numpy as np
import pytest
import torch
from thinkers_prefix_sums.centred import CentredEncoding
from thinkers_prefix_sums.problem import PrefixSums
from torch import nn
from torch.nn.utils import parametrize

from thinkers import Effort, Model
from thinkers.engine.batching import BATCH
from thinkers.engine.loop import think
from thinkers.engine.solve import default_stop, solve
from thinkers.engine.stop import AnyOf, Converged, Deadline, MaxIterations, Unchanged
from thinkers.errors import ConfigError, DeviceError
from thinkers.models.card import Budget, Card
from thinkers.nets import DTR, Thinker
from thinkers.nets.kernels.convolution import Convolution2d
from thinkers.problems.events import Advance
from thinkers.problems.signature import Signature

PROBLEM = PrefixSums()
LONG = MaxIterations(50)
SETTLED = AnyOf(Converged(1e-6), LONG)


@dataclass(frozen=True)
class NoSettings:
    """Nothing to set."""


class Counted(nn.Module):
    """A constraint that leaves the weight alone and counts how often it is computed."""

    def __init__(self):
        super().__init__()
        self.calls = 0

    def forward(self, weight):
        self.calls += 1
        return 1.0 * weight


class Ripple(Thinker):
    """Parities spread one position a step: with a single 1 at j of n bits, it settles at n-j+1.

    Thoughts are `(b, n)` parities; the 1 that each step multiplies by is a constrained weight.
    """

    name, summary, Config = "ripple", "for tests", NoSettings
    layouts = frozenset({"sequence"})

    def __init__(self, signature, config):
        super().__init__(signature, config)
        self.one = nn.Parameter(torch.ones(1))
        parametrize.register_parametrization(self, "one", Counted())
        self.constraint.calls = 0
        self.stepped, self.read, self.recalled, self.embedded = [], [], [], []
        self.alive, self.most_alive = [], 0
        self.poison = None  # the iteration at which the first row turns to NaN

    @property
    def constraint(self):
        return self.parametrizations.one[0]

    def embed(self, inputs):
        self.embedded.append(len(inputs))
        return torch.zeros_like(inputs[:, 0])

    def recall(self, inputs):
        self.recalled.append(len(inputs))
        return inputs[:, 0] + 0.5

    def step(self, thought, recall):
        self.stepped.append(len(thought))
        before = nn.functional.pad(thought[:, :-1], (1, 0))
        thought = (recall - before).abs() * self.one
        if len(self.stepped) == self.poison:
            thought[0] = torch.nan
        self.alive.append(weakref.ref(thought))
        self.most_alive = max(self.most_alive, sum(each() is not None for each in self.alive))
        return thought

    def readout(self, thought):
        self.read.append(len(thought))
        return torch.stack([0.5 - thought, thought - 0.5], 1)


@pytest.fixture
def ripple():
    return Ripple.build(PROBLEM.encodings["centred"].signature, {}).eval()


def model_of(thinker, minimum=50, per_size=0.0):
    budget = Budget(minimum=minimum, per_size=per_size)
    card = Card(
        name="prefix_sums/ripple", problem="prefix_sums", thinker="ripple", encoding="centred",
        config={}, budget=budget,
    )  # fmt: skip
    return Model(card, thinker)


def single(position, bits=8):
    """`bits` zeros with a 1 at `position`; all zeros for position None."""
    instance = np.zeros(bits, np.int64)
    if position is not None:
        instance[position] = 1
    return instance


def inputs_of(instances):
    return torch.from_numpy(PROBLEM.encodings["centred"].encode(instances).inputs)


def solve_with(thinker, instances, stop=SETTLED, **options):
    return solve(PROBLEM, instances, model_of(thinker), stop, device="cpu", **options)


def test_each_instance_leaves_exactly_when_it_settles(ripple):
    positions = [5, 0, None, 7, 2]
    results = solve_with(ripple, [single(position) for position in positions])
    assert [result.iterations for result in results] == [4, 9, 1, 2, 7]
    assert {result.stopped_by for result in results} == {"converged"}
    assert all(result.verdict.feasible for result in results)


def test_a_watcher_hears_of_each_iteration_and_each_answer(ripple):
    said = []
    solve_with(ripple, [single(5), single(7)], watch=said.append)
    thinking = [Advance("thinking", 0, 2, iteration, 50, 2) for iteration in (1, 2, 3, 4)]
    assert said == [*thinking, Advance("answering", 0, 2), Advance("answering", 1, 2)]


def test_a_second_batch_goes_on_where_the_first_ended(ripple):
    said = []
    solve_with(ripple, [single(7)] * (BATCH + 3), watch=said.append)
    assert {each.total for each in said} == {BATCH + 3}
    answering = [each.done for each in said if each.work == "answering"]
    assert answering == list(range(BATCH + 3))
    assert [each.done for each in said if each.work == "thinking"] == [0, 0, BATCH, BATCH]


def test_settled_instances_are_not_stepped_further(ripple):
    solve_with(ripple, [single(position) for position in (5, 0, None, 7, 2)])
    assert ripple.stepped == [5, 4, 3, 3, 2, 2, 2, 1, 1]


def test_together_gives_what_alone_gives(ripple):
    rng = np.random.default_rng(0)
    instances = [rng.integers(0, 2, 12) for _ in range(9)]
    together = solve_with(ripple, instances)
    for result, instance in zip(together, instances, strict=True):
        (alone,) = solve_with(ripple, [instance])
        assert np.array_equal(result.solution, alone.solution)
        assert result.iterations == alone.iterations
        assert result.residuals == alone.residuals


def test_recall_embedding_and_constrained_weights_are_computed_once(ripple):
    solve_with(ripple, [single(position) for position in (0, 3, 5)])
    assert ripple.recalled == ripple.embedded == [3]
    assert ripple.constraint.calls == 1


def test_readout_runs_once_for_each_instance(ripple):
    solve_with(ripple, [single(position) for position in (0, 3, 3, None)])
    assert ripple.read == [1, 2, 1]


@pytest.mark.parametrize("iterations", [5, 300])
def test_memory_does_not_grow_with_iterations(ripple, iterations):
    think(ripple, inputs_of([single(0, bits=6)] * 4), MaxIterations(iterations))
    assert len(ripple.stepped) == iterations
    assert ripple.most_alive == 2  # the last thought and its image
    assert ripple.read == [4]


def test_nothing_of_a_thought_outlives_the_thinking(ripple):
    thoughts = think(ripple, inputs_of([single(1), single(4)]), SETTLED)
    assert not any(each() is not None for each in ripple.alive)
    assert all(type(scores) is np.ndarray for scores in thoughts.scores)
    assert not any(parameter.grad_fn for parameter in ripple.parameters())


def test_a_thought_that_is_not_finite_diverged_and_the_others_think_on(ripple):
    ripple.poison = 3
    bad, good = solve_with(ripple, [single(0), single(1)])
    assert (bad.stopped_by, bad.iterations) == ("diverged", 3)
    assert (good.stopped_by, good.verdict.feasible) == ("converged", True)
    assert '"residuals": [1.0, 0.7' in bad.to_json()
    assert "NaN" not in bad.to_json()


def test_divergence_outranks_every_stop_rule(ripple):
    ripple.poison = 2
    (result,) = solve_with(ripple, [single(0)], stop=MaxIterations(2))
    assert result.stopped_by == "diverged"


@pytest.mark.parametrize(
    ("stop", "name"),
    [
        (MaxIterations(3), "max_iterations"),
        (Converged(0.5), "converged"),
        (Deadline(1e-9), "deadline"),
        (AnyOf(Deadline(1e-9), MaxIterations(1)), "deadline"),
        (AnyOf(MaxIterations(1), Deadline(1e-9)), "max_iterations"),
    ],
)
def test_results_name_the_rule_that_stopped_them(ripple, stop, name):
    (result,) = solve_with(ripple, [single(0)], stop=stop)
    assert result.stopped_by == name


def test_deadline_ends_after_one_iteration_when_time_is_over(ripple):
    results = solve_with(ripple, [single(0), single(3)], stop=Deadline(1e-9))
    assert [result.iterations for result in results] == [1, 1]


def test_residuals_have_one_entry_an_iteration(ripple):
    for result in solve_with(ripple, [single(position) for position in (0, 6, None)]):
        assert len(result.residuals) == result.iterations
        assert result.residuals[-1] == 0
    assert solve_with(ripple, [single(6)])[0].residuals == pytest.approx([1, 0.5**0.5, 0])


def test_results_come_in_input_order_whatever_the_shapes(ripple):
    lengths = [4, 9, 4, 6, 9, 1]
    instances = [single(0, bits) for bits in lengths]
    results = solve_with(ripple, instances)
    assert ripple.recalled == [2, 2, 1, 1]
    for result, instance in zip(results, instances, strict=True):
        assert result.instance is instance
        assert np.array_equal(result.solution, np.ones(len(instance)))
        assert result.iterations == len(instance) + 1


def test_more_instances_than_a_batch_are_solved_in_several(ripple):
    results = solve_with(ripple, [single(index % 8) for index in range(2 * BATCH + 3)])
    assert ripple.recalled == [BATCH, BATCH, 3]
    assert ripple.constraint.calls == 3
    assert [result.iterations for result in results[:8]] == [9, 8, 7, 6, 5, 4, 3, 2]
    assert all(result.verdict.feasible for result in results)


def test_no_instances_give_no_results(ripple):
    assert solve_with(ripple, []) == []


def test_trace_keeps_the_scores_of_every_iteration(ripple):
    short, long = solve_with(ripple, [single(5), single(0)], trace=True)
    assert short.trace.shape == (4, 2, 8)
    assert long.trace.shape == (9, 2, 8)
    assert long.trace.dtype == np.float32
    ones = long.trace.argmax(1)
    assert np.array_equal(ones.sum(1), [1, 2, 3, 4, 5, 6, 7, 8, 8])
    assert np.array_equal(ones[-1], long.solution)
    assert solve_with(ripple, [single(5)])[0].trace is None


def test_results_record_seed_device_versions_and_model(ripple):
    (result,) = solve_with(ripple, [single(0)], seed=7)
    assert (result.seed, result.device, result.model) == (7, "cpu", "prefix_sums/ripple")
    assert result.versions == {
        "thinkers": version("thinkers"), "torch": torch.__version__, "numpy": np.__version__,
    }  # fmt: skip
    assert solve_with(ripple, [single(0)])[0].seed is None
    assert result.seconds > 0


def test_a_rule_can_depend_on_the_shape(ripple):
    results = solve_with(
        ripple, [single(0, 5), single(0, 9)], stop=lambda model, shape: MaxIterations(2 * shape[0])
    )
    assert [result.iterations for result in results] == [10, 18]


def test_without_a_rule_the_model_thinks_for_its_own_budget(ripple):
    model = model_of(ripple, minimum=4, per_size=0.5)
    assert default_stop(model, (6,)).rules[0] == MaxIterations(4)
    results = solve(PROBLEM, [single(0, 6), single(0, 20), single(None, 20)], model, device="cpu")
    assert [result.iterations for result in results] == [4, 10, 1]
    assert [result.stopped_by for result in results] == ["max_iterations"] * 2 + ["converged"]
    assert not results[0].verdict.feasible


class Mended(PrefixSums):
    """Prefix sums with a cost, the number of wrong bits, that refinement makes 0."""

    unit, refinable = "mistakes", True

    def check(self, instance, solution):
        wrong = int((np.cumsum(instance) % 2 != solution).sum())
        return type(super().check(instance, instance))(True, float(wrong))

    def refine(self, instance, solution, effort, scores):
        assert effort == EFFORT
        np.testing.assert_array_equal(self.encodings["centred"].decode(scores, instance), solution)
        return np.cumsum(instance) % 2


EFFORT = Effort(seed=3)


@pytest.mark.parametrize("refine", [None, EFFORT])
def test_refinement_is_reported_apart_from_the_raw_answer(ripple, refine):
    model = model_of(ripple)
    (result,) = solve(Mended(), [single(0)], model, MaxIterations(3), refine=refine, device="cpu")
    assert result.raw_cost == 5
    assert (0 < result.refining < result.seconds) if refine else result.refining == 0
    assert result.verdict.cost == (0 if refine else 5)


class Confident(CentredEncoding):
    """Says how right the scores are, whatever the answer is."""

    def accuracy(self, scores, instance):
        return float(scores[0, 0] > scores[1, 0])


class Measured(PrefixSums):
    encodings = {"centred": Confident()}


def test_the_scores_accuracy_is_told_beside_the_verdict(ripple):
    task = single(0)
    (result,) = solve(Measured(), [task], model_of(ripple), MaxIterations(3), device="cpu")
    assert result.verdict == PROBLEM.check(task, result.solution)
    assert result.metrics in ({"accuracy": 0.0}, {"accuracy": 1.0})
    assert solve_with(ripple, [task], stop=MaxIterations(3))[0].metrics == {}


def test_problems_that_cannot_refine_are_left_alone(ripple):
    (result,) = solve_with(ripple, [single(0)], stop=MaxIterations(3), refine=EFFORT)
    assert not result.verdict.feasible


def test_solving_is_repeatable_and_leaves_no_gradient(ripple):
    instances = [single(position) for position in (0, 3)]
    first, again = solve_with(ripple, instances), solve_with(ripple, instances)
    assert [each.residuals for each in first] == [each.residuals for each in again]
    assert torch.is_grad_enabled()


def test_a_device_that_is_not_there_is_an_error(ripple, monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(DeviceError, match="no CUDA device"):
        solve(PROBLEM, [single(0)], model_of(ripple), device="cuda")
    with pytest.raises(ConfigError, match="unknown device 'tpu'"):
        solve(PROBLEM, [single(0)], model_of(ripple), device="tpu")


@pytest.mark.parametrize(("side", "compiled"), [(20, False), (60, True)])
def test_convolutions_are_compiled_where_there_is_much_to_think(side, compiled):
    torch.manual_seed(0)
    thinker = DTR.build(Signature("grid", channels=3, classes=2), {"width": 16}).eval()
    inputs = torch.rand(1, 3, side, side)
    thoughts = think(thinker, inputs, MaxIterations(3))
    flags = {part.compiled for part in thinker.modules() if isinstance(part, Convolution2d)}
    assert flags == {compiled}
    with torch.inference_mode():
        twin = copy.deepcopy(thinker).double()
        thought, recall = twin.embed(inputs.double()), twin.recall(inputs.double())
        for _ in range(3):
            thought = twin.step(thought, recall)
        expected = twin.readout(thought)
    torch.testing.assert_close(
        torch.from_numpy(thoughts.scores[0]), expected[0].float(), rtol=1e-3, atol=1e-4
    )


@pytest.mark.parametrize(
    ("rule", "iterations"),
    [(Unchanged(looks=2, every=1), [4, 9, 2, 2]), (Unchanged(looks=2, every=4), [8, 12, 8, 8])],
)
def test_each_instance_stops_when_its_answer_no_longer_changes(ripple, rule, iterations):
    """With a single 1 at j of n bits the answer is right, and stays, from iteration n - j on."""
    results = solve_with(ripple, [single(each) for each in (5, 0, None, 7)], AnyOf(rule, LONG))
    assert [result.iterations for result in results] == iterations
    assert {result.stopped_by for result in results} == {"unchanged"}
    assert all(result.verdict.right for result in results)


def test_where_nobody_looks_no_answer_is_read_along_the_way(ripple):
    solve_with(ripple, [single(0)])
    assert ripple.read == [1]


def test_trace_keeps_the_scores_after_the_iterations_that_are_asked_for(ripple):
    [whole] = solve_with(ripple, [single(0)], trace=True)
    [some] = solve_with(ripple, [single(0)], trace={2, 5, 40})
    np.testing.assert_array_equal(some.trace, whole.trace[[1, 4]])
