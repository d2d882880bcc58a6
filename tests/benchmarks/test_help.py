"""Every script says how it is used when it is asked for help, and does nothing else."""

import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
PARTS = {"original"}
"""What other scripts import."""

SCRIPTS = sorted({path.stem for path in BENCHMARKS.glob("*.py")} - PARTS)


@pytest.mark.parametrize("name", SCRIPTS)
def test_help_is_given(script, name, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", [f"{name}.py", "--help"])
    monkeypatch.syspath_prepend(BENCHMARKS)  # where a script finds those that it imports
    with pytest.raises(SystemExit) as end:
        script(name).main()
    assert not end.value.code
    assert capsys.readouterr().out.startswith(f"usage: {name}.py")
