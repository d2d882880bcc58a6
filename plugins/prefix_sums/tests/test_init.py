"""The plugin offers its problem, baseline, models and one call, and imports nothing heavy."""

import subprocess
import sys

import numpy as np
import pytest
import thinkers_prefix_sums
from thinkers_prefix_sums import solve_bits
from thinkers_prefix_sums.problem import PrefixSums

from thinkers import InvalidInstanceError


def test_hooks():
    assert list(thinkers_prefix_sums.thinkers_problems()) == [PrefixSums]
    names = [baseline.name for baseline in thinkers_prefix_sums.thinkers_baselines()]
    assert names == [PrefixSums.reference, "doubling"]


@pytest.mark.parametrize("bits", ["0110", [0, 1, 1, 0], np.array([False, True, True, False])])
def test_one_call_solves_a_string(bits):
    result = solve_bits(bits)
    assert result.solution.tolist() == [0, 1, 0, 0]
    assert result.verdict.right
    assert result.model == PrefixSums.default_model


def test_what_is_no_string_of_bits_is_refused():
    with pytest.raises(InvalidInstanceError, match="got '2' in column 2"):
        solve_bits("02")


def test_nothing_heavy_is_imported():
    code = (
        "import sys, thinkers_prefix_sums; list(thinkers_prefix_sums.thinkers_problems());"
        "list(thinkers_prefix_sums.thinkers_baselines()); print('torch' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
