"""In bf16 scores differ by rounding; where something is proven it is refused."""

import numpy as np
import pytest
from thinkers_prefix_sums.problem import PrefixSums

from thinkers.engine.solve import solve
from thinkers.errors import ConfigError
from thinkers.registry.choosing import find_model
from thinkers.registry.registry import installed


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("prefix_sums/dt-l", 40), ("prefix_sums/dt-mp", 40), ("prefix_sums/proven", 40),
        ("maze/dt-l", 9), ("maze/dt-mp", 9), ("tsp/dt-m", 12),
    ],
)  # fmt: skip
def test_answers_are_checked_and_steps_are_rounded(name, size):
    problem, model = find_model(installed(), name)
    params = problem.sized(size, {}, "the test")
    tasks = problem.generate(np.random.default_rng(4), 6, params)
    plain, halved = (
        solve(problem, tasks, model, precision=each, trace=[3]) for each in ("float32", "bf16")
    )
    for result in halved:
        assert result.verdict == problem.check(result.instance, result.solution)
        assert result.verdict.feasible
    at_once = solve(problem, tasks, model, precision="bf16")  # without a trace, several steps
    assert [each.iterations for each in at_once] == [each.iterations for each in halved]
    for one, other in zip(at_once, halved, strict=True):
        np.testing.assert_array_equal(one.solution, other.solution)
        np.testing.assert_allclose(one.residuals, other.residuals, rtol=1e-9)
    near = [
        np.abs(one.trace - other.trace).max() / np.abs(one.trace).max()
        for one, other in zip(plain, halved, strict=True)
    ]
    assert max(near) < 0.1
    assert name.endswith("proven") or max(near) > 1e-6


def test_it_is_refused_where_a_contraction_is_proven():
    _, model = find_model(installed(), "prefix_sums/dt-os")
    with pytest.raises(ConfigError, match="what is proven of dt-os is not so of steps in bf16"):
        solve(PrefixSums(), [np.ones(8, np.int8)], model, precision="bf16")
