"""The memory that inference needs, computed before it begins."""

import copy
from contextlib import suppress
from math import inf, isfinite, log, pow, prod
from typing import Any

import torch
from torch import Tensor
from torch.multiprocessing.reductions import StorageWeakRef
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves

from thinkers.engine.acceleration import Acceleration, Anderson, Picard
from thinkers.engine.bounds import LipschitzBounds, in_float64
from thinkers.engine.machine import FEW_POSITIONS, free_memory, gigabytes, instance_of, ran_out
from thinkers.errors import MemoryLimitError, SolveError
from thinkers.nets import Thinker
from thinkers.nets.kernels.convolution import convolve_as_torch
from thinkers.nets.norms import norms
from thinkers.nets.packing import packed

MARGIN = 1.25
"""What kernels take inside themselves, and the program besides, as a factor of what tensors take:
measured, at most 1.2 (tests/engine/test_memory.py)."""

AHEAD = 1.6
"""More of the same for those that make several steps at once (`Thinker.ahead`), in numpy of all
positions at worst: measured there."""

ROUNDS = 9
"""Iterations after which no acceleration keeps any more thoughts."""

PROBES = (1000, 4000)
"""Positions of the small instances that show how memory grows (our choice)."""

SPARE = 4
"""What is foreseen from them may be so many times too little (our choice)."""

CACHED = 128 * 10**6
"""Bytes beyond which more instances that think together on a CPU think no faster, as they leave its
caches: measured (benchmarks/RESULTS.md)."""

FLOAT = 4
"""Bytes of a number of the inputs."""

PETABYTE = 10**15

WAY_OUT = "try a smaller instance, a smaller model, or a machine with more memory"


