"""Instances a second of the shipped models, where the time goes, and what the machine could do.

    OMP_NUM_THREADS=1 python benchmarks/throughput.py
    python benchmarks/throughput.py --models tsp/dt-m --size 100 --instances 256 --device cuda

One table, all of one run, once a first batch has loaded and compiled what it needs. Shares are of
`solve` as a whole: encoding, thinking, decoding, checking (of answers along the way too); what is
left is bookkeeping. `beside` is the time of an instance for all but thinking. With `--same N` the
first N are solved on the CPU as well, and it is said how many answers are the same, and how many
iterations.

Operations and bytes are counted on one step of one instance, as torch makes it: of matrix products
and convolutions the usual count (direct, where a compiled one needs fewer), of all else one
operation for each number that comes out; bytes are what each operation reads and writes. A thinker
that leaves out what does not change (DT-MP on a CPU) does less than is counted. Rates are over the
time of thinking, and beside them stands their share of what this device does in a large product of
matrices and in a large copy; caches can bring that of bytes above 1. On the CPU one thread works,
and its processor time counts: others disturb it less than a clock.
"""

import argparse
import copy
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from time import perf_counter, process_time
from typing import Any
from unittest.mock import patch

import numpy as np
import torch
from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves
from torch.utils.flop_counter import flop_registry

from thinkers.engine.batching import usual_batch
from thinkers.engine.devices import pick_device, use_threads
from thinkers.engine.in_torch import InTorch
from thinkers.engine.solve import solve
from thinkers.nets.packing import packed
from thinkers.registry.choosing import find_model
from thinkers.registry.registry import installed

SIZES = {"tsp": 30, "maze": 33, "maze/dt-l-pixel": 9, "prefix_sums": 512}
"""Of a problem, or of a model that sees its instances much larger."""

STAGES = ("encode", "think", "decode", "check")
COLUMNS = ("instances/s", *STAGES, "beside, ms", "iterations", "GFLOP/s", "GB/s", "same")
REPEATS = 3
SIDE, BYTES = {"cpu": 1024, "cuda": 8192}, {"cpu": 1 << 26, "cuda": 1 << 30}
"""Of the matrices that are multiplied, and of what is copied, for the peaks."""


