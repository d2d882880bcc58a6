r"""Maze-Hard of HRM, drawn anew by its rule: verified shortest, and equal to one path.

    OMP_NUM_THREADS=1 python benchmarks/published/maze_hard.py --instances 200

A board has millions of shortest paths. Published scores count equality with the one path that A*
found, whose ties are broken by a rule that is not known; ours count equality with that of our
breadth-first search, and, beside it, answers that are verified as shortest.
"""

from time import process_time

import numpy as np
from book import Row, Table, save
from shares import arguments, drawn, share
from tours import SEED, chosen

from thinkers.engine.solve import solve

MATCH, VERIFIED = "equal to one path", "verified shortest"

TABLE = Table(
    "maze-hard",
    "Maze-Hard 30 x 30",
    "30 x 30 cells of which 270 to 450, drawn at random, are walls, random ends, the shortest path "
    "longer than 110 (HRM, after Searchformer): our family `maze-hard`. HRM's own files were not "
    "at hand, nor the order in which its A* breaks ties.",
    "% of boards",
    "more",
    [
        Row("FPRM", {MATCH: 87.0}, {}, "FPRM (arXiv 2606.18206)"),
        Row("TRM", {MATCH: 85.3}, {}, "TRM (arXiv 2510.04871)"),
        Row("HRM", {MATCH: 74.5}, {}, "HRM (arXiv 2506.21734)"),
    ],
)

if __name__ == "__main__":
    options = arguments("maze/dt-mp,maze/proven", "40")
    [count], rows, models = options.instances, [], []
    for name in options.models:
        problem, model = chosen(name)
        models.append(model)
        boards = drawn(problem, count, {"size": 30, "family": "maze-hard"})
        begin = process_time()
        results = solve(problem, boards, model)
        spent = (process_time() - begin) / count
        labels = problem.label(boards)
        equal = [
            np.array_equal(result.solution, label)
            for result, label in zip(results, labels, strict=True)
        ]
        values = {MATCH: 100 * sum(equal) / count, VERIFIED: share(results)}
        rows.append(Row(name, values, {MATCH: spent, VERIFIED: spent}))
    note = "Nobody else publishes the share of answers that are verified as shortest."
    save(TABLE, models, {MATCH: count, VERIFIED: count}, rows, [note], SEED)
