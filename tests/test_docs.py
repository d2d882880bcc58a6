"""What the documents say is true: the example runs, every hook, command and variable is there."""

import re
from pathlib import Path

import pytest

from thinkers.cli.app import build_app
from thinkers.registry import hookspecs

ROOT = Path(__file__).parents[1]


def text(name):
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_example_in_the_readme_runs_and_is_short(capsys):
    pytest.importorskip("thinkers_tsp")
    [example] = re.findall(r"```python\n(.*?)```", text("README.md"), re.DOTALL)
    assert len(example.splitlines()) <= 12
    exec(compile(example, "README.md", "exec"), {})
    assert capsys.readouterr().out.startswith("True ")


@pytest.mark.parametrize("name", ["README.md", "docs/python.md"])
def test_the_examples_in_python_run_in_their_order_and_print_what_they_say(
    name, capsys, tmp_path, monkeypatch
):
    for plugin in re.findall(r"^from (thinkers_\w+)", text(name), re.MULTILINE):
        pytest.importorskip(plugin)
    monkeypatch.chdir(tmp_path)
    namespace = {}
    examples = re.findall(r"```python\n(.*?)```", text(name), re.DOTALL)
    assert examples
    for number, example in enumerate(examples):
        exec(compile(example, f"{name}, example {number}", "exec"), namespace)
        printed = capsys.readouterr().out.splitlines()
        said = re.findall(r"^print\(.*\)  # (.*)$", example, re.MULTILINE)
        assert not said or printed == said


def test_the_readme_holds_exactly_the_two_install_commands_that_ci_runs():
    commands = re.findall(r"^    (pip install .*)$", text("README.md"), re.MULTILINE)
    first, second = commands
    assert (
        first == "pip install -c constraints.txt . ./plugins/*/ && thinkers solve tsp --cities 30"
    )
    assert second.endswith("&& pytest -n 2")
    plugins = sorted(path.parent.name for path in ROOT.glob("plugins/*/pyproject.toml"))
    assert re.findall(r'-e "?plugins/(\w+)', second) == plugins


def test_every_hook_is_documented():
    hooks = [name for name in vars(hookspecs) if name.startswith("thinkers_")]
    assert len(hooks) == 4
    for hook in hooks:
        assert f"`{hook}()" in text("docs/plugins.md")


def test_every_command_is_documented():
    commands = [command.name for command in build_app().registered_commands]
    assert commands
    for command in commands:
        assert f"\n## thinkers {command}\n" in text("docs/cli.md")


def test_every_environment_variable_is_documented():
    sources = [path.read_text(encoding="utf-8") for path in ROOT.glob("thinkers/**/*.py")]
    used = set(re.findall(r'"(THINKERS_[A-Z]+)"', "\n".join(sources)))
    assert used
    for variable in used:
        assert f"`{variable}`" in text("docs/plugins.md")


def test_contributing_is_short_and_has_six_steps():
    lines = text("CONTRIBUTING.md").splitlines()
    assert len(lines) <= 80
    assert sum(re.match(r"\d\. \*\*", line) is not None for line in lines) == 6
