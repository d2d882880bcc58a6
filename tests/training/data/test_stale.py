"""No training sees labels or arrays of code that is not the code of now."""

import importlib
import sys

import numpy as np
import pytest

from thinkers.problems.cache import cache_folder
from thinkers.training.data import TRAIN, prepare
from thinkers.training.data.cache import Labelled
from thinkers.training.data.sets import LabelledSet
from thinkers.training.events import Cached, Labelling, Uncached
from thinkers.training.recipe import Group
from thinkers.training.task import Task

PROBLEM = """
import numpy as np
from thinkers_prefix_sums.problem import PrefixSums
from mini_stale.encoding import Own

class Stale(PrefixSums):
    encodings = {"own": Own()}

    def label(self, instances):
        return [bits * 1 for bits in instances]
"""

ENCODING = """
from dataclasses import replace
from thinkers_prefix_sums.centred import CentredEncoding

class Own(CentredEncoding):
    def encode(self, instances, solutions=None):
        batch = super().encode(instances, solutions)
        return replace(batch, inputs=batch.inputs * 1)
"""

GROUPS = [Group(count=12, params={"bits": 8})]


@pytest.fixture
def plugin(monkeypatch, tmp_path):
    """Writes and loads a plugin's problem, with some of its text replaced."""
    folder = tmp_path / "mini_stale"
    folder.mkdir()
    (folder / "__init__.py").touch()
    monkeypatch.syspath_prepend(str(tmp_path))

    def load(old="", new=""):
        (folder / "problem.py").write_text(PROBLEM.replace(old, new) if old else PROBLEM)
        (folder / "encoding.py").write_text(ENCODING.replace(old, new) if old else ENCODING)
        forget()
        monkeypatch.setattr(sys, "dont_write_bytecode", True)
        return importlib.import_module("mini_stale.problem").Stale()

    yield load
    forget()


def forget():
    importlib.invalidate_caches()
    for name in [name for name in sys.modules if name.startswith("mini_stale")]:
        del sys.modules[name]


def batch_of(problem, said=None, **options):
    hear = (said if said is not None else []).append
    [[batch]] = prepare(Task(problem, "own"), GROUPS, 3, TRAIN, hear, **options)
    return batch


def test_a_changed_encoding_is_the_one_that_is_trained_on(plugin):
    before = batch_of(plugin())
    after = batch_of(plugin("inputs * 1", "inputs * 3"))
    np.testing.assert_array_equal(after.inputs, 3 * before.inputs)


def test_a_changed_label_is_the_one_that_is_trained_on(plugin):
    before, said = batch_of(plugin()), []
    after = batch_of(plugin("bits * 1", "bits * 0"), said)
    assert before.targets.any()
    assert not after.targets.any()
    assert said == [Labelling(12, 12, {"bits": 8})]


def test_code_that_is_as_it_was_finds_its_labels(plugin):
    batch_of(plugin())
    said = []
    batch_of(plugin(), said)
    assert said == [Cached(12, 12)]


def test_relabelling_takes_nothing_from_the_cache_and_leaves_what_it_found(plugin, monkeypatch):
    problem, said = plugin(), []
    before = batch_of(problem)
    monkeypatch.setattr(type(problem), "label", lambda self, instances: [1 - b for b in instances])
    after = batch_of(problem, said, relabel=True)
    np.testing.assert_array_equal(after.targets, 1 - before.targets)
    assert said == [Labelling(12, 12, {"bits": 8})]
    np.testing.assert_array_equal(batch_of(problem).targets, after.targets)


def test_labels_made_while_the_code_changed_are_used_but_not_kept(plugin, tmp_path):
    problem, said = plugin(), []
    Task(problem, "own")
    one = LabelledSet(Task(problem, "own"), problem.Params(bits=8), 12, 3, TRAIN)
    assert one.code.packages == {"mini_stale", "thinkers_prefix_sums"}
    (tmp_path / "mini_stale" / "encoding.py").write_text(f"{ENCODING}\n# changed")
    batch_of(problem, said)
    told, warning = said
    assert told == Labelling(12, 12, {"bits": 8})
    assert isinstance(warning, Uncached)
    assert "has changed since it was loaded" in warning.reason
    assert not list(cache_folder().rglob("*.labelled"))


def test_a_problem_whose_instances_have_no_form_to_keep_is_trained_on_with_a_warning(
    plugin, monkeypatch
):
    problem, said = plugin(), []
    drawn = type(problem).generate
    odd = type("Odd", (np.ndarray,), {"__module__": "elsewhere"})
    monkeypatch.setattr(
        type(problem), "generate", lambda *given: [each.view(odd) for each in drawn(*given)]
    )
    batch_of(problem, said)
    _, warning = said
    assert warning.reason == "a elsewhere:Odd cannot be kept"
    assert warning.hint.startswith("dataclasses of numbers")


FORGED = {
    "text for instances": Labelled(["a"] * 12, [np.zeros(8, int)] * 12),
    "nothing for labels": Labelled([np.zeros(8, int)] * 12, [None] * 12),
    "other lengths": Labelled([np.zeros(n, int) for n in range(12)], [np.zeros(8, int)] * 12),
    "fewer": Labelled([np.zeros(8, int)] * 2, [np.zeros(8, int)] * 2),
    "no numbers": Labelled([np.full(8, np.nan)] * 12, [np.zeros(8, int)] * 12),
}


@pytest.mark.parametrize("kind", FORGED)
def test_what_is_whole_but_not_of_the_problem_is_labelled_anew(plugin, kind):
    problem, said = plugin(), []
    before = batch_of(problem)
    [path] = cache_folder().rglob("*.labelled")
    one = LabelledSet(Task(problem, "own"), problem.Params(bits=8), 12, 3, TRAIN)
    entry = one.entry(range(12))
    assert entry.path == path
    entry.keep(FORGED[kind], lambda held: False)
    after = batch_of(problem, said)
    assert said == [Labelling(12, 12, {"bits": 8})]
    np.testing.assert_array_equal(before.targets, after.targets)
