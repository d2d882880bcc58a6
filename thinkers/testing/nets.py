"""Contract tests of thinkers."""

from dataclasses import replace
from functools import partial

import numpy as np
import torch
from torch import Tensor

from thinkers.certify import apply
from thinkers.certify.iterate import iterate
from thinkers.nets import Thinker
from thinkers.nets.packing import packed
from thinkers.problems.batch import Batch
from thinkers.problems.signature import Signature
from thinkers.testing.contract import SkippedError, about, require, skip_unless

ITERATIONS = 3
"""Steps that a thinker is tried for."""

SIZES = (6, 9)
"""Positions along each axis that a thinker is tried at."""


NEIGHBOURS = 4
"""Most neighbours of a node of a graph that a thinker is tried on."""


@about("step", "readout")
def takes_any_size(thinker: type[Thinker], signature: Signature) -> None:
    """One set of weights works at every size; a step keeps the thought's shape."""
    own = build(thinker, signature)
    for size in SIZES:
        inputs = toy_inputs(signature, size)
        built = packed(own, inputs)
        with torch.no_grad(), built.cached_weights():
            thought, recall = built.embed(inputs), built.recall(inputs)
            after = built.step(thought, recall)
            logits = built.readout(after)
        require(after.shape == thought.shape, "a step keeps the thought's shape")
        expected = (len(inputs), signature.classes, *signature.chosen(tuple(inputs.shape[2:])))
        require(tuple(logits.shape) == expected, f"logits have the shape {expected}")


@about("step", "embed", "recall")
def thinks_alone(thinker: type[Thinker], signature: Signature) -> None:
    """In evaluation an instance's logits do not depend on the rest of its batch."""
    built, inputs = build(thinker, signature), toy_inputs(signature, SIZES[0])
    together, alone = _think(built, inputs), _think(built, inputs[:1])
    require(
        torch.allclose(together[:1], alone, atol=1e-5),
        "logits do not depend on the rest of the batch",
    )


@about("step")
def repeats_itself(thinker: type[Thinker], signature: Signature) -> None:
    """The same inputs give the same logits, to the bit, and the same seed the same weights."""
    built, inputs = build(thinker, signature), toy_inputs(signature, SIZES[0])
    require(torch.equal(_think(built, inputs), _think(built, inputs)), "inference is repeatable")
    other = _think(build(thinker, signature), inputs)
    require(torch.equal(_think(built, inputs), other), "building is repeatable")


@about("step")
def learns(thinker: type[Thinker], signature: Signature) -> None:
    """Every parameter gets a gradient."""
    built, inputs = build(thinker, signature).train(), toy_inputs(signature, SIZES[0])
    _think(built, inputs).square().sum().backward()
    idle = [name for name, weight in built.named_parameters() if weight.grad is None]
    require(not idle, f"every parameter gets a gradient; none for {', '.join(idle)}")


@about("pieces")
def is_what_it_says(thinker: type[Thinker], signature: Signature) -> None:
    """The pieces compose to the step itself, so that certificates proven from them hold."""
    built = build(thinker, signature)
    for size in SIZES:
        inputs = toy_inputs(signature, size)
        with torch.no_grad(), built.cached_weights():
            chain, thought, recall = built.pieces(), built.embed(inputs), built.recall(inputs)
            if chain is None:
                raise SkippedError("it describes no pieces")
            same = torch.allclose(built.step(thought, recall), apply(chain, thought, recall),
                                  rtol=1e-4, atol=1e-5)  # fmt: skip
        require(same, "the pieces, applied in turn, give the step")


@about("lipschitz", "pieces")
def keeps_its_promise(thinker: type[Thinker], signature: Signature) -> None:
    """The step's measured Lipschitz ratio does not exceed `lipschitz()`."""
    built, inputs = build(thinker, signature).double(), toy_inputs(signature, SIZES[0]).double()
    promised = built.lipschitz()
    if promised is None:
        raise SkippedError("it promises no constant")
    with torch.no_grad(), built.cached_weights():
        thought, recall = built.embed(inputs), built.recall(inputs)
        way = torch.randn(thought.shape, generator=torch.Generator().manual_seed(1)).to(thought)
        for size in (1e-3, 1.0, 1e3):
            apart = built.step(thought + size * way, recall) - built.step(thought, recall)
            stretch = float(apart.norm() / (size * way.norm()))
            require(stretch <= promised * (1 + 1e-9), f"stretches by {stretch}, not {promised}")


@about("step")
def settles_where_it_says(thinker: type[Thinker], signature: Signature) -> None:
    """A thinker that settles reaches a fixed point, to the bit."""
    skip_unless(thinker.settles, "it does not say that it settles")
    own = build(thinker, signature)
    for size in SIZES:
        inputs = toy_inputs(signature, size)
        built = packed(own, inputs)
        with torch.no_grad(), built.cached_weights():
            recall, first = built.recall(inputs), built.embed(inputs)
            step = partial(built.step, recall=recall)
            last = iterate(step, first, first[0].numel() + 1, until_still=True)
            still = torch.equal(last, step(last))
        require(still, "a fixed point is reached after as many steps as a hidden state has numbers")


def build(thinker: type[Thinker], signature: Signature) -> Thinker:
    """A thinker by its default settings, always with the same weights."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        return thinker.build(signature, {}).eval()


def toy_inputs(signature: Signature, size: int) -> Tensor:
    """What a thinker sees of three instances: numbers by chance, and some pairs left out."""
    rng = np.random.default_rng(0)
    shape = (size, NEIGHBOURS) if signature.layout == "graph" else (size,) * signature.axes
    if signature.bipartite:
        shape = (size, size + 2)
    values = rng.standard_normal((3, signature.channels, *shape)).astype(np.float32)
    batch = Batch(values, np.ones((3, *signature.chosen(shape)), bool))
    if signature.padded:
        there = np.arange(size) < np.array([size, size - 1, size - 2])[:, None]  # (3, n)
        batch = replace(batch, present=there[:, :, None] & there[:, None])
    if signature.layout == "graph":
        lists = [rng.permuted(np.arange(size))[:NEIGHBOURS] for _ in range(3 * size)]
        listed = np.array(lists, np.int64).reshape(3, *shape)
        batch = replace(batch, neighbours=np.where(rng.random(listed.shape) < 0.2, -1, listed))
    return torch.from_numpy(batch.seen(signature))


def _think(thinker: Thinker, inputs: Tensor) -> Tensor:
    with thinker.cached_weights():
        return thinker.unrolled(inputs, ITERATIONS)


RULES = (
    takes_any_size,
    thinks_alone,
    repeats_itself,
    learns,
    is_what_it_says,
    keeps_its_promise,
    settles_where_it_says,
)
