"""A width that readouts cannot halve is refused."""

import pytest

from thinkers.errors import ConfigError
from thinkers.nets.config import WidthConfig


@pytest.mark.parametrize("width", [2, 32, 400])
def test_even_widths_are_taken(width):
    assert WidthConfig(width).width == width


@pytest.mark.parametrize("width", [0, 1, 3, -2, 31])
def test_other_widths_are_refused(width):
    with pytest.raises(
        (ConfigError, ValueError), match=f"expected an even width >= 2, got {width}$"
    ):
        WidthConfig(width)
