"""The metrics file holds each row once, under one header, whatever is stopped or resumed."""

import csv

import pytest

from thinkers.errors import ConfigError
from thinkers.training.metrics import FILE, Metrics, append, prepare_folder, truncate

HEADER = "step,loss,validation_loss,validation_exact,learning_rate,seconds"


def row(step):
    return Metrics(step, 0.5, 0.123456789, 0.25, 1e-5, 3.2)


def test_rows_follow_one_header(tmp_path):
    prepare_folder(tmp_path)
    append(tmp_path, row(5))
    append(tmp_path, row(10))
    assert (tmp_path / FILE).read_text().split() == [
        HEADER, "5,0.5,0.123457,0.25,1e-05,3.2", "10,0.5,0.123457,0.25,1e-05,3.2",
    ]  # fmt: skip


@pytest.mark.parametrize("step", [7, 12345678])
def test_steps_are_written_in_full(tmp_path, step):
    append(tmp_path, row(step))
    with (tmp_path / FILE).open(newline="") as file:
        [found] = csv.DictReader(file)
    assert int(found["step"]) == step


@pytest.mark.parametrize(("step", "kept"), [(0, []), (9, ["5"]), (10, ["5", "10"]), (99, None)])
def test_later_rows_are_dropped(tmp_path, step, kept):
    for done in (5, 10, 15):
        append(tmp_path, row(done))
    truncate(tmp_path, step)
    header, *rows = (tmp_path / FILE).read_text().split()
    assert header == HEADER
    assert [line.split(",")[0] for line in rows] == (["5", "10", "15"] if kept is None else kept)
    append(tmp_path, row(20))
    assert (tmp_path / FILE).read_text().count(HEADER) == 1


def test_folders_are_made(tmp_path):
    prepare_folder(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b" / FILE).exists()


def test_a_folder_that_cannot_be_made_is_an_error_with_a_hint(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(ConfigError, match="cannot write to") as raised:
        prepare_folder(tmp_path / "file")
    assert raised.value.hint == "choose another --out"
