"""What plugins provide is validated, unique by name and sorted, and called for once."""

import json
import re
import shutil
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file
from thinkers_prefix_sums.problem import PrefixSums

from thinkers.errors import ConfigError, UnknownNameError
from thinkers.models.card import CARD_KEY
from thinkers.registry.discovery import Plugin
from thinkers.registry.registry import installed, pick
from thinkers.testing import baseline_checks, problem_checks

DATA = Path(__file__).parents[1] / "data"


def ask_everything(registry):
    """Call every hook, as `thinkers list` does."""
    registry.problems()
    registry.thinkers()
    registry.baselines("coins")
    registry.models()


def test_a_good_plugin_offers_what_it_has(door):
    registry = door("good")
    assert door.loaded(registry) == [
        Plugin(
            "coins",
            "mini-coins",
            "1.0",
            ("thinkers_baselines", "thinkers_models", "thinkers_problems"),
        )
    ]
    assert registry.problems()["coins"].name == registry.problem("Coins ").name == "coins"
    assert list(registry.baselines("coins")) == ["turner"]
    assert registry.models("coins") == {}
    assert door.left_out(registry) == []


def test_the_good_plugin_keeps_its_contracts(door):
    registry = door("good")
    problem = registry.problem("coins")
    checks = [
        *problem_checks(problem),
        *baseline_checks(registry.baselines("coins")["turner"], problem),
    ]
    for check in checks:
        check()


def test_an_abstract_class_is_left_out_and_says_what_is_missing(door):
    registry = door("abstract", "good")
    assert "coins" in registry.problems()
    assert "sketch" not in registry.problems()
    assert door.left_out(registry) == [
        "abstract (mini-abstract 2.0): thinkers_problems returned <class 'mini_abstract.Sketch'>:"
        " it does not implement check, generate, label, toy"
    ]


def test_every_wrong_type_is_left_out(door):
    registry = door("wrong_type", "good")
    ask_everything(registry)
    assert "coins" in registry.problems()
    assert list(registry.baselines("coins")) == ["turner"]
    prefix = "wrong_type (mini-wrong-type 1.8): thinkers_"
    assert sorted(door.left_out(registry)) == [
        f"{prefix}baselines returned <class 'mini_wrong_type.Unmade'>: expected an instance of"
        " Baseline",
        f"{prefix}models returned 'models/dt-l.safetensors': expected a ModelCard",
        f"{prefix}problems returned 42: expected a class derived from Problem",
        f"{prefix}thinkers returned <class 'int'>: expected a class derived from Thinker",
    ]


def test_a_class_without_what_lists_read_is_left_out(door):
    registry = door("incomplete", "good")
    ask_everything(registry)
    assert "bare" not in registry.problems()
    assert list(registry.baselines("coins")) == ["turner"]
    baseline, problem = sorted(door.left_out(registry))
    assert baseline.startswith("incomplete (mini-incomplete 2.1): thinkers_baselines returned")
    assert "name" in baseline.split("returned", 1)[1]
    assert problem.startswith("incomplete (mini-incomplete 2.1): thinkers_problems returned")
    assert all(word in problem for word in ("summary", "Params", "encodings"))


@pytest.mark.parametrize("name", ["Coins", " coins", "", 7, None])
def test_a_name_that_nobody_could_type_is_left_out(door, monkeypatch, name):
    registry = door("good")
    monkeypatch.setattr(import_module("mini_coins.problem").Coins, "name", name)
    assert "coins" not in registry.problems()
    [line] = door.left_out(registry)
    assert line.endswith(f"expected a lower-case name, got {name!r}")


def test_things_that_cannot_be_printed_are_left_out_in_one_line(door):
    registry = door("unprintable", "good")
    ask_everything(registry)
    assert "coins" in registry.problems()
    assert len(door.left_out(registry)) == 2


@pytest.mark.parametrize("order", [("heads", "tails"), ("tails", "heads")])
def test_two_distributions_that_claim_a_problem_are_both_named_and_neither_is_used(
    door, plant_problems, order
):
    folders = {
        "heads": plant_problems("heads", "toss", "heads"),
        "tails": plant_problems("tails", "toss"),
    }
    registry = door(*(folders[name] for name in order), "good")
    assert "toss" not in registry.problems()
    assert {"coins", "heads"} <= set(registry.problems())
    [line] = door.left_out(registry)
    assert line == (
        "heads (mini-heads 1.0): thinkers_problems: the name 'toss' is claimed by"
        " mini-heads 1.0 and mini-tails 1.0; uninstall one of them"
    )


