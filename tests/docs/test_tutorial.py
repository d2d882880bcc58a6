"""Every command of the tutorial runs, one after the other, and says what the page says."""

import re
import shlex
from pathlib import Path

import pytest

from thinkers.cli.app import run

pytest.importorskip("thinkers_prefix_sums")

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
INSTALL, *COMMANDS = re.findall(r"^    (.+)$", PAGE, re.MULTILINE)
CHANGES = ["optimizer.steps=20", "scores.instances=2", "data.train.0.count=200",
           "data.validation.0.count=20"]  # fmt: skip
SHORT = [word for change in CHANGES for word in ("--set", change)]
"""What makes the training one of seconds; its model may then answer wrongly."""


@pytest.fixture
def say(tmp_path, monkeypatch, capfd):
    """Run a command of the page in a folder of its own; gives what it printed."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("THINKERS_CACHE", str(tmp_path / "cache"))

    def say(command, *more):
        program, *words = shlex.split(command)
        assert program == "thinkers"
        code = run([*words, *more])
        out, err = capfd.readouterr()
        assert code == 0, f"{command}\n{out}{err}"
        return out

    return say


def test_it_is_installed_as_the_readme_says():
    assert f"    {INSTALL} && " in (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_command_runs(say):
    for command in COMMANDS:
        out = say(command, *(SHORT if " train " in command else []))
        if "prefix_sums/dt-os --bits" in command:
            long = "--bits 512" in command
            assert f"the answer is {'wrong' if long else 'right'}" in out


@pytest.mark.slow
def test_the_model_of_the_tutorial_is_right_where_the_page_says_so(say, capfd):
    for command in COMMANDS:
        out = say(command)
        if " solve " in command and "runs/parity" in command:
            assert "wrong" not in out
    [example] = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    exec(compile(example, "docs/tutorial.md", "exec"), {})
    assert capfd.readouterr().out.startswith("True ")
