"""A library that is not there costs one sentence, with the command that installs it."""

import math
import sys

import pytest

from thinkers.errors import ConfigError
from thinkers.extras import extra


def test_what_is_installed_is_given():
    assert extra("any", "math") is math


def test_what_is_not_names_the_command(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(ConfigError, match=r"^matplotlib cannot be imported: ") as raised:
        extra("plot", "matplotlib.figure")
    assert raised.value.hint == "install it: pip install 'thinkers[plot]'"
