"""Loads scripts of `benchmarks/`, which is no package, so that their pure functions are tested."""

import importlib.util
import sys
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture(scope="session")
def script():
    """Gives the module of a script by its name."""
    with pytest.MonkeyPatch.context() as patch:

        def load(name):
            spec = importlib.util.spec_from_file_location(f"script_{name}", SCRIPTS / f"{name}.py")
            module = importlib.util.module_from_spec(spec)
            patch.setitem(sys.modules, spec.name, module)  # dataclasses look there
            spec.loader.exec_module(module)
            return module

        yield load
