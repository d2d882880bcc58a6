"""A task is a problem and one of its encodings: the recipe's, or the first."""

import pickle

import numpy as np
import pytest
from thinkers_prefix_sums.centred import CentredEncoding
from thinkers_prefix_sums.problem import PrefixSums

from thinkers.errors import ConfigError
from thinkers.training.task import Task

PROBLEM = PrefixSums()


def test_it_is_the_recipes_encoding_or_the_problems_first(recipe_with):
    for named in ("centred", None):
        task = Task.of(recipe_with(encoding=named), PROBLEM)
        assert (task.problem, task.name) == (PROBLEM, "centred")
        assert isinstance(task.encoding, CentredEncoding)


def test_an_encoding_that_is_not_there_is_refused_with_those_that_are(recipe_with):
    with pytest.raises(ConfigError, match="prefix_sums has no encoding 'square'") as caught:
        Task.of(recipe_with(encoding="square"), PROBLEM)
    assert caught.value.hint == "known: centred"


def test_instances_are_labelled_alike_in_another_process():
    task, bits = Task(PROBLEM, "centred"), [np.array([1, 0, 1])]
    again = pickle.loads(pickle.dumps(task))
    for [batch] in (task.labelled(bits), again.labelled(bits)):
        assert batch.targets.tolist() == [[1, 1, 0]]
