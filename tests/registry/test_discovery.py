"""Every plugin is loaded by itself: a broken one leaves one line, and never stops the others."""

import shutil
import signal
import subprocess
import sys
from itertools import permutations
from pathlib import Path

import pytest

DATA = Path(__file__).parents[1] / "data"


BROKEN = {
    "import_error": "absent (mini-absent 1.1): ModuleNotFoundError: No module named"
    " 'a_module_that_is_not_there'",
    "exits": "exits (mini-exits 1.2): SystemExit: no licence for this machine",
    "raises": "raises (mini-raises 1.3): thinkers_problems raised RuntimeError: no coins left"
    " in the purse",
    "exits_late": "exits_late (mini-exits-late 1.4): thinkers_problems raised SystemExit: no"
    " licence for this problem",
    "misspelt": "misspelt (mini-misspelt 1.5): PluginValidationError: unknown hook"
    " 'thinkers_problms'",
    "parameter": "parameter (mini-parameter 1.6): PluginValidationError: Plugin 'parameter' for"
    " hook 'thinkers_problems'",
    "both": "both (mini-both 1.7): PluginValidationError: ",
    "no_list": "no_list (mini-no-list 1.9): thinkers_problems raised TypeError: 'NoneType'",
}
"""How the line about each broken plugin begins."""


@pytest.fixture
def low(plant_problems):
    """The plugin whose name comes last; it returns the later of its two problems first."""
    return plant_problems("zz_low", "low-b", "low-a")


@pytest.mark.parametrize("folder", BROKEN)
def test_a_broken_plugin_is_left_out_with_one_line_and_the_others_survive(door, low, folder):
    registry = door(folder, "good", low)
    assert list(registry.baselines("coins"))[-1] == "turner"
    assert {"coins", "low-a", "low-b"} <= set(registry.problems())
    [line] = door.left_out(registry)
    assert line.startswith(BROKEN[folder]), line


def test_what_works_of_a_half_broken_plugin_is_kept(door):
    registry = door("raises", "good")
    assert list(registry.baselines("coins")) == ["blind", "turner"]


@pytest.mark.parametrize("order", [("left", "right"), ("right", "left")])
def test_two_distributions_that_claim_an_entry_point_are_both_named_and_neither_is_used(
    door, plant_problems, order
):
    folders = [plant_problems(name, name, entry_point="same") for name in order]
    registry = door(*folders, "good")
    assert {"left", "right"}.isdisjoint(registry.problems())
    assert "coins" in registry.problems()
    [line] = door.left_out(registry)
    assert line == (
        "same (mini-left 1.0): the entry point 'same' is claimed by mini-left 1.0 and"
        " mini-right 1.0; uninstall one of them"
    )


def test_order_does_not_depend_on_the_order_of_installation(door, low, plant_problems, monkeypatch):
    folders = ("good", low, plant_problems("aa_high", "zero", "high-b"))
    path = list(sys.path)
    seen = set()
    for order in permutations(folders):
        monkeypatch.setattr(sys, "path", list(path))
        registry = door(*order)
        names = [name for name in registry.problems() if name in {"coins", "high-b", "zero"}]
        seen.add((tuple(door.loaded(registry)), tuple(names), tuple(registry.problems())))
    [(plugins, names, every)] = seen
    assert [plugin.name for plugin in plugins] == ["aa_high", "coins", "zz_low"]
    assert names == ("coins", "high-b", "zero")
    assert list(every) == sorted(every)


@pytest.mark.parametrize(
    ("limit", "expected"),
    [("", []), ("coins", ["coins"]), (" zz_low , coins", ["coins", "zz_low"]), ("nobody", [])],
)
def test_the_variable_limits_what_is_loaded(door, low, monkeypatch, limit, expected):
    monkeypatch.setenv("THINKERS_PLUGINS", limit)
    registry = door("import_error", "good", low)
    assert [plugin.name for plugin in registry.plugins.loaded] == expected
    assert registry.plugins.skipped == []
    assert ("mini_coins" in sys.modules) == ("coins" in expected)


