"""Every value of every run is in the picture, and what cannot be drawn is refused by name."""

from dataclasses import asdict

import pytest

from thinkers.errors import ConfigError
from thinkers.training import curves, metrics
from thinkers.training.metrics import Metrics

figures = pytest.importorskip("matplotlib.figure", reason="the extra plot is not installed")


def row(step, loss=1.0, validation=0.5, exact=0.25):
    return asdict(Metrics(step, loss, validation, exact, 1.0, 1e-3, 3.5))


@pytest.fixture
def write(tmp_path):
    """Writes the metrics of a run and gives its folder."""

    def write(name, *rows):
        folder = tmp_path / name
        metrics.prepare_folder(folder)
        metrics.write(folder, rows)
        return folder

    return write


@pytest.fixture
def axes(monkeypatch, tmp_path):
    """Draws runs and gives the panels."""

    def axes(runs):
        saved = []
        monkeypatch.setattr(figures.Figure, "savefig", lambda self, *a, **k: saved.append(self))
        curves.draw(runs, tmp_path / "a.png")
        return saved[0].axes

    return axes


def test_each_run_is_in_each_panel_with_its_own_colour(write, axes):
    first = write("a", row(5, loss=2.0), row(10, loss=1.5, validation=1.25, exact=0.75))
    second = write("b", row(7))
    losses, exact, rate = axes(curves.read_runs([first, second]))
    data = [line.get_xydata().tolist() for line in losses.lines]
    assert data == [[[5, 2], [10, 1.5]], [[5, 0.5], [10, 1.25]], [[7, 1]], [[7, 0.5]]]
    assert [line.get_color() for line in losses.lines] == ["#0072B2"] * 2 + ["#E69F00"] * 2
    assert [line.get_marker() for line in losses.lines] == ["o", "o", "s", "s"]
    assert exact.lines[0].get_xydata().tolist() == [[5, 0.25], [10, 0.75]]
    assert len(rate.lines) == 2
    legend = [text.get_text() for text in losses.get_legend().get_texts()]
    assert legend == [str(first), str(second), "loss", "validation loss"]
    assert rate.get_xlabel() == "step"


def test_a_folder_may_be_called_as_it_likes(write, axes):
    name = "$\\frac{1}$\x1b_2"
    losses, *_ = axes(curves.read_runs([write(name, row(5))]))
    [text, *_] = losses.get_legend().get_texts()
    assert text.get_text().endswith("$\\frac{1}$\\x1b_2")
    assert not text.get_parse_math()


def test_many_runs_have_colours_of_their_own_and_the_legend_beside_the_panel(write, axes):
    losses = axes(curves.read_runs([write(f"run-{number}", row(5)) for number in range(12)]))[0]
    assert len({tuple(line.get_color()) for line in losses.lines}) == 12
    losses.figure.draw_without_rendering()
    legend, panel = losses.get_legend().get_window_extent(), losses.get_window_extent()
    assert legend.x0 >= panel.x1


@pytest.mark.parametrize(
    ("values", "scale"),
    [((1.0, 0.5), "linear"), ((1.0, 0.05), "log"), ((1.0, 0.0), "linear"), ((1.0, -3), "linear")],
)
def test_losses_that_span_a_lot_are_on_a_log_scale(axes, values, scale):
    rows = [row(step, value) for step, value in enumerate(values)]
    assert axes({"a": rows})[0].get_yscale() == scale


def test_what_is_not_finite_leaves_a_gap(axes):
    rows = [row(1), row(2, float("nan"), float("inf")), row(3)]
    line = axes({"a": rows})[0].lines[1].get_ydata()
    assert [value == value for value in line] == [True, False, True]


@pytest.mark.parametrize(("ending", "begins"), [("png", b"\x89PNG"), ("svg", b"<?xml")])
def test_pictures_are_written_and_the_same_each_time(tmp_path, ending, begins):
    written = []
    for name in ("a", "b"):
        path = tmp_path / f"{name}.{ending}"
        curves.draw({"a": [row(1), row(2)]}, path)
        written.append(path.read_bytes())
    assert written[0].startswith(begins)
    assert written[0] == written[1]


def test_a_folder_of_seeds_stands_for_each_in_order(write, tmp_path):
    for number in (10, 2):
        write(f"set/seed-{number}", row(1))
    names = list(curves.read_runs([tmp_path / "set"]))
    assert names == [str(tmp_path / "set" / f"seed-{number}") for number in (2, 10)]


def test_runs_that_are_not_there_empty_or_damaged_are_refused(write, tmp_path):
    with pytest.raises(ConfigError, match=r"there is no run in .*nothing"):
        curves.read_runs([tmp_path / "nothing"])
    with pytest.raises(ConfigError, match="empty has no validation yet"):
        curves.read_runs([write("empty")])
    (write("old", row(1)) / metrics.FILE).write_text("step,loss\n1,2\n")
    with pytest.raises(ConfigError, match=r"the metrics of .*old lack learning_rate, validation"):
        curves.read_runs([tmp_path / "old"])
    for text in ("step,loss\n1,x\n", "step,loss\n1\n", "step,loss\n1,2,3\n"):
        (tmp_path / "old" / metrics.FILE).write_text(text)
        with pytest.raises(ConfigError, match="is damaged"):
            curves.read_runs([tmp_path / "old"])


def test_other_endings_and_folders_that_are_not_there_are_refused(tmp_path):
    with pytest.raises(ConfigError, match=r"cannot draw to 'a\.jpg'"):
        curves.draw({"a": [row(1)]}, tmp_path / "a.jpg")
    with pytest.raises(ConfigError, match="cannot write"):
        curves.draw({"a": [row(1)]}, tmp_path / "none" / "a.png")