COIN_PROBLEM = """
from mini_coins.problem import Coins, RowEncoding
from thinkers import hookimpl

class Unsigned(RowEncoding):
    signature = None

class Unread(RowEncoding):
    decode = None

class Odd(Coins):
    name = "odd"
    {}

@hookimpl
def thinkers_problems():
    return [Odd]
"""


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("encodings = None", "expected encodings of type Mapping, got None"),
        ("encodings = {'row': 7}", "expected encodings from names to Encodings, got {'row': 7}"),
        ("encodings = {'row': Unsigned()}", "encoding row: expected a Signature, got None"),
        ("encodings = {'row': Unread()}", "encoding row: expected a method decode"),
        ("Params = dict", "expected Params to be derived from Settings"),
        ("summary = b'x'", "expected summary of type str, got b'x'"),
        ("reference = None", "expected reference of type str, got None"),
        (r"name = 'odd\x1b[31m'", r"expected a lower-case name, got 'odd\x1b[31m'"),
    ],
)
def test_a_problem_whose_attributes_are_of_a_wrong_type_is_left_out(door, plant, line, fault):
    registry = door(plant("odd", COIN_PROBLEM.format(line)), "good")
    assert "odd" not in registry.problems()
    [said] = door.left_out(registry)
    assert said.endswith(fault)


def test_a_thinker_whose_layouts_are_a_number_is_left_out(door, plant):
    code = (
        "from thinkers import hookimpl\n@hookimpl\ndef thinkers_thinkers():\n"
        "    from thinkers.nets import DTR\n"
        "    return [type('Odd', (DTR,), {'name': 'odd', 'layouts': 5})]\n"
    )
    registry = door(plant("odd", code))
    assert "odd" not in registry.thinkers()
    assert "dt-r" in registry.thinkers()
    [said] = door.left_out(registry)
    assert said.endswith("expected layouts of type Set, got 5")


@pytest.mark.parametrize("raised", ["GeneratorExit", "KeyboardInterrupt", "SystemExit(0)"])
def test_a_property_that_raises_is_one_line(door, plant, raised):
    code = (
        "from thinkers import Baseline, hookimpl\n"
        "class Moody(Baseline):\n"
        "    name, problem = 'moody', 'coins'\n"
        "    @property\n"
        f"    def summary(self): raise {raised}\n"
        "    def solve(self, instance, rng): pass\n"
        "@hookimpl\ndef thinkers_baselines(): return [Moody()]\n"
    )
    registry = door(plant("moody", code), "good")
    assert list(registry.baselines("coins")) == ["turner"]
    [said] = door.left_out(registry)
    assert raised.partition("(")[0] in said


THIEF = """
from thinkers import Baseline, BaselineAnswer, hookimpl

class Turner(Baseline):
    name, problem, summary = "turner", "coins", "not the real one"
    def solve(self, instance, rng):
        return BaselineAnswer(instance)

@hookimpl
def thinkers_baselines():
    return [Turner()]
"""


def test_a_name_of_a_problems_things_belongs_to_the_distribution_that_has_the_problem(door, plant):
    for order in (("thief", "good"), ("good", "thief")):
        folders = {"thief": plant(f"thief_{order[0]}", THIEF), "good": "good"}
        registry = door(*(folders[name] for name in order))
        assert registry.baselines("coins")["turner"].summary != "not the real one"
    assert door.left_out(registry)[-1].endswith(
        "thinkers_baselines: the name 'coins/turner' belongs to mini-coins 1.0, which is used"
    )


def test_a_problem_belongs_to_the_distribution_that_is_called_like_it(door, plant):
    code = COIN_PROBLEM.format("summary = '{}'")
    mine = plant("mine", code.replace("{}", "mine"), "Thinkers_Odd")
    theirs = plant("theirs", code.replace("{}", "theirs"), "a-thinkers-odd")
    registry = door(theirs, mine, "good")
    assert registry.problems()["odd"].summary == "mine"
    [said] = [each.skipped for each in registry.plugins.skipped if each.name == "theirs"]
    assert said == "thinkers_problems: the name 'odd' belongs to Thinkers_Odd 1.0, which is used"


