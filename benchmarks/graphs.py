"""Time and memory of an iteration of DT-G on one core, against the number of nodes.

    OMP_NUM_THREADS=1 python benchmarks/graphs.py

Points in the unit square, each with its 10 nearest, at the default width. Each row is of a process
of its own: the least processor time of some iterations, and what its peak of resident memory
exceeds that before the instance by; the reading of the instance, done once, is apart.
"""

import argparse
import resource
import subprocess
import sys
from time import process_time

import numpy as np
import torch
from numpy.typing import NDArray

from thinkers import Batch, Signature
from thinkers.nets import DTG

NODES = (1000, 3000, 10_000, 30_000)
NEIGHBOURS = 10
ITERATIONS = 8
ROWS = 200
"""Nodes whose neighbours are looked for together."""


def nearest(nodes: int) -> NDArray[np.int64]:
    """`(1, n, k)` int64: the nearest of each of some points by chance."""
    points = np.random.default_rng(0).random((nodes, 2), np.float32)
    found = []
    for first in range(0, nodes, ROWS):
        apart = ((points[first : first + ROWS, None] - points) ** 2).sum(-1)  # (rows, n)
        near = apart.argpartition(NEIGHBOURS, 1)[:, : NEIGHBOURS + 1]  # (rows, k + 1)
        order = np.take_along_axis(apart, near, 1).argsort(1)
        found.append(np.take_along_axis(near, order, 1)[:, 1:])
    return np.concatenate(found)[None].astype(np.int64)


def measure(nodes: int) -> str:
    """A row of the table."""
    lists = nearest(nodes)
    numbers = np.random.default_rng(1).random((1, 3, *lists.shape[1:]), np.float32)
    signature = Signature("graph", channels=3, classes=1, target="row")
    thinker = DTG.build(signature, {}).eval()
    torch.zeros(256, 256) @ torch.zeros(256, 256)  # what torch loads at first is not counted
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = process_time()
    batch = Batch(numbers, lists >= 0, neighbours=lists)
    inputs = torch.from_numpy(batch.seen(signature))
    with torch.inference_mode():
        thought, recall = thinker.embed(inputs), thinker.recall(inputs)
        reading, times = process_time() - start, []
        for _ in range(ITERATIONS):
            start = process_time()
            thought = thinker.step(thought, recall)
            times.append(process_time() - start)
    peak = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    return f"| {nodes} | {reading:.3f} | {min(times):.3f} | {peak:.0f} |"


def main() -> None:
    """Print the table, or the row of one process."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("nodes", nargs="?", type=int, help="of one row")
    nodes = parser.parse_args().nodes
    if nodes is not None:
        print(measure(nodes))
        return
    print("| nodes | s to read | s an iteration | MiB |\n|---|---|---|---|", flush=True)
    for nodes in NODES:
        child = [sys.executable, __file__, str(nodes)]
        run = subprocess.run(child, capture_output=True, text=True, check=True)
        print(run.stdout.strip(), flush=True)


if __name__ == "__main__":
    main()
