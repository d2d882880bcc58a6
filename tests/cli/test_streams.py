"""Streams that are closed, full or gone: no traceback, and no result lost without a word."""

import os
import signal
import subprocess
import sys

import pytest

FULL = "error: cannot write to standard output: No space left on device\n"
CLOSED = "error: cannot write to standard output: Bad file descriptor\n"

needs_full = pytest.mark.skipif(not os.path.exists("/dev/full"), reason="has no /dev/full")  # noqa: PTH110


@needs_full
@pytest.mark.parametrize(
    "words", [("list", "problems"), ("list", "problems", "--json"), ("--help",)]
)
def test_a_full_stdout_is_said_and_exits_1(in_shell, words):
    outcome = in_shell(*words, redirect="> /dev/full")
    assert (outcome.code, outcome.err) == (1, FULL)


def test_a_closed_stdout_is_said_and_exits_1(in_shell):
    outcome = in_shell("list", "problems", "--json", redirect=">&-")
    assert (outcome.code, outcome.err) == (1, CLOSED)


def test_a_closed_stdout_gives_its_number_to_no_file(in_shell, tmp_path):
    path = tmp_path / "bits.txt"
    words = ("generate", "prefix_sums", "--bits", "4", "--instances", "2", "-o", path)
    outcome = in_shell(*words, redirect=">&-")
    assert "Traceback" not in outcome.err
    assert len(path.read_text().splitlines()) == 2


@needs_full
def test_what_was_computed_is_kept_where_stdout_is_full(in_shell, tiny, tmp_path):
    path = tmp_path / "bits.txt"
    words = ("solve", "prefix_sums", "--model", tiny, "--bits", "5", "-o", path)
    outcome = in_shell(*words, redirect="> /dev/full")
    assert (outcome.code, outcome.err.splitlines()[-1:]) == (1, [FULL.strip()])
    assert path.exists()


@needs_full
@pytest.mark.parametrize("redirect", ["2>&- <&-", "2> /dev/full"])
def test_where_nobody_hears_the_complaints_the_command_goes_on(in_shell, redirect):
    outcome = in_shell("list", "problems", redirect=redirect, THINKERS_PLUGINS="no_such,tsp")
    assert outcome.code == 0
    assert "tsp" in outcome.out
    refused = in_shell("solve", "nothing", redirect=redirect)
    assert (refused.code, refused.out) == (2, "")


@needs_full
def test_with_no_stream_at_all_the_exit_code_still_says_it(in_shell):
    assert in_shell("list", "problems", redirect=">&- 2>&- <&-").code == 1
    assert in_shell("solve", "nothing", redirect="> /dev/full 2> /dev/full").code == 2


@pytest.mark.parametrize("words", [["list", "--json"], ["--help"]])
def test_a_reader_that_has_gone_is_no_error_to_speak_of(words):
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "thinkers", *words]
    run = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert (run.returncode, run.stderr) == (1, b"")


def test_ctrl_c_while_plugins_are_found_is_130(plant):
    code = "import sys, time\nprint('loading', flush=True)\ntime.sleep(60)\n"
    folder = plant("slow", code)
    environment = os.environ | {"THINKERS_PLUGINS": "slow"}
    environment["PYTHONPATH"] = os.pathsep.join([str(folder), environment.get("PYTHONPATH", "")])
    process = subprocess.Popen(
        [sys.executable, "-m", "thinkers", "list"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment,
    )  # fmt: skip
    assert process.stderr.readline() == "loading\n"
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (130, "", "error: interrupted\n")


@pytest.mark.parametrize("code", ["sys.exit(0)", "raise GeneratorExit"])
def test_a_plugin_cannot_end_a_command_as_if_it_had_worked(in_shell, plant, code):
    module = (
        "import sys\nfrom thinkers_prefix_sums.problem import PrefixSums\n"
        "from thinkers import hookimpl\n"
        "class Ending(PrefixSums):\n    name = 'ending'\n"
        f"    def generate(self, rng, count, params):\n        {code}\n"
        "@hookimpl\ndef thinkers_problems():\n    return [Ending]\n"
    )
    path = os.pathsep.join([str(plant("ending", module)), os.environ.get("PYTHONPATH", "")])
    file = ("-o", "never.txt")
    outcome = in_shell("generate", "ending", *file, PYTHONPATH=path)
    assert outcome.code == 1
    assert outcome.out == ""
    first, hint = outcome.err.splitlines()
    assert first.startswith("error: ")
    assert "THINKERS_DEBUG" in hint
