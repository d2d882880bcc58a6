"""The code of a problem is all files of the packages that define it, as they were when loaded."""

import importlib
import sys
from importlib import metadata
from pathlib import Path

import pytest
import thinkers_tsp
from thinkers_tsp.problem import Tsp

from thinkers.errors import ConfigError
from thinkers.training.data.code import code_of

PROBLEM = """
from thinkers_prefix_sums.problem import PrefixSums
class Own(PrefixSums):
    name = "own"
"""


@pytest.fixture
def package(monkeypatch, tmp_path):
    """Makes a package of a problem, loads it anew, and returns the problem and its folder."""
    folder = tmp_path / "mini_own"
    (folder / "sub" / "__pycache__").mkdir(parents=True)
    (folder / "recipes").mkdir()
    (folder / "__init__.py").write_text("")
    (folder / "problem.py").write_text(PROBLEM)
    (folder / "sub" / "encoding.py").write_text("A = 1")
    monkeypatch.syspath_prepend(str(tmp_path))

    def load():
        for name in [name for name in sys.modules if name.startswith("mini_own")]:
            del sys.modules[name]
        importlib.invalidate_caches()
        return importlib.import_module("mini_own.problem").Own

    yield load, folder
    for name in [name for name in sys.modules if name.startswith("mini_own")]:
        del sys.modules[name]


def test_a_plugins_code_is_known_by_package_distribution_and_version():
    code = code_of(Tsp)
    assert code.packages == {"thinkers_tsp"}
    needed = {f"{name} {metadata.version(name)}" for name in ("numpy", "ortools", "scipy")}
    assert set(code.distributions) == {"thinkers-tsp 0.1.0", *needed}
    assert len(code.digest) == 64
    assert {Path(name).parent for name, *_ in code.stamp} >= {Path(thinkers_tsp.__path__[0])}


def test_what_a_problem_is_derived_from_is_part_of_its_code(package):
    load, _ = package
    assert code_of(load()).packages == {"mini_own", "thinkers_prefix_sums"}


@pytest.mark.parametrize("changed", ["problem.py", "sub/encoding.py", "sub/new.py", "puzzles.csv"])
def test_any_changed_or_new_file_is_other_code(package, changed):
    load, folder = package
    before = code_of(load())
    with (folder / changed).open("a") as file:
        file.write("\n# changed\n")
    assert code_of(load()).digest != before.digest
    with pytest.raises(ConfigError, match="mini_own, thinkers_prefix_sums has changed since"):
        before.require_unchanged()


@pytest.mark.parametrize(
    "made", ["sub/__pycache__/a.pyc", "recipes/a.toml", ".swap", "sub/.git/HEAD", "problem.py~"]
)
def test_what_no_instance_follows_from_is_no_code(package, made):
    load, folder = package
    before = code_of(load())
    (folder / made).parent.mkdir(exist_ok=True)
    (folder / made).write_text("x")
    assert code_of(load()).digest == before.digest
    before.require_unchanged()


def test_a_class_keeps_the_code_that_it_was_loaded_from(package):
    load, folder = package
    problem = load()
    before = code_of(problem)
    (folder / "problem.py").write_text(f"{PROBLEM}\n# changed")
    assert code_of(problem) is before


def test_the_same_files_in_another_place_are_the_same_code(package, monkeypatch, tmp_path):
    load, folder = package
    before = code_of(load())
    (tmp_path / "other").mkdir()
    folder.rename(tmp_path / "other" / "mini_own")
    monkeypatch.syspath_prepend(str(tmp_path / "other"))
    assert code_of(load()).digest == before.digest


def test_a_class_of_no_module_has_no_code():
    typed = type("Typed", (), {"__module__": "builtins"})
    with pytest.raises(ConfigError, match="Typed has no file of code to know its labels by"):
        code_of(typed)
