"""Help and lists start fast: nothing heavy is imported for them."""

import subprocess
import sys

import pytest

HEAVY = ("torch", "lightning_fabric", "ortools", "pandas", "PIL", "chess", "numba", "nicegui")

SCRIPT = """
import sys
from thinkers.cli.app import run
code = run(sys.argv[1:])
heavy = [name for name in {heavy!r} if name in sys.modules]
print(f"code {{code}}, heavy {{heavy}}", file=sys.stderr)
"""


@pytest.mark.parametrize(
    "words",
    [
        ("--help",),
        ("solve", "--help"),
        ("ui", "--help"),
        ("solve", "prefix_sums", "--help"),
        ("list",),
        ("list", "problems", "--json"),
        ("list", "models"),
        ("list", "plugins"),
        ("list", "recipes"),
        ("info", "prefix_sums/dt-l"),
        ("solve", "nothing"),
    ],
    ids=" ".join,
)
def test_nothing_heavy_is_imported(words):
    script = SCRIPT.format(heavy=HEAVY)
    run = subprocess.run(
        [sys.executable, "-P", "-c", script, *words], capture_output=True, text=True, check=True
    )
    code = 2 if "nothing" in words else 0
    assert run.stderr.splitlines()[-1] == f"code {code}, heavy []"


def test_what_is_heavy_would_be_seen():
    script = SCRIPT.format(heavy=HEAVY)
    words = [sys.executable, "-P", "-c", script, "list", "thinkers"]
    run = subprocess.run(words, capture_output=True, text=True, check=True)
    assert run.stderr.splitlines()[-1] == "code 0, heavy ['torch']"
