"""The layers are enforced: an import upwards, or a module without a layer, is found."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture
def lint(tmp_path):
    """Run import-linter on a copy of the core, after a change to it."""
    shutil.copytree(
        ROOT / "thinkers", tmp_path / "thinkers", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)

    def run(file="", line=""):
        if file:
            with (tmp_path / "thinkers" / file).open("a", encoding="utf-8") as stream:
                stream.write(f"\n{line}\n")
        script = Path(sys.executable).parent / "lint-imports"
        environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
        return subprocess.run(
            [script, "--no-cache"], cwd=tmp_path, env=environment, capture_output=True, text=True,
            check=False,
        )  # fmt: skip

    return run


def test_the_core_keeps_its_layers(lint):
    assert lint().returncode == 0


def test_an_import_upwards_is_found(lint):
    found = lint("errors.py", "import thinkers.engine")
    assert found.returncode != 0
    assert "thinkers.errors -> thinkers.engine" in found.stdout


def test_the_engine_may_not_look_things_up(lint):
    found = lint("engine.py", "import thinkers.registry")
    assert found.returncode != 0
    assert "thinkers.engine -> thinkers.registry" in found.stdout


def test_torch_is_kept_out_of_the_start_up_path(lint):
    found = lint("problem.py", "import torch")
    assert found.returncode != 0


def test_a_module_without_a_layer_is_found(lint):
    found = lint("stray.py", '"""A module that no layer holds."""')
    assert found.returncode != 0
    assert "stray" in found.stdout


def test_the_core_names_no_problem():
    """Adding a problem changes no line in the core: it knows none by name."""
    sources = {path: path.read_text(encoding="utf-8") for path in ROOT.glob("thinkers/**/*.py")}
    word = re.compile(r"""["'](tsp|maze|prefix_sums|chess)["']""")
    assert [path.name for path, code in sources.items() if word.search(code)] == []
