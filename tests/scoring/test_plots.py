"""A plot is a .png or .svg, and its file holds nothing but what is drawn."""

from pathlib import Path

import pytest

from thinkers import ConfigError
from thinkers.scoring.plots import require_plot, save_plot


@pytest.mark.parametrize("name", ["a.pdf", "a", "a.png.gz", ".svg"])
def test_other_endings_are_refused(name):
    with pytest.raises(ConfigError, match="cannot draw to"):
        require_plot(Path(name))


@pytest.mark.parametrize("ending", ["png", "svg"])
def test_the_same_plot_is_the_same_file(tmp_path, ending):
    figure = pytest.importorskip("matplotlib.figure").Figure
    written = []
    for name in ("a", "b"):
        drawn = figure((2, 2))
        drawn.add_subplot().plot([1, 2], [1, 2])
        save_plot(drawn, tmp_path / f"{name}.{ending}")
        written.append((tmp_path / f"{name}.{ending}").read_bytes())
    assert written[0] == written[1]