@pytest.mark.parametrize("name", ["mini-coins", "Mini_Coins"])
def test_a_distribution_further_down_the_path_is_shadowed_not_a_second_claim(
    door, monkeypatch, tmp_path, name
):
    old = tmp_path / "mini_coins-0.9.dist-info"
    shutil.copytree(DATA / "good" / "mini_coins-1.0.dist-info", old)
    (old / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 0.9\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    registry = door("good")
    assert [plugin.version for plugin in door.loaded(registry)] == ["1.0"]
    assert door.left_out(registry) == []


def test_one_that_is_no_plugin_any_more_shadows_an_older_one_that_was(door, monkeypatch, tmp_path):
    newer = tmp_path / "mini_coins-2.0.dist-info"
    newer.mkdir()
    (newer / "METADATA").write_text("Metadata-Version: 2.1\nName: mini-coins\nVersion: 2.0\n")
    registry = door("good")
    assert len(door.loaded(registry)) == 1
    monkeypatch.syspath_prepend(str(tmp_path))
    assert door.loaded(door()) == []


@pytest.mark.parametrize("entry_point", ["nameless", "coins"])
def test_damaged_metadata_does_not_stop_discovery(door, low, monkeypatch, tmp_path, entry_point):
    """A distribution without METADATA, as a broken uninstall leaves it, has no name."""
    shutil.copytree(DATA / "nameless", tmp_path, dirs_exist_ok=True)
    [entries] = tmp_path.glob("*.dist-info/entry_points.txt")
    entries.write_text(f"[thinkers]\n{entry_point} = mini_nameless\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    registry = door(low, "good")
    assert {"low-a", "low-b"} <= set(registry.problems())
    assert ("coins" in registry.problems()) == (entry_point != "coins")


RAISED = {
    "class Fault(BaseException): pass\nraise Fault('no')": "Fault: no",
    "raise GeneratorExit('no')": "GeneratorExit: no",
    "raise StopIteration('no')": "StopIteration: no",
    "raise KeyboardInterrupt('no')": "KeyboardInterrupt: no",
    "import asyncio\nraise asyncio.CancelledError('no')": "CancelledError: no",
    "import sys\nsys.exit(0)": "SystemExit: 0",
    "class Mute(Exception):\n    def __str__(self): raise SystemExit\nraise Mute": "Mute: ",
    "raise ValueError('a\\x1b[31m\\u202eb\\n\\ud800')": r"ValueError: a\x1b[31m\u202eb \ud800",
}
"""What a stranger's code does, and how the line about it begins."""


@pytest.mark.parametrize("code", RAISED)
def test_whatever_an_import_raises_is_one_line_and_the_rest_works(door, plant, code):
    registry = door(plant("faulty", code), "good")
    assert "coins" in registry.problems()
    [line] = door.left_out(registry)
    assert line.startswith(f"faulty (mini-faulty 1.0): {RAISED[code]}")


@pytest.mark.parametrize("code", RAISED)
def test_whatever_a_hook_raises_is_one_line_and_the_rest_works(door, plant, code):
    body = "".join(f"    {line}\n" for line in code.splitlines())
    hook = f"from thinkers import hookimpl\n@hookimpl\ndef thinkers_problems():\n{body}"
    registry = door(plant("faulty", hook), "good")
    assert "coins" in registry.problems()
    [line] = door.left_out(registry)
    assert line.startswith(f"faulty (mini-faulty 1.0): thinkers_problems raised {RAISED[code]}")


def test_what_a_plugin_prints_goes_to_stderr(door, plant, capsys):
    code = (
        "from thinkers import hookimpl\nprint('imported')\n"
        "@hookimpl\ndef thinkers_problems():\n    print('called')\n    return []\n"
    )
    assert door(plant("chatty", code)).problems() is not None
    assert capsys.readouterr() == ("", "imported\ncalled\n")


@pytest.mark.parametrize("swallowed", [False, True])
def test_a_pressed_ctrl_c_ends_the_program_even_where_a_plugin_swallows_it(door, plant, swallowed):
    press = "import signal\nsignal.raise_signal(signal.SIGINT)\n"
    if swallowed:
        press = f"try:\n    exec({press!r})\nexcept BaseException:\n    pass\n"
    folder = plant("slow", press)
    with pytest.raises(KeyboardInterrupt):
        door(folder)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@pytest.mark.parametrize("ours", [True, False])
@pytest.mark.parametrize("damaged", ["METADATA", "entry_points.txt"])
def test_metadata_that_is_no_utf8_is_one_line_if_it_may_be_a_plugins(door, plant, damaged, ours):
    folder = plant("latin", "")
    [info] = folder.glob("*.dist-info")
    if not ours:
        (info / "entry_points.txt").write_text("[console_scripts]\na = b\n")
    text = (info / damaged).read_bytes()
    (info / damaged).write_bytes(b"Summary: caf\xe9\n" + text)
    registry = door(folder, "good")
    assert "coins" in registry.problems()
    lines = [str(each.skipped) for each in registry.plugins.skipped]
    about = [line for line in lines if line.startswith("its metadata cannot be read: Unicode")]
    assert len(about) == (ours or damaged == "entry_points.txt")


@pytest.mark.parametrize("other", ["thinkers-same-thing", "evil"])
def test_an_entry_point_belongs_to_the_distribution_that_is_called_like_it(door, plant, other):
    code = "import thinkers\n\n@thinkers.hookimpl\ndef thinkers_problems():\n    return []\n"
    folders = [plant("left", code, "Thinkers.Same", "same"), plant("right", code, other, "same")]
    registry = door(*folders)
    assert ("same", "Thinkers.Same") in {
        (it.name, it.distribution) for it in registry.plugins.loaded
    }
    [line] = [f"{it}: {it.skipped}" for it in registry.plugins.skipped if it.name == "same"]
    assert line == (
        f"same ({other} 1.0): the entry point 'same' belongs to Thinkers.Same 1.0, which is used"
    )


def test_all_broken_plugins_together_leave_the_good_ones_working_without_torch(low, plant_problems):
    """A process of its own, as `thinkers list` is: everything in `tests/data` is installed."""
    script = (
        "import sys; sys.path[:0] = sys.argv[1:]\n"
        "from thinkers.registry.registry import installed\n"
        "registry = installed()\n"
        "known = ('coins', 'heads', 'left', 'low-a', 'toss')\n"
        "names = [name for name in known if name in registry.problems()]\n"
        "baselines, models = list(registry.baselines('coins')), registry.models('coins')\n"
        "print(names, baselines, models, 'torch' in sys.modules)\n"
        "print(*sorted({plugin.name for plugin in registry.plugins.skipped}))\n"
    )
    planted = [
        low,
        plant_problems("heads", "toss", "heads"),
        plant_problems("tails", "toss"),
        plant_problems("left", "left", entry_point="same"),
        plant_problems("right", "right", entry_point="same"),
    ]
    folders = sorted(map(str, [*planted, *DATA.iterdir()]))
    command = [sys.executable, "-P", "-c", script, *folders]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    first, second = run.stdout.splitlines()
    assert first == "['coins', 'heads', 'low-a'] ['blind', 'turner'] {} False"
    assert set(second.split()) >= {
        "absent", "abstract", "both", "exits", "exits_late", "heads", "incomplete", "misspelt",
        "no_list", "parameter", "raises", "same", "unprintable", "wrong_type",
    }  # fmt: skip
