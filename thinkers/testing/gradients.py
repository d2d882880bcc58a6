"""Contract tests of a thinker's step: what gradients pass, and what stays as it was."""

import torch
from torch import Tensor

from thinkers.nets import Thinker
from thinkers.nets.packing import packed
from thinkers.problems.signature import Signature
from thinkers.testing.contract import about, require
from thinkers.testing.nets import SIZES, build, toy_inputs


@about("step", "readout", "recall")
def gradients_pass(thinker: type[Thinker], signature: Signature) -> None:
    """The logits' gradient passes a step to the thought before it, and to recall; it is finite."""
    inputs = toy_inputs(signature, SIZES[0])
    built = packed(build(thinker, signature).train(), inputs)
    with built.cached_weights():
        thought, recall = built.embed(inputs), built.recall(inputs)
        if isinstance(recall, Tensor):  # it may be a tuple, some of it whole numbers
            recall = recall.detach().requires_grad_()
        first = built.step(thought, recall).detach().requires_grad_()
        logits = built.readout(built.step(first, recall))
        asked = [first, recall] if isinstance(recall, Tensor) else [first]
        require(logits.requires_grad, "logits have a gradient; was it detached?")
        found = torch.autograd.grad(logits.square().sum(), asked, allow_unused=True)
    for name, gradient in zip(("thought", "recall"), found, strict=False):
        passed = gradient is not None and bool(gradient.any())
        require(passed, f"a gradient passes a step to its {name}; was it detached?")
        require(gradient is None or bool(gradient.isfinite().all()), "gradients are finite")


@about("step")
def steps_leave_no_trace(thinker: type[Thinker], signature: Signature) -> None:
    """A step changes neither its arguments nor itself: it gives the same when asked again."""
    inputs = toy_inputs(signature, SIZES[0])
    built = packed(build(thinker, signature), inputs)
    with torch.no_grad(), built.cached_weights():
        thought, recall = built.embed(inputs), built.recall(inputs)
        before = thought.clone()
        first = built.step(thought, recall)
        require(torch.equal(thought, before), "a step leaves the thought it is given alone")
        again = built.step(before, recall)
    require(torch.equal(first, again), "a step asked again gives the same: it keeps no state")


RULES = (gradients_pass, steps_leave_no_trace)
