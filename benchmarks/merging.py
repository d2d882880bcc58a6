"""How much faster numba decodes scores into tours than numpy does; the tours are the same.

OMP_NUM_THREADS=1 python benchmarks/merging.py --sizes 30,100,300
"""

from argparse import ArgumentParser
from time import process_time
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray
from thinkers_tsp import decoding
from thinkers_tsp.generator import generate
from thinkers_tsp.instance import Tour, TspInstance
from thinkers_tsp.merging import Merging

Scores = NDArray[np.float32]


def decoded(
    scores: list[Scores], instances: list[TspInstance], *, compiled: bool
) -> tuple[list[Tour], float]:
    """The tours, and the seconds of CPU time that one takes; compiling is no part of it."""
    with patch.object(decoding, "MERGING", Merging(compiled=compiled)):
        decoding.decode(scores[0], instances[0])
        begin = process_time()
        tours = [decoding.decode(*each) for each in zip(scores, instances, strict=True)]
        return tours, (process_time() - begin) / len(tours)


def main() -> None:
    """Read the options, measure, print the table."""
    parser = ArgumentParser()
    parser.add_argument("--sizes", default="30,100")
    parser.add_argument("--instances", type=int, default=20)
    given = parser.parse_args()
    print("| cities | distances | numpy, ms | numba, ms | times |\n|---|---|---|---|---|")
    for cities in map(int, given.sizes.split(",")):
        for kind in ("asymmetric", "euclidean"):
            rng = np.random.default_rng(0)
            instances = generate(rng, given.instances, cities, kind)
            scores = [rng.normal(size=(cities, cities)).astype(np.float32) for _ in instances]
            tours, slow = decoded(scores, instances, compiled=False)
            again, fast = decoded(scores, instances, compiled=True)
            for one, other in zip(tours, again, strict=True):
                np.testing.assert_array_equal(one, other)
            told = f"{1e3 * slow:.2f} | {1e3 * fast:.2f} | {slow / fast:.1f}"
            print(f"| {cities} | {kind} | {told} |")


if __name__ == "__main__":
    main()