MODEL_THIEF = """
from pathlib import Path
from thinkers import ModelCard, hookimpl

@hookimpl
def thinkers_models():
    return ModelCard.folder(Path(__file__).parent / "stolen")
"""


def save_coins(folder, name, minimum=3):
    """Write a model file of coins."""
    folder.mkdir(exist_ok=True)
    card = {
        "name": f"coins/{name}",
        "problem": "coins",
        "thinker": "dt",
        "encoding": "row",
        "config": {"width": 2},
        "budget": {"minimum": minimum},
    }
    weights = {"weight": np.zeros(2, np.float32)}
    save_file(weights, folder / f"{name}.safetensors", {CARD_KEY: json.dumps(card)})


def test_nobody_takes_the_name_of_a_model_of_the_problems_own(door, plant, monkeypatch, tmp_path):
    shutil.copytree(DATA / "good", tmp_path / "good")
    save_coins(tmp_path / "good" / "mini_coins" / "models", "official", minimum=3)
    monkeypatch.syspath_prepend(str(tmp_path / "good"))
    thief = plant("thief", MODEL_THIEF)
    save_coins(Path(thief) / "stolen", "official", minimum=9)
    save_coins(Path(thief) / "stolen", "own", minimum=9)
    registry = door(thief)
    assert {name: it.card.budget.minimum for name, it in registry.models("coins").items()} == {
        "coins/official": 3, "coins/own": 9,
    }  # fmt: skip
    assert door.left_out(registry)[-1].endswith(
        "thinkers_models: the name 'coins/official' belongs to mini-coins 1.0, which is used"
    )


def test_models_are_listed_by_name_and_by_problem(door, monkeypatch, tmp_path):
    shutil.copytree(DATA / "good", tmp_path / "good")
    for name in ("b", "a"):
        save_coins(tmp_path / "good" / "mini_coins" / "models", name)
    monkeypatch.syspath_prepend(str(tmp_path / "good"))
    registry = door()
    assert list(registry.models("coins")) == ["coins/a", "coins/b"]
    assert registry.models("tails") == {}
    assert registry.models()["coins/a"].card.budget.minimum == 3


def test_a_damaged_model_takes_only_its_own_plugins_models_away(door, monkeypatch, tmp_path):
    shutil.copytree(DATA / "good", tmp_path / "good")
    folder = tmp_path / "good" / "mini_coins" / "models"
    folder.mkdir()
    (folder / "damaged.safetensors").write_bytes(b"nothing of the kind")
    monkeypatch.syspath_prepend(str(tmp_path / "good"))
    registry = door()
    assert registry.models("coins") == {}
    assert "coins" in registry.problems()
    [line] = door.left_out(registry)
    assert line.startswith("coins (mini-coins 1.0): thinkers_models raised ModelError: cannot read")


def test_what_one_plugin_provides_is_its_own(door):
    registry = door("good", "raises")
    coins, raises = door.loaded(registry)
    assert [found.name for found in registry.provided_by(coins, "thinkers_baselines")] == ["turner"]
    assert [found.name for found in registry.provided_by(raises, "thinkers_baselines")] == ["blind"]


def test_hooks_are_called_once(door):
    registry = door("raises", "good")
    for _ in range(3):
        ask_everything(registry)
    assert len(door.left_out(registry)) == 1


def test_a_miss_says_what_is_near(door):
    with pytest.raises(UnknownNameError, match="unknown problem 'coin', did you mean 'coins'") as e:
        door("good").problem("coin")
    assert "coins" in e.value.hint


def test_pick_ignores_case_and_space_around():
    assert pick("problem", " CoIns ", {"coins": 1}) == 1


def test_a_fault_of_the_core_is_blamed_on_no_plugin():
    registry = installed()
    with pytest.raises(ConfigError) as caught:
        registry.thinkers()["dt-l"].build(PrefixSums.encodings["centred"].signature, {"width": 3})
    assert registry.blame(caught.value) == ""


def test_a_fault_of_a_plugin_is_blamed_on_it_with_file_and_line():
    registry = installed()
    with pytest.raises(TypeError, match="NoneType") as caught:
        registry.problems()["prefix_sums"]().check(None, None)
    place = r"plugin prefix_sums \(thinkers-prefix-sums .*\), thinkers_prefix_sums/\w+.py, line \d+"
    assert re.fullmatch(place, registry.blame(caught.value))
