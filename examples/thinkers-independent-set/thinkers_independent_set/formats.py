"""Graphs as the DIMACS challenges write them: `p edge NODES EDGES`, then `e I J` for each edge."""

from pathlib import Path

import numpy as np

from thinkers import InvalidInstanceError, read_text, write_whole
from thinkers_independent_set.instance import Graph

MOST = 100_000
"""Nodes that a file may ask for."""

EXPECTED = "expected `p edge NODES EDGES`, then lines `e I J`, nodes counted from 1"


def read(path: Path) -> Graph:
    """The graph of a file.

    Raises:
        InvalidInstanceError: What is wrong with it, and in which line.
    """
    nodes, edges = 0, list[tuple[int, int]]()
    for number, line in enumerate(read_text(path).split("\n"), 1):
        match line.split():
            case [] | ["c", *_]:
                continue
            case ["p", "edge" | "col", count, said] if not nodes and _number(said) is not None:
                nodes = _number(count) or 0
            case ["e", first, second] if nodes:
                edges.append((_number(first) or 0, _number(second) or 0))
                if not 1 <= min(edges[-1]) <= max(edges[-1]) <= nodes:
                    raise InvalidInstanceError(f"{path}, line {number}: no such nodes", EXPECTED)
            case _:
                raise InvalidInstanceError(f"{path}, line {number} says nothing", EXPECTED)
    if not nodes:
        raise InvalidInstanceError(f"{path} has no line `p edge`", EXPECTED)
    return Graph(nodes, np.array(edges, np.int64).reshape(-1, 2) - 1)


def write(path: Path, graph: Graph) -> None:
    """Write one graph."""
    lines = [f"p edge {graph.nodes} {len(graph.edges)}"]
    lines += [f"e {first} {second}" for first, second in (graph.edges + 1).tolist()]
    write_whole(path, "\n".join([*lines, ""]).encode())


def _number(word: str) -> int | None:
    """A count of up to `MOST`; None of what is none."""
    found = int(word) if word.isascii() and word.isdigit() and len(word) < 10 else MOST + 1
    return found if found <= MOST else None
