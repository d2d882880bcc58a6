"""The metrics file holds every row under one header, whole or not at all."""

import csv
from dataclasses import asdict

import pytest

from thinkers.errors import ConfigError
from thinkers.training.metrics import FILE, Metrics, prepare_folder, read, write

HEADER = "step,loss,validation_loss,validation_exact,gradient_norm,learning_rate,seconds"


def row(step):
    return asdict(Metrics(step, 0.5, 0.123456789, 0.25, 2.0, 1e-5, 3.2))


def test_rows_follow_one_header_and_take_the_place_of_the_old_ones(tmp_path):
    write(tmp_path, [row(1)])
    write(tmp_path, [row(5), row(10)])
    assert (tmp_path / FILE).read_text().split() == [
        HEADER, "5,0.5,0.123457,0.25,2,1e-05,3.2", "10,0.5,0.123457,0.25,2,1e-05,3.2",
    ]  # fmt: skip
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


@pytest.mark.parametrize("step", [7, 12345678])
def test_steps_are_written_in_full(tmp_path, step):
    write(tmp_path, [row(step)])
    with (tmp_path / FILE).open(newline="") as file:
        [found] = csv.DictReader(file)
    assert int(found["step"]) == step


def test_rows_that_cannot_be_written_leave_the_old_ones(tmp_path, full_disk):
    write(tmp_path, [row(1)])
    full_disk()
    with pytest.raises(ConfigError, match="No space left"):
        write(tmp_path, [row(1), row(2)])
    assert (tmp_path / FILE).read_text().split()[-1].startswith("1,")


def test_folders_are_made(tmp_path):
    prepare_folder(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b" / FILE).exists()


def test_a_folder_that_cannot_be_made_is_an_error_with_a_hint(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(ConfigError, match="cannot write to") as raised:
        prepare_folder(tmp_path / "file")
    assert raised.value.hint == "choose another --out"


def test_what_is_written_is_read(tmp_path):
    rows = [row(5), row(10)]
    write(tmp_path, rows)
    assert read(tmp_path) == [{**each, "validation_loss": 0.123457} for each in rows]


def test_metrics_that_are_not_there_cannot_be_read(tmp_path):
    with pytest.raises(ConfigError, match=r"cannot read .*metrics.csv"):
        read(tmp_path)
