"""From a thinker to the ONNX file of its model."""

import json
import logging
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor, nn

from thinkers.errors import ModelError
from thinkers.extras import extra
from thinkers.models.card import CARD_KEY
from thinkers.models.onnx.file import DOMAIN, EXTRA, FUNCTIONS, KINDS, NETWORK_KEY, Network
from thinkers.models.store import Model
from thinkers.nets.kernels.convolution import convolve_as_torch
from thinkers.nets.thinker import Thinker
from thinkers.nets.unconstrained import unconstrained
from thinkers.problems.encoding import Encoding
from thinkers.problems.signature import Signature
from thinkers.problems.wording import printable, reason_of

OPSET = 23
"""The version of ONNX's operators."""

SMALL, LARGE = (2, 6, 5), (3, 8, 7)
"""Instances and sides of two batches; what differs between them may be of any size."""

LEAST, MOST = 2, 10**9
"""A size that torch takes for granted, and one that nothing reaches: between them all must fit."""

ABOUT = (
    "A recurrent network. As it stands it takes inputs, (batch, channels, sides...), and a number "
    "of iterations, and gives scores. Its functions can be run one by one: embed gives the first "
    "state and the input's term, step the next state, readout the scores of a state. The metadata "
    "'thinkers' says of what problem it is, and how long it thinks (budget)."
)


def exported(model: Model, encoding: Encoding[Any, Any]) -> bytes:
    """The ONNX file of a model: one for inputs of any number and size.

    Raises:
        ModelError: Its thinker does what ONNX has no operators for.
        MissingPackageError: The extra `onnx` is not installed.
    """
    extra(EXTRA, "onnxscript")
    onnx = extra(EXTRA, "onnx")
    signature = encoding.signature
    try:
        thinker = _plain(model.thinker)
        with torch.no_grad(), _quiet():
            samples = _Samples(thinker, signature)
            network = samples.network(model.settles)
            functions = [_function(onnx, thinker, samples, network, name) for name in FUNCTIONS]
    except Exception as error:  # a stranger's thinker may do anything, and so may the exporter
        raise ModelError(
            f"{model.card.name} cannot be exported: its thinker {model.card.thinker} does what "
            f"cannot be said in ONNX: {printable(reason_of(error.__cause__ or error))}",
            "think with torch instead",
        ) from error
    content = _calling(onnx, functions, samples, signature)
    content.doc_string = ABOUT
    known = {
        CARD_KEY: json.dumps(model.card.model_dump(mode="json"), sort_keys=True),
        NETWORK_KEY: network.model_dump_json(),
    }
    onnx.helper.set_model_props(content, known)
    onnx.checker.check_model(content)
    found: bytes = content.SerializeToString()
    return found


def _plain(thinker: Thinker) -> Thinker:
    """A copy on the CPU, its weights plain numbers, that convolves as torch does."""
    twin = unconstrained(thinker).cpu().float().eval()
    convolve_as_torch(twin)
    return twin


class _Function(nn.Module):
    """A method of a thinker as a map from tensors to tensors.

    Args:
        thinker: Whose it is.
        name: `embed` (with `recall`), `step` or `readout`.
        states: Of how many tensors a state is.
        single: Whether state and injection are tensors, and no tuples.
    """

    def __init__(self, thinker: Thinker, name: str, states: int, single: tuple[bool, bool]) -> None:
        super().__init__()
        self.thinker, self.name, self.states, self.single = thinker, name, states, single

    def forward(self, *values: Tensor) -> tuple[Tensor, ...]:
        """The tensors that the method gives."""
        if self.name == "embed":
            [inputs] = values
            return _parts(self.thinker.embed(inputs)) + _parts(self.thinker.recall(inputs))
        state: Any = values[: self.states]
        recall: Any = values[self.states :] or None
        state = state[0] if self.single[0] else state
        if self.name == "readout":
            return (self.thinker.readout(state),)
        recall = recall[0] if recall is not None and self.single[1] else recall
        return _parts(self.thinker.step(state, recall))


def _parts(found: Any) -> tuple[Tensor, ...]:
    if isinstance(found, tuple):
        return found
    return () if found is None else (found,)


class _Samples:
    """Tensors of two batches of a thinker, which show what may be of any size.

    Attributes:
        inputs: Of the larger batch.
        state: Its first state.
        recall: Its injection.
        single: Whether the last two are tensors, and no tuples.
        sizes: For each of them all, the axes that may be of any size.
    """

    def __init__(self, thinker: Thinker, signature: Signature) -> None:
        small, large = _blank(signature, SMALL), _blank(signature, LARGE)
        state, recall = thinker.embed(large), thinker.recall(large)
        self.single = isinstance(state, Tensor), isinstance(recall, Tensor)
        count = len(_parts(state))
        begin = _Function(thinker, "embed", count, self.single)
        exported = _exported(begin, (large,), [_differing(small, large)]).module()
        every = [(inputs, *exported(inputs)) for inputs in (small, large)]  # as it comes out of it
        self.inputs, self.state, self.recall = large, every[1][1 : 1 + count], every[1][1 + count :]
        axes = [_differing(*pair) for pair in zip(*every, strict=True)]
        self.sizes = {"inputs": axes[:1], "state": axes[1 : 1 + count], "recall": axes[1 + count :]}

    def network(self, settles: bool) -> Network:
        """What must be known of them."""
        state, recall = ([_kind(each) for each in tensors] for tensors in (self.state, self.recall))
        return Network(state=state, recall=recall, settles=settles)

    def taken(self, name: str) -> tuple[tuple[Tensor, ...], list[list[int]]]:
        """What a function is called with, and the axes of each that may be of any size."""
        if name == "embed":
            return (self.inputs,), self.sizes["inputs"]
        if name == "readout":
            return self.state, self.sizes["state"]
        return self.state + self.recall, self.sizes["state"] + self.sizes["recall"]


