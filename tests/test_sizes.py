"""The house stays small: files and functions that are read at once, few entries at the top."""

import ast
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).parents[1]

PARTS = ("thinkers", "plugins", "examples", "benchmarks", "tests")

MAX_ENTRIES = 16
MAX_LINES = 400
MAX_MEDIAN = 100
MAX_FUNCTION = 50
"""With its signature and docstring."""


def sources(part, pattern="*.py"):
    """The files of a part; what is built, and folders that begin with a dot, are not ours."""
    found = (ROOT / part).rglob(pattern)
    return [path for path in found if not {"build", "data"} & set(path.relative_to(ROOT).parts)]


def length(path):
    return len(path.read_text(encoding="utf-8").splitlines())


def too_long(code):
    """The functions of a module that are over the limit, each with its lines."""
    functions = (
        node
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    lengths = {node.name: (node.end_lineno or 0) - node.lineno + 1 for node in functions}
    return {name: lines for name, lines in lengths.items() if lines > MAX_FUNCTION}


def test_a_function_over_the_limit_is_found():
    assert too_long("def short():\n" + MAX_FUNCTION * "    1\n") == {"short": MAX_FUNCTION + 1}
    assert too_long("def short():\n" + (MAX_FUNCTION - 1) * "    1\n") == {}


@pytest.mark.parametrize("part", PARTS)
def test_no_function_is_too_long(part):
    found = {path.name: too_long(path.read_text(encoding="utf-8")) for path in sources(part)}
    assert {name: functions for name, functions in found.items() if functions} == {}


@pytest.mark.parametrize("part", PARTS)
def test_no_file_is_too_long_and_most_are_short(part):
    lengths = {path: length(path) for path in [*sources(part), *sources(part, "*.c")]}
    assert {str(path): lines for path, lines in lengths.items() if lines > MAX_LINES} == {}
    assert median(lengths.values()) <= MAX_MEDIAN


def test_the_core_has_few_entries():
    entries = [path for path in (ROOT / "thinkers").iterdir() if path.name != "__pycache__"]
    assert len(entries) <= MAX_ENTRIES
