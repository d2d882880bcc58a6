"""A class and its objects come from the top package of the class's module."""

import numpy as np

from thinkers.problems.origin import package_of
from thinkers.problems.verdict import Verdict


def test_a_class_and_its_objects_are_of_the_same_package():
    assert package_of(Verdict) == package_of(Verdict(feasible=True)) == "thinkers"
    assert package_of(np.zeros(1)) == package_of(np.random.Generator) == "numpy"
    assert package_of(1) == "builtins"