def _blank(signature: Signature, sizes: tuple[int, int, int]) -> Tensor:
    """Inputs of zeros; one size for both sides where these are one set."""
    count, *sides = sizes
    if signature.layout == "matrix" and not signature.bipartite:
        sides = sides[:1] * 2
    return torch.zeros(count, signature.inputs, *sides[: signature.axes])


def _kind(tensor: Tensor) -> str:
    return str(tensor.dtype).removeprefix("torch.")


def _differing(one: Tensor, other: Tensor) -> list[int]:
    return [axis for axis in range(other.ndim) if one.shape[axis] != other.shape[axis]]


def _exported(
    method: _Function, taken: tuple[Tensor, ...], axes: Sequence[Sequence[int]]
) -> torch.export.ExportedProgram:
    """A method as torch's graph, of tensors whose axes that are named may be of any size."""
    sizes = tuple(dict.fromkeys(each, torch.export.Dim.DYNAMIC) for each in axes)
    program = torch.export.export(method, taken, dynamic_shapes=(sizes,))
    for limits in program.range_constraints.values():
        if limits.lower > LEAST or limits.upper < MOST:
            raise ValueError(f"its {method.name} takes sizes from {limits.lower} to {limits.upper}")
    return program


def _function(onnx: Any, thinker: Thinker, samples: _Samples, network: Network, name: str) -> Any:
    """One of the functions, its weights being constants."""
    taken, axes = samples.taken(name)
    names = [[f"{name}.{end}.{place}" for place in range(len(types))]
             for end, types in zip(("in", "out"), network.types(name), strict=True)]  # fmt: skip
    method = _Function(thinker, name, len(samples.state), samples.single)
    program = torch.onnx.export(
        _exported(method, taken, axes), input_names=names[0], output_names=names[1],
        opset_version=OPSET, dynamo=True, verbose=False,
    )  # fmt: skip
    assert program is not None
    inline = extra(EXTRA, "onnx.inliner").inline_local_functions
    model = inline(program.model_proto)
    constants = [
        onnx.helper.make_node("Constant", [], [each.name], value=each)
        for each in model.graph.initializer
    ]
    nodes = [*constants, *model.graph.node]
    return onnx.helper.make_function(DOMAIN, name, *names, nodes, model.opset_import)


def _calling(onnx: Any, functions: Sequence[Any], samples: _Samples, signature: Signature) -> Any:
    """The model that thinks a given number of iterations with these functions."""
    helper, states = onnx.helper, len(samples.state)
    first, last, now, after = (
        [f"{word}.{place}" for place in range(states)] for word in ("first", "last", "now", "next")
    )
    term = [f"term.{place}" for place in range(len(samples.recall))]
    kinds = [(KINDS[_kind(each)], [None] * each.ndim) for each in samples.state]

    def typed(names: Sequence[str]) -> list[Any]:
        pairs = zip(names, kinds, strict=True)
        return [helper.make_tensor_value_info(name, *each) for name, each in pairs]

    going, boolean = "going", helper.make_tensor_value_info("going", KINDS["bool"], [])
    body = helper.make_graph(
        [
            helper.make_node("step", [*now, *term], after, domain=DOMAIN),
            helper.make_node("Identity", [going], ["on"]),
        ],
        "iteration",
        [helper.make_tensor_value_info("iteration", KINDS["int64"], []), boolean, *typed(now)],
        [helper.make_tensor_value_info("on", KINDS["bool"], []), *typed(after)],
    )
    nodes = [
        helper.make_node("embed", ["inputs"], [*first, *term], domain=DOMAIN),
        helper.make_node("Loop", ["iterations", "", *first], last, body=body),
        helper.make_node("readout", last, ["scores"], domain=DOMAIN),
    ]
    sides = ("rows", "columns")[: signature.axes]
    sizes = ["batch", signature.inputs, *sides]
    scores = ["batch", signature.classes, *sides[: len(signature.chosen((1,) * signature.axes))]]
    graph = helper.make_graph(
        nodes, "think",
        [helper.make_tensor_value_info("inputs", KINDS["float32"], sizes),
         helper.make_tensor_value_info("iterations", KINDS["int64"], [])],
        [helper.make_tensor_value_info("scores", KINDS["float32"], scores)],
    )  # fmt: skip
    domains = [helper.make_opsetid("", OPSET), helper.make_opsetid(DOMAIN, 1)]
    return helper.make_model(graph, functions=functions, opset_imports=domains, ir_version=10)


@contextmanager
def _quiet() -> Iterator[None]:
    """Without what torch's exporter says of itself and of packages that are not there."""
    loud = logging.getLogger("torch.onnx")
    before = loud.level
    loud.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        loud.setLevel(before)