def require_room(
    thinker: Thinker,
    channels: int,
    shape: tuple[int, ...],
    count: int,
    device: torch.device,
    acceleration: type[Acceleration] | None = None,
    swift: bool = False,
) -> int:
    """The batch size for `count` instances of a shape that fits into free memory.

    Args:
        thinker: In evaluation mode.
        channels: Of the inputs.
        shape: The positions of an instance.
        count: At least 1.
        device: Where it is to think.
        acceleration: As `think` takes it.
        swift: Whether it is smaller where that is faster.

    Raises:
        MemoryLimitError: Not even one fits; says what it needs and what there is.
    """
    if prod(shape) * count <= FEW_POSITIONS:
        return count
    free, about = free_on(device), roughly(thinker, channels, shape, acceleration)
    if swift and device.type == "cpu" and isfinite(about):
        count = min(count, max(int(CACHED // about), 1))
    if free is None or SPARE * count * about <= free:
        return count
    need = needed(thinker, channels, shape, acceleration)
    if need is None:
        return count
    if need > free:
        words = f"{instance_of(shape)} needs about {gigabytes(need)} to think"
        raise MemoryLimitError(f"{words}, {gigabytes(free)} are free", WAY_OUT)
    return min(count, free // need)


def exhausted(
    thinker: Thinker,
    channels: int,
    shape: tuple[int, ...],
    acceleration: type[Acceleration] | None = None,
) -> SolveError:
    """What to raise where memory ran out though but one instance was thinking."""
    need = None
    with suppress(MemoryError):  # there may be none left to work it out
        need = needed(thinker, channels, shape, acceleration)
    return SolveError(ran_out(shape, need), WAY_OUT)


def release(device: torch.device) -> None:
    """Give back what torch keeps of a GPU's memory for later."""
    if device.type == "cuda":
        torch.cuda.empty_cache()


def roughly(
    thinker: Thinker,
    channels: int,
    shape: tuple[int, ...],
    acceleration: type[Acceleration] | None = None,
) -> float:
    """About how many bytes one instance needs, as two small ones show that it grows.

    Infinite for a thinker that cannot think of small instances. Nothing is asked of torch's meta
    device, for which torch imports its compiler: that takes a second and 70 MB.
    """
    small = [_smaller(shape, most) for most in PROBES]
    try:
        few, many = (_ledger_of(thinker, channels, each, acceleration, "cpu") for each in small)
    except Exception:  # a plugin may want what it likes
        return inf
    fewer, positions = map(prod, small)
    before, last = (each.peak - each.weights for each in (few, many))
    grows = log(last / before) / log(positions / fewer) if positions > fewer else 1.0
    return many.weights + last * pow(prod(shape) / positions, max(grows, 1.0))


def _smaller(shape: tuple[int, ...], most: int) -> tuple[int, ...]:
    """A shape of at most about so many positions: short sides are whole, the others alike."""
    left, side = float(most), 1
    for place, length in enumerate(sorted(shape)):
        side = round(left ** (1 / (len(shape) - place)))
        if length >= side:
            break
        left /= length
    return tuple(min(length, side) for length in shape)


def needed(
    thinker: Thinker,
    channels: int,
    shape: tuple[int, ...],
    acceleration: type[Acceleration] | None = None,
) -> int | None:
    """Bytes that one instance needs; None for a thinker that cannot run on torch's meta device.

    A copy of the thinker is run on torch's meta device, where tensors have shapes and no numbers,
    and the most bytes that are alive at once are counted.
    """
    least = FLOAT * channels * prod(shape)
    if least >= PETABYTE:
        return least  # no tensor of torch has such a shape, be it one without numbers
    try:
        peak = _ledger_of(thinker, channels, shape, acceleration, "meta").peak
    except (NotImplementedError, RuntimeError):
        return None
    strides = type(thinker).ahead is not Thinker.ahead
    return int((AHEAD if strides else 1) * MARGIN * peak)


def _ledger_of(
    thinker: Thinker,
    channels: int,
    shape: tuple[int, ...],
    acceleration: type[Acceleration] | None,
    device: str,
) -> "_Ledger":
    """The bytes of tensors that are alive while a copy thinks of zeros.

    torch's random numbers are afterwards as if it had drawn none.
    """
    contracts = LipschitzBounds.of(thinker) is not None
    chosen = (acceleration or (Anderson if contracts else Picard))()
    ledger = _Ledger(device)
    with torch.no_grad(), torch.random.fork_rng(devices=[]), ledger:
        twin = _shadow(thinker, device)
        with twin.cached_weights():
            ledger.weights = ledger.alive
            inputs = torch.zeros(1, channels, *shape, device=device)
            thought = _iterate(twin, chosen, inputs, ledger)
        if contracts:
            twin = _shadow(in_float64(thinker), device)
            with twin.cached_weights():
                twin.readout(twin.step(thought.double(), twin.recall(inputs.double())))
    return ledger


def _iterate(
    thinker: Thinker, acceleration: Acceleration, inputs: Tensor, ledger: "_Ledger"
) -> Tensor:
    """Do what `think` does, until it takes no more memory; gives the last thought."""
    thinker = packed(thinker, inputs)
    thought: Tensor = thinker.embed(inputs)
    recall = thinker.recall(inputs)
    for _ in range(ROUNDS):
        before = ledger.alive
        image = thinker.step(thought, recall)
        change = norms(image - thought)  # (1,)
        norms(image)
        thought = acceleration.propose(thought, image, change)
        if ledger.alive == before:
            break
    thinker.readout(thought)
    return thought


def _shadow(thinker: Thinker, device: str) -> Thinker:
    """A copy that convolves as torch does; on the meta device without numbers."""
    twin = copy.deepcopy(thinker)
    convolve_as_torch(twin)
    return twin.to(device)


class _Ledger(TorchDispatchMode):
    """Counts the bytes of tensors of a device that are alive, and the most there have been.

    Attributes:
        alive: Bytes, after the last operation.
        peak: Bytes.
        weights: Bytes of them before there are inputs.
    """

    def __init__(self, device: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.alive = self.peak = self.weights = 0
        self._device = device
        self._alive: dict[int, tuple[StorageWeakRef, int]] = {}

    @classmethod
    def _should_skip_dynamo(cls) -> bool:
        """No: to skip it torch would import it."""
        return False

    def __torch_dispatch__(
        self, func: Any, types: Any, args: Any = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        result = func(*args, **(kwargs or {}))
        for each in tree_leaves(result):
            if isinstance(each, Tensor) and each.device.type == self._device:
                storage = each.untyped_storage()
                reference = StorageWeakRef(storage)
                self._alive[reference.cdata] = reference, storage.nbytes()
        self._alive = {key: held for key, held in self._alive.items() if not held[0].expired()}
        self.alive = sum(size for _, size in self._alive.values())
        self.peak = max(self.peak, self.alive)
        return result


def free_on(device: torch.device) -> int | None:
    """Bytes free on a device for this process; None where unknown."""
    if device.type == "cpu":
        return free_memory()
    if device.type != "cuda":
        return None
    unused = torch.cuda.memory_reserved(device) - torch.cuda.memory_allocated(device)
    return int(torch.cuda.mem_get_info(device)[0]) + unused
