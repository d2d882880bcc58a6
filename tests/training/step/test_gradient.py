"""What is replayed is what would be computed, since key and given tensors say all of it."""

import pytest
import torch
from lightning_fabric import Fabric
from thinkers_prefix_sums.problem import PrefixSums

from thinkers.nets import DTL, DTOS, DTR
from thinkers.nets.cuda_graphs import Graphs
from thinkers.training.data import Feed
from thinkers.training.step.descent import Descent
from thinkers.training.task import Task

STEPS = 25

LOSSES = {
    "progressive": {"iterations": 3, "alpha": 0.5},
    "free iterations": {"iterations": 3, "alpha": 1.0},
    "noise": {"iterations": 2, "alpha": 1.0, "path_noise": 0.1, "random_start": 0.5},
    "a pool": {"iterations": 3, "alpha": 1.0, "segments": 3, "pool": 24},
    "carried": {"iterations": 3, "alpha": 0.5, "segments": 2},
}


def descend(recipe, thinker, graphs, device="cpu"):
    torch.manual_seed(0)
    problem = PrefixSums()
    task = Task.of(recipe, problem)
    signature = task.encoding.signature
    built = thinker.build(signature, recipe.config)
    descent = Descent(recipe, built, task.encoding, Fabric(accelerator=device, devices=1))
    descent.gradient.graphs = graphs
    feed = Feed(recipe, task)
    seen = [descent.step(feed.batch(step), step) for step in range(STEPS)]
    return torch.tensor(seen), [value.cpu() for value in built.state_dict().values()]


def agree(some, others, **tolerance):
    torch.testing.assert_close(some[0], others[0], **tolerance)
    for one, other in zip(some[1], others[1], strict=True):
        torch.testing.assert_close(one, other, **tolerance)


@pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES)
@pytest.mark.parametrize("thinker", [DTL, DTR])
def test_what_is_replayed_is_what_would_be_computed(tape_of, recipe_with, thinker, loss):
    recipe = recipe_with(loss=loss, thinker=thinker.name)
    tape = tape_of()
    agree(descend(recipe, thinker, tape), descend(recipe, thinker, None), rtol=1e-6, atol=1e-7)
    assert tape.replays > STEPS / 2


def test_the_guard_takes_a_replayed_gradient_again(tape_of, recipe_with):
    guard = {"throttle": "guard", "throttle_every": 2}
    recipe = recipe_with(optimizer=guard, loss={"segments": 2})
    tape = tape_of()
    agree(descend(recipe, DTL, tape), descend(recipe, DTL, None), rtol=1e-6, atol=1e-7)


def test_n_plus_k_graphs_serve_for_all_draws_of_free_and_graded_iterations(tape_of, recipe_with):
    tape, most = tape_of(), 5
    descend(recipe_with(loss={"iterations": most, "alpha": 1.0}), DTL, tape)
    assert len(tape.first) <= 2 * most + most - 1


def test_there_are_no_graphs_on_a_cpu(recipe_with):
    recipe, encoding = recipe_with(), PrefixSums().encodings["centred"]
    fabric = Fabric(accelerator="cpu", devices=1)
    descent = Descent(recipe, DTL.build(encoding.signature, recipe.config), encoding, fabric)
    assert descent.gradient.graphs is None


@pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no GPU")
class TestOnAGPU:
    """The same with real graphs, up to rounding: cuDNN may add in another order."""

    @pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES)
    @pytest.mark.parametrize("thinker", [DTL, DTR])
    def test_graphs_compute_what_kernel_by_kernel_does(self, recipe_with, thinker, loss):
        recipe = recipe_with(loss=loss, thinker=thinker.name, optimizer={"name": "sgd"})
        graphs = Graphs()
        found = descend(recipe, thinker, graphs, "cuda")
        agree(found, descend(recipe, thinker, None, "cuda"), rtol=1e-3, atol=1e-5)
        assert len(graphs) > 0

    def test_a_step_that_cannot_be_captured_is_done_kernel_by_kernel(self, recipe_with):
        recipe = recipe_with(thinker="dt-os", optimizer={"name": "sgd"})
        graphs = Graphs()
        found = descend(recipe, DTOS, graphs, "cuda")
        agree(found, descend(recipe, DTOS, None, "cuda"), rtol=1e-3, atol=1e-5)
        assert len(graphs) == 0
