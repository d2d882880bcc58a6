"""CUDA graphs: a captured sequence of kernels, replayed in one launch."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

Tensors = dict[str, Tensor]
Work = Callable[[Tensors], Tensors]

MAX_GRAPHS = 512
"""Graphs that are kept; what comes for the first time after them is never captured."""


@dataclass(frozen=True, eq=False)
class Graph:
    """Captured work, the tensors it reads, and those it writes."""

    graph: torch.cuda.CUDAGraph
    given: Tensors
    found: Tensors

    @classmethod
    def of(cls, work: Work, given: Tensors, pool: Any) -> "Graph":
        """Capture `work`; nothing is computed yet. All graphs of a pool use the same memory."""
        graph, own = torch.cuda.CUDAGraph(), {name: each.clone() for name, each in given.items()}
        with torch.cuda.graph(graph, pool=pool):
            found = work(own)
        return cls(graph, own, found)

    def replay(self, given: Tensors) -> Tensors:
        """Replay the graph on new inputs."""
        for name, each in given.items():
            self.given[name].copy_(each)
        self.graph.replay()
        return self.found


class Graphs:
    """Runs work eagerly the first time, captures it the second, and replays it from then on.

    For work whose kernels follow from its key and from the shapes of what it is given. Where that
    is not so, as where the GPU is waited for, capturing fails, and nothing more is captured. Where
    memory does not suffice for graphs beside other work, they go.
    """

    def __init__(self) -> None:
        self._pool = torch.cuda.graph_pool_handle()
        self._met: set[Hashable] = set()
        self._graphs: dict[Hashable, Graph] = {}
        self._room = MAX_GRAPHS

    def __len__(self) -> int:
        return len(self._graphs)

    def __call__(self, key: Hashable, work: Work, given: Tensors) -> Tensors:
        """What `work` makes of `given`; the next call may overwrite it."""
        key = key, *((name, each.shape, each.dtype) for name, each in given.items())
        if key in self._met and key not in self._graphs and len(self._graphs) < self._room:
            try:
                self._graphs[key] = Graph.of(work, given, self._pool)
            except RuntimeError:
                self._room = 0
        self._met.add(key)
        if key in self._graphs:
            return self._graphs[key].replay(given)
        try:
            return work(given)
        except torch.OutOfMemoryError:
            if not self._graphs:
                raise
        self._graphs.clear()
        self._room = 0
        torch.cuda.empty_cache()
        return work(given)
