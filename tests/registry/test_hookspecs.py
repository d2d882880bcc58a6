"""The door has four hooks, each with an example that runs and whose results the registry takes."""

import doctest
import inspect
import json
import sys
import types

import numpy as np
import pluggy
import pytest
from safetensors.numpy import save_file

from thinkers.models.card import CARD_KEY
from thinkers.registry import hookspecs
from thinkers.registry.discovery import Plugin, Plugins
from thinkers.registry.marker import NAMESPACE
from thinkers.registry.registry import Registry

HOOKS = ("thinkers_baselines", "thinkers_models", "thinkers_problems", "thinkers_thinkers")

STRANGER = {
    "thinkers_knapsack/__init__.py": "",
    "thinkers_knapsack/problem.py": """
from thinkers import Encoding, Problem, Settings, Signature

class Items(Encoding):
    signature = Signature("sequence", channels=2, classes=2)
    shape = encode = decode = print

class Knapsack(Problem):
    name, summary, Params, reference = "knapsack", "pack", Settings, "none"
    encodings = {"items": Items()}
    generate = check = label = toy = print
""",
    "thinkers_knapsack/nets.py": """
from dataclasses import dataclass
from thinkers import Thinker

@dataclass(frozen=True)
class AbacusConfig:
    beads: int = 10

class Abacus(Thinker):
    name, summary, Config, layouts = "abacus", "beads", AbacusConfig, frozenset({"sequence"})
    __init__ = embed = step = readout = None
""",
    "thinkers_lkh.py": """
from thinkers import Baseline

class Lkh(Baseline):
    name, problem, summary = "lkh", "tsp", "Helsgaun 2000"
    def solve(self, instance, rng): ...
""",
}
"""The packages that the examples speak of, as small as the registry takes them."""


@pytest.fixture
def stranger(tmp_path, monkeypatch):
    """The examples' packages, on the path for one test."""
    for name, text in STRANGER.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    card = {"name": "knapsack/dt-l", "problem": "knapsack", "thinker": "dt-l", "encoding": "items"}
    card |= {"config": {}, "budget": {"minimum": 1}}
    folder = tmp_path / "thinkers_knapsack" / "models"
    folder.mkdir()
    weights = {"weight": np.zeros(1, np.float32)}
    save_file(weights, folder / "dt-l.safetensors", {CARD_KEY: json.dumps(card)})
    monkeypatch.syspath_prepend(str(tmp_path))
    yield
    for name in [
        name for name in sys.modules if name.startswith(("thinkers_knapsack", "thinkers_lkh"))
    ]:
        del sys.modules[name]


def run_example(hook):
    """The plugin that the example in a hook's docstring defines, as a module."""
    text = inspect.getdoc(getattr(hookspecs, hook))
    example = doctest.DocTestParser().get_doctest(text, {}, hook, None, 0)
    assert example.examples, "the docstring has an example"
    source = "".join(part.source for part in example.examples)
    plugin = types.ModuleType(f"example_{hook}")
    exec(compile(source, hook, "exec"), plugin.__dict__)
    return plugin


def test_the_hooks_are_the_four_of_the_design():
    manager = pluggy.PluginManager(NAMESPACE)
    manager.add_hookspecs(hookspecs)
    assert sorted(name for name in vars(manager.hook) if name.startswith("thinkers")) == list(HOOKS)


@pytest.mark.parametrize(
    ("hook", "name"),
    [
        ("thinkers_baselines", "tsp/lkh"),
        ("thinkers_models", "knapsack/dt-l"),
        ("thinkers_problems", "knapsack"),
        ("thinkers_thinkers", "abacus"),
    ],
)
def test_the_example_of_each_hook_runs_and_the_registry_takes_what_it_gives(stranger, hook, name):
    plugins = Plugins()
    plugins.load(Plugin("example", "example", "1"), lambda: run_example(hook))
    [plugin] = plugins.loaded
    assert plugin.hooks == (hook,)
    registry = Registry(plugins)
    assert len(registry.provided_by(plugin, hook)) == 1
    found = {
        "thinkers_baselines": lambda: {f"tsp/{key}": 0 for key in registry.baselines("tsp")},
        "thinkers_models": registry.models,
        "thinkers_problems": registry.problems,
        "thinkers_thinkers": registry.thinkers,
    }
    assert list(found[hook]()) == [name]
    assert plugins.skipped == []


@pytest.mark.parametrize("hook", HOOKS)
def test_a_hook_without_an_implementation_gives_nothing(hook):
    assert list(getattr(hookspecs, hook)()) == []


@pytest.mark.parametrize("hook", HOOKS)
def test_each_hook_says_what_it_returns(hook):
    text = inspect.getdoc(getattr(hookspecs, hook))
    assert "Returns:\n" in text
    assert inspect.signature(getattr(hookspecs, hook)).return_annotation.startswith("Iterable[")


def test_the_file_stays_within_its_cap():
    """DESIGN.md: hook specifications have at most 120 lines."""
    assert len(inspect.getsource(hookspecs).splitlines()) <= 120
