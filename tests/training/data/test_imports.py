"""What code imports is known by version where it was installed, else by its files, and so on."""

import importlib
import sys

import pytest

from thinkers.errors import ConfigError
from thinkers.training.data.code import code_of
from thinkers.training.data.imports import imported, records

PROBLEM = """
import numpy as np
from thinkers_prefix_sums.problem import PrefixSums
from . import near

class Own(PrefixSums):
    def label(self, instances):
        from mini_helper.deep import work
        import mini_absent
        return work(instances)
"""


@pytest.fixture
def world(monkeypatch, tmp_path):
    """A plugin that imports a helper, in a function, which imports a module and a distribution."""
    write(tmp_path / "mini_plugin" / "__init__.py", "")
    write(tmp_path / "mini_plugin" / "near.py", "")
    write(tmp_path / "mini_plugin" / "broken.py", "import (")
    write(tmp_path / "mini_plugin" / "problem.py", PROBLEM)
    write(tmp_path / "mini_helper" / "__init__.py", "")
    write(
        tmp_path / "mini_helper" / "deep.py", "import mini_module, mini_plugin\nimport mini_solver"
    )
    write(tmp_path / "mini_helper" / "data.csv", "1")
    write(tmp_path / "mini_module.py", "import os, pydantic")
    install(tmp_path, "1.0")
    monkeypatch.syspath_prepend(str(tmp_path))
    yield tmp_path
    forget()


def write(path, text):
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)


def install(folder, version):
    """A distribution with one package, as a wheel leaves it."""
    for old in folder.glob("mini_dist-*"):
        for file in old.iterdir():
            file.unlink()
        old.rmdir()
    write(folder / "mini_solver" / "__init__.py", "")
    info = folder / f"mini_dist-{version}.dist-info"
    write(info / "METADATA", f"Metadata-Version: 2.1\nName: mini-dist\nVersion: {version}\n")
    write(info / "RECORD", "mini_solver/__init__.py,,\n")


def forget():
    importlib.invalidate_caches()
    for name in [name for name in sys.modules if name.startswith("mini_")]:
        del sys.modules[name]


def code():
    forget()
    return code_of(importlib.import_module("mini_plugin.problem").Own)


def test_a_plugin_reaches_what_it_imports_and_what_that_imports(world):
    found = imported(frozenset({"mini_plugin"}))
    assert found.packages == {
        "mini_plugin", "mini_helper", "mini_module", "thinkers_prefix_sums"
    }  # fmt: skip
    assert "mini-dist 1.0" in found.versions
    assert {told.split()[0] for told in found.versions} == {"mini-dist", "numpy", "torch"}
    assert not {"mini_helper", "mini_module", "mini_solver"} & set(sys.modules)


@pytest.mark.parametrize("changed", ["mini_helper/deep.py", "mini_helper/new.py", "mini_module.py"])
def test_a_changed_helper_is_other_code(world, changed):
    before = code()
    with (world / changed).open("a") as file:
        file.write("\n# changed\n")
    assert code().digest != before.digest
    with pytest.raises(ConfigError, match=r"mini_helper, mini_module, mini_plugin, .* has changed"):
        before.require_unchanged()


def test_what_lies_beside_the_code_of_a_helper_does_not_count(world):
    before = code()
    (world / "mini_helper" / "data.csv").write_text("2")
    assert code().digest == before.digest


def test_another_version_of_a_solver_is_other_code(world):
    before = code()
    assert code().digest == before.digest
    install(world, "1.1")
    records.cache_clear()  # as in a new process
    after = code()
    assert "mini-dist 1.1" in after.distributions
    assert after.digest != before.digest


def test_helpers_are_not_trusted_with_what_is_kept(world):
    assert code().packages == {"mini_plugin", "thinkers_prefix_sums"}
