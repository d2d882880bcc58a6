"""What a plugin may import is a frozen list: a change here is a change for strangers."""

import subprocess
import sys

import pytest

import thinkers

PUBLIC = [
    "Baseline", "BaselineAnswer", "Batch", "Canvas", "Figure", "InvalidInstanceError", "Model",
    "ModelCard", "Problem", "Result", "Settings", "Signature", "SolveError", "Thinker",
    "ThinkersError", "Verdict", "hookimpl", "load_model", "solve",
]  # fmt: skip


def test_the_public_names_are_these():
    assert thinkers.__all__ == PUBLIC


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_name_is_there(name):
    assert getattr(thinkers, name) is not None


def test_other_names_are_not():
    with pytest.raises(AttributeError, match="no attribute 'slove'"):
        thinkers.slove  # noqa: B018


def test_importing_the_package_imports_no_torch():
    script = "import sys, thinkers; print('torch' in sys.modules)"
    run = subprocess.run([sys.executable, "-P", "-c", script], capture_output=True, check=True)
    assert run.stdout.strip() == b"False"
