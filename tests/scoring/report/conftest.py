"""Sheets for tests of the report: solvers of every kind, answers, failures and hostile names."""

from math import inf

import numpy as np
import pytest
from thinkers_tsp.problem import Tsp

from thinkers import Verdict
from thinkers.scoring.comparing import Comparison
from thinkers.scoring.report.sheet import Sheet
from thinkers.scoring.rows import rows_of
from thinkers.scoring.runs import Answer, Run

HOSTILE = '</style><script>alert(1)</script><img src="http://example.com/x">&"\''


@pytest.fixture
def sheet():
    """Makes a sheet of tsp instances of a size, on which four solvers were compared."""

    def sheet(size=6, count=12, hostile=""):
        rng = np.random.default_rng(size)
        problem = Tsp()
        instances = problem.generate(rng, count, problem.sized(size, {}))

        def answer(place, instance, share, fails):
            tour = np.roll(np.arange(size), place)
            cost = problem.check(instance, tour).cost * share
            if fails and place % 4 == 0:
                return Answer(Verdict(False, reason=hostile), 0.1, failure=hostile or "no mood")
            curve = [(0.01, None, cost / 2), (0.02, 1.5 * cost, cost / 2), (0.1, cost, cost)]
            return Answer(Verdict(True, cost), 0.1 * share, tour, cost / 2, curve=curve)

        def run(name, kind, low, *, fails=False):
            shares = low + rng.random(count) / 4
            answers = [answer(*each, share, fails) for *each, share in
                       zip(range(count), instances, shares, strict=True)]  # fmt: skip
            return Run(name, kind, answers)

        nothing = Answer(Verdict(False, cost=inf, reason="it gives a bound only"), 0.0, bound=0.1)
        runs = [
            run("tsp/dt-m", "model", 1.1), run("tsp/dt-m", "refined", 1.0),
            run(f"first{hostile}", "baseline", 1.0),
            run("moody:seconds=0.5", "baseline", 1, fails=True),
            Run("lower bound", "bound", [nothing] * count),
        ]  # fmt: skip
        found = Comparison(problem, rows_of(problem, runs), [], runs)
        return Sheet(
            found, f"tsp, {size} cities{hostile}", f"{size} cities", instances,
            [f"{place:064x}" for place in range(count)], size, (f"tsp{hostile}", "all"),
            {"command": f"thinkers compare tsp{hostile}", "seed": "0"}, {"tsp/dt-m": (5, 7)},
        )  # fmt: skip

    return sheet
