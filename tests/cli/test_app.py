"""The program as a whole: through typer's runner, as a process, and its exit codes."""

import json
import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from typer.testing import CliRunner

from thinkers.cli.app import build_app
from thinkers.registry.registry import installed

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


def test_short_help_is_help_everywhere(thinkers):
    assert thinkers("-h").out == thinkers("--help").out
    assert thinkers("solve", "tsp", "-h").out == thinkers("solve", "tsp", "--help").out


def test_the_version_is_said(works):
    assert works("--version").out == f"thinkers {version('thinkers')}\n"


def test_a_problem_may_follow_its_options(works):
    [found] = works("solve", "--bits", 5, "prefix_sums", "--json").objects
    assert len(found["instance"]["bits"]) == 5


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("compare prefix_sums", "interrupted: nothing was finished yet"),
        ("evaluate prefix_sums --sizes 5", "interrupted"),
    ],
)
def test_ctrl_c_is_said_in_one_line_and_exits_130(thinkers, monkeypatch, tiny, words, said):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("thinkers.engine.devices.use_threads", interrupted)
    outcome = thinkers(*words.split(), "--model", tiny)
    assert (outcome.code, outcome.out, outcome.err) == (130, "", f"error: {said}\n")


def completed(line):
    """What bash is offered for a line."""
    words = line.split(" ")
    run = subprocess.run(
        [SCRIPT], capture_output=True, text=True, check=False,
        env=os.environ | {
            "_THINKERS_COMPLETE": "complete_bash", "COMP_WORDS": "\n".join(words),
            "COMP_CWORD": str(len(words) - 1),
        },
    )  # fmt: skip
    assert run.stderr == ""
    return run.stdout.split()


SUMS = ["prefix_sums/dt-l", "prefix_sums/dt-mp", "prefix_sums/dt-os", "prefix_sums/proven"]


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("thinkers com", ["compare"]),
        ("thinkers solve pre", ["prefix_sums"]),
        ("thinkers solve prefix_sums --bi", ["--bits"]),
        (
            "thinkers solve prefix_sums --model ",
            SUMS,
        ),
        ("thinkers compare prefix_sums --baseline ", ["cumulative-xor", "doubling"]),
        ("thinkers train prefix_sums --recipe dt-l", ["dt-l", "dt-l-fair", "dt-l-paced"]),
        ("thinkers info prefix_sums/dt-o", ["prefix_sums/dt-os"]),
    ],
)
def test_a_shell_completes_commands_options_and_names(line, offered):
    assert completed(line) == offered


def test_the_script_for_a_shell_is_shown(works, monkeypatch):
    # typer asks which shell its caller is; under `make` that is a plain sh
    monkeypatch.setenv("_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION", "1")
    outcome = works("--show-completion", "bash")
    assert "complete -o default -F _thinkers_completion thinkers" in outcome.out
    assert outcome.err == ""


def errors_of(*words, **variables):
    """What a command says on stderr in an environment of its own."""
    run = subprocess.run(
        [sys.executable, "-m", "thinkers", *words],
        capture_output=True, text=True, check=False, env=os.environ | variables,
    )  # fmt: skip
    return run.returncode, run.stderr.splitlines()


def test_a_limit_that_names_no_plugin_is_warned_of_in_one_line():
    code, lines = errors_of("list", "problems", THINKERS_PLUGINS="nets,prefix_sum, ")
    assert code == 0
    assert lines == [
        "warning: THINKERS_PLUGINS names 'prefix_sum', which no plugin is called, did you mean"
        " 'prefix_sums'?"
    ]


@pytest.mark.parametrize("limit", ["", "nets"])
def test_a_good_limit_says_nothing(limit):
    assert errors_of("list", "problems", THINKERS_PLUGINS=limit) == (0, [])


def test_a_complaint_about_what_is_missing_names_the_plugin_that_was_left_out():
    folder = Path(__file__).parents[1] / "data" / "raises"
    code, lines = errors_of("compare", "purse", PYTHONPATH=str(folder), THINKERS_PLUGINS="raises")
    assert code == 2
    assert lines == [
        "error: unknown problem 'purse'",
        "  known: none; is a plugin installed?",
        "warning: plugin raises (mini-raises 1.3) skipped: thinkers_problems raised RuntimeError:"
        " no coins left in the purse",
    ]
