"""A plugin's fault in a training is said of the plugin, and never called an internal error."""

import shutil

import pytest

from thinkers.registry.registry import installed

FAULTS = {
    "classes from 1": ("np.stack(solutions)", "1 + np.stack(solutions)", "targets from"),
    "inputs infinite": ("rows[:, None]", "(rows[:, None] + np.inf)", "not finite"),
    "nothing counted": ("np.ones(rows", "np.zeros(rows", "counts no position"),
    "return forgotten": ("return Batch(", "Batch(", "encode of RecordsEncoding returned None"),
    "decodes nothing": ("return scores", "scores", "decode of RecordsEncoding returned None"),
    "raises": ("return Batch(", "raise ValueError('no mood')\n        return Batch(", "no mood"),
}
"""What stands in the encoding, what stands there instead, and what is said of it."""


@pytest.mark.parametrize("fault", FAULTS)
def test_a_plugins_fault_is_said_of_it(thinkers, door, tmp_path, monkeypatch, fault):
    old, new, said = FAULTS[fault]
    root = tmp_path / "planted"
    shutil.copytree(door.data / "planted", root, ignore=shutil.ignore_patterns("__pycache__"))
    encoding = root / "mini_planted" / "encoding.py"
    encoding.write_text(encoding.read_text().replace(old, new))
    monkeypatch.setenv("THINKERS_PLUGINS", "nets,planted")
    monkeypatch.chdir(tmp_path)
    door(root)
    installed.cache_clear()
    found = thinkers("train", "records", "--recipe", "first")
    assert found.code == 1, found.err
    [line] = [each for each in found.err.splitlines() if each.startswith("error: ")]
    assert "plugin planted (mini-planted 1.0), mini_planted/encoding.py, line " in line
    assert said in line
    assert "internal error" not in found.err
