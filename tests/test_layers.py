"""The layers are enforced: each contract of the imports finds the import that breaks it."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
    "importlinter"
]["contracts"]

[LAYERS] = [each for each in CONTRACTS if each["type"] == "layers"]


@pytest.fixture
def lint(tmp_path):
    """Run import-linter on a copy of core and plugins, after a line is added to a module."""
    for package in [ROOT / "thinkers", *ROOT.glob("plugins/*/thinkers_*")]:
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(package, tmp_path / package.name, ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)

    def run(module="", line=""):
        if module:
            file = tmp_path.joinpath(*module.split("."))
            file = file / "__init__.py" if file.is_dir() else file.with_suffix(".py")
            with file.open("a", encoding="utf-8") as stream:
                stream.write(f"\n{line}\n")
        script = Path(sys.executable).parent / "lint-imports"
        environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
        return subprocess.run(
            [script, "--no-cache"], cwd=tmp_path, env=environment, capture_output=True, text=True,
            check=False,
        )  # fmt: skip

    return run


def test_the_core_keeps_its_layers(lint):
    found = lint()
    assert found.returncode == 0, found.stdout
    assert found.stdout.count(" KEPT") == len(CONTRACTS)


def broken(outcome):
    """The names of the contracts that import-linter finds broken."""
    return set(re.findall(r"^(.+) BROKEN\b", outcome.stdout, re.MULTILINE))


FORBIDDING = [each for each in CONTRACTS if each["type"] == "forbidden"]


@pytest.mark.parametrize("contract", FORBIDDING, ids=lambda contract: contract["name"])
def test_every_import_that_a_contract_forbids_would_be_found(lint, contract):
    source, forbidden = contract["source_modules"][0], contract["forbidden_modules"][0]
    found = lint(source, f"import {forbidden}")
    assert contract["name"] in broken(found)
    assert re.search(rf"{source} -> {forbidden} \(l\.\d+\)", found.stdout)


def test_an_import_upwards_is_found(lint):
    layers = [re.split(r"[|: ]+", each)[0] for each in LAYERS["layers"]]
    top, bottom = f"thinkers.{layers[0]}", f"thinkers.{layers[-1]}"
    found = lint(bottom, f"import {top}")
    assert broken(found) >= {"layers"}
    assert f"{bottom} -> {top}" in found.stdout


BEHIND = [
    "import thinkers.errors",
    "from thinkers.models import card",
    "from thinkers.certify.pieces import Linear",
]


@pytest.mark.parametrize("line", BEHIND)
def test_a_plugin_that_looks_behind_the_public_names_is_found(lint, line):
    [contract] = broken(lint("thinkers_tsp.problem", line))
    assert contract.startswith("plugins use public names")


@pytest.mark.parametrize("room", ["thinkers", "thinkers.testing", "thinkers.certify"])
def test_a_plugin_may_use_public_names(lint, room):
    assert broken(lint("thinkers_tsp.problem", f"import {room}")) == set()


def test_a_plugin_that_uses_another_is_found(lint):
    line = "import thinkers_maze"
    assert broken(lint("thinkers_tsp.problem", line)) == {"plugins do not know each other"}


@pytest.mark.parametrize("guard", ["", "if TYPE_CHECKING: "])
def test_a_circle_is_found_also_one_for_type_checkers_alone(lint, guard):
    line = f"from typing import TYPE_CHECKING\n{guard}import thinkers.engine.loop"
    assert broken(lint("thinkers.engine.acceleration", line)) == {"no circles"}


def test_a_circle_of_a_plugin_is_found(lint):
    line = "def late():\n    from thinkers_chess.instance import ChessInstance"
    assert broken(lint("thinkers_chess.position", line)) == {"no circles"}


def test_a_module_without_a_layer_is_found(lint):
    found = lint("thinkers.stray", '"""A module that no layer holds."""')
    assert broken(found) == {"layers"}
    assert "- thinkers.stray" in found.stdout


def test_the_core_names_no_problem():
    """Adding a problem changes no line in the core: it knows none by name."""
    sources = {path: path.read_text(encoding="utf-8") for path in ROOT.glob("thinkers/**/*.py")}
    word = re.compile(r"""["'](tsp|maze|prefix_sums|chess)["']""")
    assert [path.name for path, code in sources.items() if word.search(code)] == []
