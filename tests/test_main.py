"""Ctrl-C ends the program with one line, also while it is imported."""

import subprocess
import sys

SCRIPT = """
import builtins, signal
import thinkers.__main__
real = builtins.__import__
def press(name, *more):
    if name == {name!r}:
        signal.raise_signal(signal.SIGINT)
    return real(name, *more)
builtins.__import__ = press
thinkers.__main__.main()
"""


def run(name):
    words = [sys.executable, "-P", "-c", SCRIPT.format(name=name), "list", "thinkers"]
    return subprocess.run(words, capture_output=True, text=True, check=False)


def test_while_it_is_imported_a_line_is_said():
    for name in ("typer", "numpy"):
        ended = run(name)
        assert (ended.returncode, ended.stdout, ended.stderr) == (130, "", "error: interrupted\n")


def test_once_it_runs_a_line_is_said():
    ended = run("torch")
    assert (ended.returncode, ended.stdout) == (130, "")
    assert ended.stderr == "error: interrupted\n"


def test_the_package_itself_imports_nothing_that_takes_time():
    script = "import sys, thinkers; print({'numpy', 'pydantic', 'typer'} & set(sys.modules))"
    found = subprocess.run(
        [sys.executable, "-P", "-c", script], capture_output=True, text=True, check=True
    )
    assert found.stdout == "set()\n"
