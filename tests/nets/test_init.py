"""Importing the architectures imports no torch; their names resolve when they are used."""

import subprocess
import sys

import pytest

from thinkers import nets


def run(script):
    command = [sys.executable, "-P", "-c", script]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def test_importing_the_package_imports_no_torch():
    script = (
        "import sys, thinkers, thinkers.nets, thinkers.registry.registry\n"
        "print('torch' in sys.modules)"
    )
    assert run(script) == "False"


def test_every_public_name_resolves():
    homes = ["DT", "DTCP", "DTG", "DTL", "DTM", "DTMP", "DTOM", "DTOS", "DTR", "DTMono", "Thinker"]
    assert [getattr(nets, name).__name__ for name in nets.__all__] == homes


def test_a_name_that_is_not_there_is_an_attribute_error():
    with pytest.raises(AttributeError, match=r"'thinkers\.nets' has no attribute 'DTX'"):
        _ = nets.DTX
