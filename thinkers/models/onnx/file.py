"""The ONNX file of a model: its card, and the functions `embed`, `step` and `readout`.

As it stands the file thinks a given number of iterations and gives scores. Here the functions are
taken out of it, each as a model of its own, so that the engine can look between two steps.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from thinkers.errors import ModelError
from thinkers.extras import extra
from thinkers.models.card import CARD_KEY, Card
from thinkers.models.onnx.wire import fields, message, whole
from thinkers.problems.files import read_bytes
from thinkers.settings import Settings

EXTRA = "onnx"
"""The extra of this distribution that has what is needed."""

SUFFIX = ".onnx"

DOMAIN = "thinkers"
"""Where the functions are, among those of ONNX."""

FUNCTIONS = ("embed", "step", "readout")

NETWORK_KEY = "thinkers.network"
"""The metadata key of what `Network` holds; the card has that of safetensors files."""

KINDS = {"float32": 1, "int32": 6, "int64": 7, "bool": 9, "float64": 11}
"""ONNX's numbers of the types that states and injections may have (`TensorProto.DataType`)."""

OF_MODEL = {"graph": 7, "metadata": 14, "functions": 25}
OF_FUNCTION = {"name": 1, "input": 4, "output": 5}
OF_GRAPH = {"node": 1, "name": 2, "input": 11, "output": 12}
OF_NODE = {"input": 1, "output": 2, "op_type": 4, "domain": 7}
"""Numbers of fields (`onnx.proto`)."""


class Network(Settings):
    """What of a thinker must be known to run it, beside its functions.

    Attributes:
        state: The types of the tensors that are its hidden state.
        recall: The types of those that are its input injection.
        settles: See `Thinker.settles`.
    """

    state: list[str]
    recall: list[str]
    settles: bool

    def types(self, function: str) -> tuple[list[str], list[str]]:
        """The types of what a function takes, and of what it gives."""
        scores = ["float32"]
        return {
            "embed": (["float32"], [*self.state, *self.recall]),
            "step": ([*self.state, *self.recall], self.state),
            "readout": (self.state, scores),
        }[function]


@dataclass(frozen=True, eq=False)
class OnnxModel:
    """A card and the network that it describes, for onnxruntime.

    Attributes:
        card: As in the file that the network was exported from.
        network: What else must be known of it.
        functions: `embed`, `step` and `readout`, each as an ONNX model.
        threads: How many threads compute.
    """

    card: Card
    network: Network
    functions: Mapping[str, bytes]
    threads: int = 1

    @classmethod
    def read(cls, path: Path, threads: int = 1) -> "OnnxModel":
        """Read a file that `thinkers export` wrote.

        Raises:
            ModelError: There is none, or it is another one.
            MissingPackageError: onnxruntime is not installed.
        """
        return cls.of(read_bytes(path), str(path), threads)

    @classmethod
    def of(cls, content: bytes, path: str, threads: int = 1) -> "OnnxModel":
        """As `read`, of what such a file holds."""
        try:
            known = {_text(each, 1): _text(each, 2) for each in _all(content, "metadata")}
            if CARD_KEY not in known or NETWORK_KEY not in known:
                raise ModelError(
                    f"{path} is no model of ours in ONNX", "they are written by `thinkers export`"
                )
            card = Card.of(json.loads(known[CARD_KEY]), path)
            network = Network.of(json.loads(known[NETWORK_KEY]), path)
            parts = {name: _alone(content, name, network) for name in FUNCTIONS}
        except (ValueError, TypeError, KeyError) as error:
            raise ModelError(f"{path} is damaged: {error}") from error
        return cls(card, network, parts, threads)

    def __reduce__(self) -> tuple[Any, ...]:
        return OnnxModel, (self.card, self.network, self.functions, self.threads)

    @property
    def settles(self) -> bool:
        """As `Model.settles`."""
        return self.network.settles

    @cached_property
    def sessions(self) -> Mapping[str, Any]:
        """The functions, ready to run."""
        runtime = extra(EXTRA, "onnxruntime")
        options = runtime.SessionOptions()
        options.intra_op_num_threads = self.threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 4  # what goes wrong is raised, too
        only = ["CPUExecutionProvider"]
        return {
            name: runtime.InferenceSession(content, options, providers=only)
            for name, content in self.functions.items()
        }


def _all(content: bytes, name: str) -> list[memoryview]:
    return [payload for number, payload in fields(content) if number == OF_MODEL[name]]


def _text(content: memoryview, number: int) -> str:
    return next(bytes(payload).decode() for at, payload in fields(content) if at == number)


def _alone(content: bytes, name: str, network: Network) -> bytes:
    """The model that calls one of the functions and does nothing else."""
    [function] = [each for each in _all(content, "functions") if _text(each, 1) == name]
    taken, given = (
        [bytes(payload).decode() for at, payload in fields(function) if at == OF_FUNCTION[end]]
        for end in ("input", "output")
    )
    node = message([
        *((OF_NODE["input"], each) for each in taken),
        *((OF_NODE["output"], each) for each in given),
        (OF_NODE["op_type"], name),
        (OF_NODE["domain"], DOMAIN),
    ])  # fmt: skip
    types_in, types_out = network.types(name)
    graph = message([
        (OF_GRAPH["node"], node),
        (OF_GRAPH["name"], name),
        *((OF_GRAPH["input"], each) for each in _described(taken, types_in)),
        *((OF_GRAPH["output"], each) for each in _described(given, types_out)),
    ])  # fmt: skip
    kept = b"".join(_opening(content))
    return kept + message([(OF_MODEL["functions"], function), (OF_MODEL["graph"], graph)])


def _opening(content: bytes) -> list[bytes]:
    """The version of the format, and of the operators, as they stand in the file."""
    [version] = [payload for number, payload in fields(content) if number == 1]
    operators = [payload for number, payload in fields(content) if number == 8]
    return [b"\x08" + bytes(version), message((8, each) for each in operators)]


def _described(names: Sequence[str], types: Sequence[str]) -> list[bytes]:
    """Names with the types of their tensors, of any shape."""
    return [
        message([(1, name), (2, message([(1, whole(1, KINDS[kind]))]))])
        for name, kind in zip(names, types, strict=True)
    ]
