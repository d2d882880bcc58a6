"""The plugin brings its problem, baselines and models through the hooks, and imports late."""

import subprocess
import sys
import tomllib
from pathlib import Path

import numpy as np
import pytest
import thinkers_chess
from thinkers_chess.problem import Chess

from thinkers import InvalidInstanceError

ROOT = Path(__file__).parents[1]


def test_the_hooks_bring_everything():
    assert list(thinkers_chess.thinkers_problems()) == [Chess]
    baselines = list(thinkers_chess.thinkers_baselines())
    assert {one.problem for one in baselines} == {"chess"}
    names = [one.name for one in baselines]
    assert names == ["stockfish", "stockfish-depth1", "material", "random-legal"]
    assert Chess.reference in names
    for model in thinkers_chess.thinkers_models():
        assert model.card.name.startswith("chess/")
        assert model.card.encoding in Chess.encodings


def test_every_model_file_is_brought():
    folder = Path(thinkers_chess.__file__).with_name("models")
    names = sorted(path.name for path in folder.glob("*.safetensors"))
    assert names
    assert [model.path.name for model in thinkers_chess.thinkers_models()] == names


def test_nothing_heavy_is_imported_to_list_what_there_is():
    program = (
        "import sys, thinkers_chess as c\n"
        "[*c.thinkers_problems(), *c.thinkers_baselines(), *c.thinkers_models()]\n"
        "print(*{'torch', 'chess', 'PIL', 'zstandard'} & {*sys.modules})"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == ""


def test_the_distribution_declares_the_plugin_and_its_licence():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["name"] == "thinkers-chess"
    assert project["license"] == "GPL-3.0-or-later"
    assert project["entry-points"]["thinkers"] == {"chess": "thinkers_chess"}
    assert "GNU GENERAL PUBLIC LICENSE" in (ROOT / "LICENSE").read_text()
    readme = (ROOT / "README.md").read_text()
    assert "GPL-3.0-or-later" in readme
    assert "CC0" in readme


def test_the_recipe_asks_for_as_many_puzzles_as_there_are():
    recipe = tomllib.loads((ROOT / "thinkers_chess/recipes/dt-l.toml").read_text())
    rng = np.random.default_rng(0)
    for group in [*recipe["data"]["train"], *recipe["data"]["validation"]]:
        params = Chess.Params.of(group["params"])
        assert params.split != "test"
        with pytest.raises(InvalidInstanceError, match=f"there are only {group['count']} "):
            Chess().generate(rng, group["count"] + 1, params)
