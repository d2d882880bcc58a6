"""A wrapped solver keeps the contract; rounding loses little, and what is missing is said."""

import sys

import numpy as np
import pytest

from thinkers import MissingPackageError, installed
from thinkers.testing import BaselineContract

baseline = pytest.importorskip(
    "thinkers_elkai.baseline", reason="pip install this example and thinkers-tsp first"
)
RNG = np.random.default_rng(0)


def drawn(count, **options):
    tsp = installed().problem("tsp")
    return tsp, tsp.generate(np.random.default_rng(1), count, tsp.params(options))


class TestElkai(BaselineContract):
    baseline, problem = baseline.Elkai(), installed().problem("tsp")


@pytest.mark.parametrize("kind", ["euclidean", "asymmetric", "triangle", "forbidden"])
def test_as_short_as_the_exact_tour_but_for_rounding(kind):
    pytest.importorskip("elkai", reason="elkai is not installed: it is for non-commercial use")
    tsp, instances = drawn(3, cities=9, distances=kind)
    exact = installed().baselines("tsp")["held-karp"]
    for instance in instances:
        best, found = (
            tsp.check(instance, each.solve(instance, RNG).solution).cost
            for each in (exact, baseline.Elkai())
        )
        assert best - 1e-9 <= found <= best * (1 + 1e-4)


def test_a_missing_elkai_is_one_line_that_says_how_to_get_it(monkeypatch):
    monkeypatch.setattr(baseline, "find_spec", lambda name: None)
    monkeypatch.setitem(sys.modules, "elkai", None)
    _, [instance] = drawn(1, cities=5)
    assert baseline.Elkai().unsuitable(instance) == f"elkai is not installed: {baseline.INSTALL}"
    assert baseline.Elkai().versions() == {}
    with pytest.raises(MissingPackageError, match="elkai cannot be imported"):
        baseline.Elkai().solve(instance, RNG)
