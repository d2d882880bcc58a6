"""The plugin brings its problem, baselines and models through the hooks, and imports late."""

import subprocess
import sys
import tomllib
from pathlib import Path

import numpy as np
import pytest
import thinkers_tsp
from thinkers_tsp.baselines import every_baseline
from thinkers_tsp.problem import Tsp

from thinkers import Effort, InvalidInstanceError
from thinkers.registry import hookspecs


def test_every_hook_is_one_of_the_framework():
    hooks = [name for name in vars(thinkers_tsp) if name.startswith("thinkers_")]
    assert len(hooks) == 3
    assert all(hasattr(hookspecs, hook) for hook in hooks)


def test_the_hooks_bring_everything():
    assert list(thinkers_tsp.thinkers_problems()) == [Tsp]
    names = [baseline.name for baseline in thinkers_tsp.thinkers_baselines()]
    assert names == [baseline.name for baseline in every_baseline()]
    assert Tsp.reference in names
    for model in thinkers_tsp.thinkers_models():
        assert model.card.name.startswith("tsp/")
        assert model.card.encoding in Tsp.encodings


def test_every_model_file_is_brought():
    folder = Path(thinkers_tsp.__file__).with_name("models")
    names = sorted(path.name for path in folder.glob("*.safetensors"))
    assert names
    assert [model.path.name for model in thinkers_tsp.thinkers_models()] == names


def test_nothing_heavy_is_imported_to_list_what_there_is():
    program = (
        "import sys, thinkers_tsp as t\n"
        "[*t.thinkers_problems(), *t.thinkers_baselines(), *t.thinkers_models()]\n"
        "print(*{'torch', 'ortools', 'PIL'} & {*sys.modules})"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == ""


def test_the_distribution_declares_the_plugin():
    path = Path(__file__).parents[1] / "pyproject.toml"
    project = tomllib.loads(path.read_text())["project"]
    assert project["name"] == "thinkers-tsp"
    assert project["entry-points"]["thinkers"] == {"tsp": "thinkers_tsp"}
    assert "thinkers>=0.1,<0.2" in project["dependencies"]


def test_three_lines_of_python_solve_coordinates_and_distances():
    points = np.random.default_rng(0).random((8, 2))
    by_points = thinkers_tsp.solve_tsp(points, refine=Effort())
    instance = by_points.instance
    for cities in (instance, instance.distances, instance.distances.tolist()):
        again = thinkers_tsp.solve_tsp(cities, refine=Effort())
        np.testing.assert_array_equal(again.solution, by_points.solution)
        assert again.verdict.cost == by_points.verdict.cost
    with pytest.raises(InvalidInstanceError, match="at least 3 cities, got 2"):
        thinkers_tsp.solve_tsp([[0, 1], [1, 0]])