class Work(TorchDispatchMode):
    """Counts the operations and bytes of what runs inside."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.operations = self.bytes = 0

    def __torch_dispatch__(
        self, func: Any, types: Any, args: Any = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        kwargs = kwargs or {}
        result = func(*args, **kwargs)
        made = [each for each in tree_leaves(result) if isinstance(each, Tensor)]
        read = [each for each in tree_leaves((args, kwargs)) if isinstance(each, Tensor)]
        held = {each.untyped_storage().data_ptr() for each in read}
        in_place = func.overloadpacket.__name__.endswith("_")
        if in_place or any(each.untyped_storage().data_ptr() not in held for each in made):
            count = flop_registry.get(func.overloadpacket)
            self.operations += (
                sum(each.numel() for each in made)
                if count is None
                else count(*args, **kwargs, out_val=result)
            )
            self.bytes += sum(each.numel() * each.element_size() for each in [*read, *made])
        return result


class Clock:
    """Seconds by stage, of a device; those of a stage within another are its own alone."""

    def __init__(self, device: torch.device) -> None:
        self.device = device
        self.spent: dict[str, float] = defaultdict(float)
        self._within = 0.0

    def now(self) -> float:
        """Seconds, once all that was begun is done."""
        if self.device.type == "cpu":
            return process_time()
        torch.cuda.synchronize(self.device)
        return perf_counter()

    def timed(self, stage: str, work: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """What `work` gives; its time is that of the stage."""
        begin, before, self._within = self.now(), self._within, 0.0
        try:
            return work(*args, **kwargs)
        finally:
            took = self.now() - begin
            self.spent[stage] += took - self._within
            self._within = before + took


@contextmanager
def watched(clock: Clock, problem: Any, encoding: Any) -> Iterator[None]:
    """Has the clock see each stage of `solve`."""
    parts = [
        (type(encoding), "encode", "encode"), (type(encoding), "decode", "decode"),
        (type(encoding), "decode_each", "decode"), (type(problem), "check", "check"),
        (InTorch, "think", "think"),
    ]  # fmt: skip
    with ExitStack() as stack:
        for owner, method, stage in parts:
            work = getattr(owner, method)

            def timed(self: Any, *args: Any, _: Any = (stage, work), **kwargs: Any) -> Any:
                return clock.timed(_[0], partial(_[1], self), *args, **kwargs)

            stack.enter_context(patch.object(owner, method, timed))
        yield


def peaks(clock: Clock) -> tuple[float, float]:
    """Operations and bytes a second: of a product of matrices, and of a copy."""
    side = SIDE[clock.device.type]
    matrix = torch.rand(side, side, device=clock.device)
    source = torch.rand(BYTES[clock.device.type] // 4, device=clock.device)
    target = torch.empty_like(source)
    return (
        2 * side**3 / least(clock, lambda: matrix @ matrix),
        2 * 4 * len(source) / least(clock, lambda: target.copy_(source)),
    )


def least(clock: Clock, work: Callable[[], object]) -> float:
    """The least seconds of a few runs."""
    found = []
    for _ in range(REPEATS + 1):
        begin = clock.now()
        work()
        found.append(clock.now() - begin)
    return min(found[1:])


def work_of(thinker: Any, inputs: Tensor) -> Work:
    """What one step of an instance takes."""
    twin, work = packed(copy.deepcopy(thinker), inputs), Work()
    with torch.no_grad(), twin.cached_weights():  # where torch takes operations to pieces
        thought, recall = twin.embed(inputs), twin.recall(inputs)
        with work:
            twin.step(thought, recall)
    return work


def row(name: str, options: argparse.Namespace, device: torch.device, best: Any) -> str:
    """The table's row of one model."""
    problem, model = find_model(installed(), name)
    usual = SIZES.get(name, SIZES.get(problem.name))
    size = (options.size or usual) if problem.size_option else None
    instances = problem.generate(
        np.random.default_rng(options.seed), options.instances, problem.sized(size, {})
    )
    encoding = model.card.pick_encoding(problem.encodings)
    first = torch.from_numpy(encoding.encode(instances[:1]).seen(encoding.signature))
    thinker = model.thinker.to(device)
    work = work_of(thinker, first.to(device))
    run = partial(solve, problem, model=model, device=str(device), batch=options.batch)
    run(instances=instances[: options.batch or usual_batch(str(device))])
    clock = Clock(device)
    with watched(clock, problem, encoding):
        results = clock.timed("bookkeeping", run, instances=instances)
    iterations, whole = sum(each.iterations for each in results), sum(clock.spent.values())
    shares = [f"{clock.spent[stage] / whole:.0%}" for stage in STAGES]
    rates = [count * iterations / clock.spent["think"] for count in (work.operations, work.bytes)]
    cells = [
        f"{rate / 1e9:.3g} ({rate / peak:.0%})" for rate, peak in zip(rates, best, strict=True)
    ]
    beside = 1e3 * (whole - clock.spent["think"]) / len(instances)
    cells = [
        f"{len(instances) / whole:.4g}", *shares, f"{beside:.3f}",
        f"{iterations / len(instances):.0f}", *cells,
        same(problem, model, results[: options.same]),
    ]  # fmt: skip
    return f"| {name} | {'' if size is None else size} | {' | '.join(cells)} |"


def same(problem: Any, model: Any, results: Sequence[Any]) -> str:
    """Of how many results the CPU has the same answers, and the same iterations."""
    if not results:
        return ""
    others = solve(problem, [each.instance for each in results], model, device="cpu")
    pairs = list(zip(results, others, strict=True))
    answers = sum(np.array_equal(one.solution, other.solution) for one, other in pairs)
    iterations = sum(one.iterations == other.iterations for one, other in pairs)
    return f"{answers}, {iterations} of {len(pairs)}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--models", help="names, with commas; by default all that are installed")
    parser.add_argument("--size", type=int, help="by default one for each problem")
    parser.add_argument("--instances", type=int, default=4)
    parser.add_argument("--batch", type=int, help="by default as `thinkers solve` has it")
    parser.add_argument("--device", default="auto")
    parser.add_argument("--same", type=int, default=0, help="how many to compare with the CPU")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    use_threads(1)
    device = pick_device(options.device)
    best = peaks(Clock(device))
    print(f"peaks of {device}: {best[0] / 1e9:.3g} GFLOP/s, {best[1] / 1e9:.3g} GB/s\n")
    print(f"| model | size | {' | '.join(COLUMNS)} |")
    print("|---" * (2 + len(COLUMNS)) + "|", flush=True)
    for name in options.models.split(",") if options.models else installed().models():
        print(row(name, options, device, best), flush=True)


if __name__ == "__main__":
    main()
