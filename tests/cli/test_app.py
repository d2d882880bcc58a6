"""The program as a whole: through typer's runner, as a process, and its exit codes."""

import json
import subprocess
import sys
from pathlib import Path

from typer.testing import CliRunner

from thinkers.cli.app import build_app
from thinkers.registry import installed

SCRIPT = Path(sys.executable).parent / "thinkers"


def test_the_commands_run_under_typers_runner():
    problem = installed().problems()["prefix_sums"]
    words = ["solve", "prefix_sums", "--bits", "5", "--json"]
    result = CliRunner().invoke(build_app(problem), words)
    assert result.exit_code == 0, result.output
    assert len(json.loads(result.stdout)["instance"]["bits"]) == 5


def test_a_problems_options_are_in_the_help_of_its_commands():
    problem = installed().problems()["prefix_sums"]
    for command in ("solve", "compare", "evaluate", "generate"):
        shown = CliRunner().invoke(build_app(problem), [command, "--help"]).stdout
        assert "prefix_sums options" in shown
        assert "--bits" in shown


def test_the_installed_script_solves():
    words = [SCRIPT, "solve", "prefix_sums", "--bits", "6", "--json"]
    run = subprocess.run(words, capture_output=True, text=True, check=True)
    assert json.loads(run.stdout)["problem"] == "prefix_sums"
    assert run.stderr == ""


def test_the_module_runs_too():
    words = [sys.executable, "-P", "-m", "thinkers", "list", "problems", "--json"]
    run = subprocess.run(words, capture_output=True, text=True, check=True)
    assert "prefix_sums" in run.stdout


def test_debug_shows_the_traceback():
    words = [SCRIPT, "solve", "nothing"]
    run = subprocess.run(
        words, capture_output=True, text=True, check=False, env={"THINKERS_DEBUG": "1"}
    )
    assert "Traceback" in run.stderr


def test_help_is_no_error_and_no_command_is(thinkers):
    assert thinkers("--help").code == 0
    assert thinkers("solve", "--help").code == 0
    assert thinkers().code == 2
