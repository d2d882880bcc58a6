"""A new plugin of each kind and layout passes its checks, trains and solves as it is written."""

import re
import sys
import tomllib
from importlib.resources import files
from typing import get_args

import pytest

from thinkers.problems.signature import Layout
from thinkers.registry.registry import installed

SHORT = [
    "optimizer.steps=2", "optimizer.warmup=0", "scores.instances=2", "validate_every=2",
    "data.batch=2", "data.validation.0.count=2",
]  # fmt: skip
"""What makes a recipe take seconds."""


@pytest.fixture
def new(works, tmp_path, monkeypatch):
    """Writes a plugin and installs it by its metadata; gives its folder."""
    monkeypatch.chdir(tmp_path)

    def new(name, *options, needs=""):
        works("new-plugin", name, *options)
        folder = tmp_path / f"thinkers-{name}"
        project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        info = folder / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n"
        )
        [(entry, module)] = project["entry-points"]["thinkers"].items()
        (info / "entry_points.txt").write_text(f"[thinkers]\n{entry} = {module}\n")
        monkeypatch.syspath_prepend(str(folder))
        monkeypatch.setenv("THINKERS_PLUGINS", f"nets,{entry},{needs}")
        installed.cache_clear()
        return folder

    yield new
    for name in [name for name in sys.modules if name.startswith("thinkers_new_")]:
        del sys.modules[name]
    installed.cache_clear()


def keeps_its_contracts(works, name):
    return re.search(rf"^{name} keeps its contracts: \d+ checks passed, 0 failed",
                     works("check-plugin", name).out, re.MULTILINE)  # fmt: skip


@pytest.mark.parametrize("layout", get_args(Layout))
def test_a_problem_is_checked_trained_and_solved_at_once(works, new, layout):
    folder = new(f"new-{layout}", "--layout", layout)
    name = f"new_{layout}"
    assert keeps_its_contracts(works, name)
    recipe = folder / f"thinkers_{name}" / "recipes" / "first.toml"
    small = SHORT if layout == "graph" else [*SHORT, "data.train.0.count=4"]
    works("train", name, "--recipe", recipe, *(word for each in small for word in ("--set", each)))
    model = f"runs/{name}-first/first.safetensors"
    answered = works("solve", name, "--model", model, "--json", "--instances", 2)
    assert len(answered.objects) == 2
    works("compare", name, "--model", model, "--instances", 2)


def test_a_thinker_is_checked_and_trained_by_a_recipe_of_another(works, new):
    new("new-echo", "--kind", "thinker", needs="prefix_sums")
    assert keeps_its_contracts(works, "new_echo")
    changes = [*SHORT, "thinker=new-echo", "config={}", "data.train.0.count=4",
               "data.train.0.params.bits=8", "scores.sizes=[8]"]  # fmt: skip
    words = [word for each in changes for word in ("--set", each)]
    assert "wrote" in works("train", "prefix_sums", "--recipe", "dt-r", *words).out


def test_a_baseline_is_checked_and_compared(works, new, tiny):
    new("new-solver", "--kind", "baseline", "--problem", "prefix_sums", needs="prefix_sums")
    assert keeps_its_contracts(works, "new_solver")
    rows = works("compare", "prefix_sums", "--model", tiny, "--baseline", "new-solver", "--json",
                 "--instances", 2).objects  # fmt: skip
    assert "new-solver" in str(rows)


def test_a_plugin_of_models_ships_the_file_that_it_was_given(works, new, tiny):
    folder = new("new-weights", "--kind", "models", "--model", tiny, needs="prefix_sums")
    assert (folder / "thinkers_new_weights" / "models" / tiny.name).is_file()
    assert "prefix_sums/tiny" in works("list", "models").out
    assert "prefix_sums/tiny" in works("info", "prefix_sums/tiny").out


def test_a_plugin_of_models_is_checked_and_solves(works, new, tmp_path):
    shipped = files("thinkers_prefix_sums") / "models" / "dt-mp.safetensors"
    even = tmp_path / "even.safetensors"
    works("rename-model", shipped, "prefix_sums/even", "-o", even)
    new("new-even", "--kind", "models", "--model", even, needs="prefix_sums")
    assert keeps_its_contracts(works, "new_even")
    solved = works("solve", "prefix_sums", "--model", "prefix_sums/even", "--bits", 20, "--json")
    assert [each["verdict"]["feasible"] for each in solved.objects] == [True]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["My Puzzle"], "cannot be the name"),
        (["class"], "cannot be the name"),
        (["a--b"], "cannot be the name"),
        (["x", "--kind", "models"], "go together"),
        (["x", "--kind", "baseline"], "go together"),
        (["x", "--kind", "baseline", "--problem", "prefix_sum"], "did you mean 'prefix_sums'?"),
        (["x", "--kind", "thinker", "--layout", "grid"], "--layout is for --kind problem"),
        (["x", "--layout", "line"], "'line' is not one of"),
        (["x", "--out", "/proc/none"], "cannot write"),
    ],
)
def test_what_cannot_be_written_is_a_users_mistake(refused, tmp_path, monkeypatch, words, said):
    monkeypatch.chdir(tmp_path)
    assert said in refused("new-plugin", *words)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_over(works, refused, tmp_path):
    works("new-plugin", "x", "--out", tmp_path)
    assert "exists already" in refused("new-plugin", "x", "--out", tmp_path)
