"""The metrics of a run: one CSV row per validation."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from thinkers.errors import ConfigError
from thinkers.problems.files import write_whole

FILE = "metrics.csv"


@dataclass(frozen=True)
class Metrics:
    """One row of the metrics file, made at every validation.

    Attributes:
        step: Steps done.
        loss: Mean training loss since the last row.
        validation_loss: Cross-entropy, or the encoding's own loss, after M iterations.
        validation_exact: Share of validation instances whose every choice is right; nan without
            labels.
        gradient_norm: The largest since the last row, before clipping.
        learning_rate: At this step.
        seconds: Training time so far.
    """

    step: int
    loss: float
    validation_loss: float
    validation_exact: float
    gradient_norm: float
    learning_rate: float
    seconds: float


def prepare_folder(folder: Path) -> None:
    """Make the folder of a run and see that it can be written.

    Raises:
        ConfigError: It cannot.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / FILE).open("a").close()
    except OSError as error:
        raise ConfigError(
            f"cannot write to {folder}: {error.strerror}", "choose another --out"
        ) from error


def write(folder: Path, rows: Iterable[dict[str, Any]]) -> None:
    """Write all rows, the fields of `Metrics` each, in place of those that are there.

    Raises:
        ConfigError: The disk is full, or the folder has gone; the old file stays.
    """
    text = io.StringIO(newline="")
    names = [field.name for field in fields(Metrics)]
    writer = csv.DictWriter(text, names, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: row[name] if name == "step" else f"{row[name]:.6g}" for name in row})
    write_whole(folder / FILE, text.getvalue().encode())


def read(folder: Path) -> list[dict[str, float]]:
    """The rows of a run, each a value by column name.

    Raises:
        ConfigError: There is no metrics file, or it is damaged.
    """
    path = folder / FILE
    try:
        with path.open(newline="", encoding="utf-8") as file:
            return [
                {name: float(value) for name, value in row.items()} for row in csv.DictReader(file)
            ]
    except OSError as error:
        raise ConfigError(f"cannot read {path}: {error.strerror}") from error
    except (ValueError, TypeError, AttributeError, csv.Error) as error:
        raise ConfigError(f"{path} is damaged: {error}") from error
