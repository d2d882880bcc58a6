"""DT-L without its parts: each step is its formula, and no certificate claims more than holds."""

import itertools

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.nn import functional

from thinkers.certify import apply, prove
from thinkers.errors import ThinkersError
from thinkers.nets import DTL, DTR
from thinkers.nets.kernels.activation import ACTIVATIONS
from thinkers.testing import toy_signature

SKIPS = (0.3, "interpolated", "added", "none")
CONSTRAINTS = ("none", "spectral", "certified", "certified-clip", "row-scaled")
CHOICES = list(itertools.product(SKIPS, ACTIVATIONS, CONSTRAINTS))


def build(layout="sequence", scale=1.0, **config):
    torch.manual_seed(0)
    built = DTL.build(toy_signature(layout), {"width": 4} | config).eval()
    with torch.no_grad():
        for weight in built.parameters():
            weight.mul_(scale)
    return built.double()


def situation(built, layout="sequence", size=6):
    generator = torch.Generator().manual_seed(1)
    shape = [size] * toy_signature(layout).axes
    inputs = torch.randn(3, 2, *shape, generator=generator, dtype=torch.float64)
    return built.embed(inputs).detach(), built.recall(inputs).detach()


@pytest.mark.parametrize(("skip", "activation", "constraint"), CHOICES)
def test_under_every_choice_the_pieces_give_the_step(skip, activation, constraint):
    built = build("grid", skip=skip, activation=activation, constraint=constraint)
    with torch.no_grad(), built.cached_weights():
        thought, recall = situation(built, "grid")
        after = built.step(thought, recall)
        assert torch.allclose(apply(built.pieces(), thought, recall), after)
    names = [factor.name for factor in prove(built.pieces()).factors]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("skip", ["added", "none"])
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_a_block_is_its_formula(skip, activation):
    function = {
        "elu": functional.elu, "relu": torch.relu, "tanh": torch.tanh,
        "maxmin": lambda x: torch.cat(
            [torch.maximum(*x.chunk(2, 1)), torch.minimum(*x.chunk(2, 1))], 1
        ),
    }[activation]  # fmt: skip
    built = build("grid", skip=skip, activation=activation, constraint="none")
    thought, _ = situation(built, "grid")
    for block in built.blocks:
        inside = functional.conv2d(thought, block.first.weight, padding=1)
        update = functional.conv2d(function(inside), block.second.weight, padding=1)
        expected = function(update + thought if skip == "added" else update)
        assert torch.allclose(block(thought), expected, atol=1e-12)


def test_with_every_part_left_out_it_is_the_step_of_dt_r():
    signature = toy_signature("sequence")
    plain = DTL.build(
        signature, {"width": 4, "skip": "added", "activation": "relu", "constraint": "none"}
    )
    other = DTR.build(signature, {"width": 4})
    fits = {name: value for name, value in plain.state_dict().items() if name.startswith("blocks")}
    other.load_state_dict(fits | {"recall_thought.weight": plain.recall_thought.weight},
                          strict=False)  # fmt: skip
    thought, recall = torch.randn(2, 3, 4, 8)
    assert torch.allclose(plain.step(thought, recall), other.step(thought, recall))


def test_a_number_of_skip_is_where_gamma_starts_and_its_word_is_one_half():
    assert torch.equal(build(skip="interpolated").blocks[0].skip, build().blocks[0].skip)
    assert torch.allclose(build(skip=0.3).blocks[1].skip.sigmoid(), torch.tensor(0.3).double())
    assert not hasattr(build(skip="added").blocks[0], "skip")


def test_the_default_is_the_paper_and_older_settings_mean_what_they_meant():
    state = build().state_dict()
    for config in ({"activation": "elu"}, {"skip": 0.5, "constraint": "spectral"}):
        again = build(**config).state_dict()
        assert again.keys() == state.keys()
        assert all(torch.equal(again[name], state[name]) for name in state)


@settings(max_examples=60, deadline=None)
@given(
    choice=st.sampled_from(CHOICES),
    scale=st.sampled_from([0.1, 1.0, 5.0]),
    contraction=st.sampled_from([0.5, 0.99]),
    seed=st.integers(0, 2**31),
)
def test_no_certificate_claims_less_than_some_pair_of_thoughts_is_stretched(
    choice, scale, contraction, seed
):
    skip, activation, constraint = choice
    built = build(scale=scale, skip=skip, activation=activation, constraint=constraint,
                  contraction=contraction)  # fmt: skip
    proof = prove(built.pieces())
    proven = constraint in ("certified", "certified-clip", "row-scaled") and skip != "added"
    if proven:
        assert proof.bound <= contraction * (1 + 1e-9)
    assert (proof.certificate is not None) == (proof.bound < 1)
    torch.manual_seed(seed)
    thought, recall = situation(built)
    for size in (1e-4, 1.0, 100.0):
        way = size * torch.randn_like(thought)
        moved = built.step(thought + way, recall) - built.step(thought, recall)
        assert (moved.flatten(1).norm(dim=1) <= proof.bound * way.flatten(1).norm(dim=1)
                * (1 + 1e-7)).all()  # fmt: skip


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize(
    "config",
    [{"skip": "added", "constraint": "certified"}, {"skip": "added", "constraint": "spectral"},
     {"skip": "none", "constraint": "none"}, {"skip": "added", "constraint": "none"}],
)  # fmt: skip
def test_what_cannot_be_certified_is_not(config, activation):
    """Equal taps of all convolutions: the step does expand, so K < 1 would be false."""
    built = build(scale=3.0, activation=activation, **config)
    assert built.lipschitz() is None
    assert prove(built.pieces(), tune=False).bound > 1


def test_adding_a_bounded_branch_does_expand_so_that_its_missing_certificate_is_deserved():
    built = build(skip="added", constraint="certified", activation="relu", contraction=0.9)
    with torch.no_grad():
        for name, weight in built.named_parameters():
            if name.endswith("original"):
                weight.copy_(torch.eye(4)[:, :, None] * torch.tensor([0.0, 1.0, 0.0]))
    thought, recall = torch.ones(1, 4, 9).double(), torch.zeros(1, 4, 9).double()
    stretched = built.step(2 * thought, recall) - built.step(thought, recall)
    assert stretched.norm() > 3 * thought.norm()
    assert built.lipschitz() is None


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("skip", SKIPS)
def test_gradients_reach_every_weight_of_the_step(activation, skip):
    torch.manual_seed(0)
    built = DTL.build(toy_signature("grid"), {"width": 16, "activation": activation, "skip": skip})
    built.prepare()
    inputs = torch.randn(2, 2, 12, 12)
    built.unrolled(inputs, 3).square().mean().backward()
    for name, weight in built.named_parameters():
        assert weight.grad is not None, name
        assert weight.grad.abs().sum() > 0, name


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ({"activation": "rleu"}, "unknown activation 'rleu', did you mean 'relu'"),
        ({"skip": "aded"}, "unknown skip 'aded', did you mean 'added'"),
        ({"skip": "added", "constraint": "certified", "budgets": "equal"}, "skip is 'added'"),
    ],
)
def test_a_choice_that_is_none_is_refused_in_one_line(config, said):
    with pytest.raises(ThinkersError, match=f"^thinker dt-l: .*{said}"):
        DTL.build(toy_signature("sequence"), config)
