"""The metrics of a run: one CSV row per validation."""

import csv
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from thinkers.errors import ConfigError

FILE = "metrics.csv"


@dataclass(frozen=True)
class Metrics:
    """One row of the metrics file, written at every validation.

    Attributes:
        step: Steps done.
        loss: Mean training loss since the last row.
        validation_loss: Cross-entropy after M iterations.
        validation_exact: Share of validation instances whose every choice is right.
        learning_rate: At this step.
        seconds: Training time so far.
    """

    step: int
    loss: float
    validation_loss: float
    validation_exact: float
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


def append(folder: Path, metrics: Metrics) -> None:
    """Add a row."""
    with (folder / FILE).open("a", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, [field.name for field in fields(Metrics)])
        if not file.tell():
            writer.writeheader()
        row = asdict(metrics)
        writer.writerow({name: row[name] if name == "step" else f"{row[name]:.6g}" for name in row})


def truncate(folder: Path, step: int) -> None:
    """Drop rows that were written after the resume file was."""
    path = folder / FILE
    with path.open(newline="", encoding="utf-8") as file:
        lines = file.readlines()
    kept = lines[:1] + [line for line in lines[1:] if int(line.split(",")[0]) <= step]
    path.write_text("".join(kept), encoding="utf-8")
