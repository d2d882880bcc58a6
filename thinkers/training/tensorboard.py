"""The metrics of a training as TensorBoard shows them."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from thinkers.extras import extra
from thinkers.training.callbacks import Callbacks
from thinkers.training.metrics import Metrics

FOLDER = "tensorboard"
"""Where the events of a run lie in its folder."""


@contextmanager
def logged(callbacks: Callbacks, folder: Path) -> Iterator[Callbacks]:
    """Callbacks that also write each row of the metrics for TensorBoard.

    A resumed run hides what was written after its resume file. Nothing is written before the
    first validation.

    Args:
        callbacks: The callbacks without it.
        folder: Of the run.

    Raises:
        ConfigError: tensorboard is not installed.
    """
    extra("tensorboard", "tensorboard")
    writers: list[Any] = []

    def metrics(row: Metrics) -> None:
        with suppress(OSError):  # a full disk costs the events, not the training
            if not writers:
                library = extra("tensorboard", "torch.utils.tensorboard")
                writers.append(library.SummaryWriter(str(folder / FOLDER), purge_step=row.step))
            for name, value in asdict(row).items():
                if name != "step":
                    writers[0].add_scalar(name, value, row.step)
        callbacks.metrics(row)

    try:
        yield replace(callbacks, metrics=metrics)
    finally:
        for writer in writers:
            with suppress(OSError):
                writer.close()
