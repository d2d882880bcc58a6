"""What a reader finds: an instance, and the tour that stands beside it."""

from pathlib import Path
from typing import NamedTuple

from thinkers_tsp.instance import Tour, TspInstance


class Entry(NamedTuple):
    """One instance of a file.

    Attributes:
        instance: The task.
        tour: The answer that the file holds beside it, or None.
    """

    instance: TspInstance
    tour: Tour | None = None


def labels(path: Path, count: int) -> list[tuple[str, str]]:
    """Where each instance of a file stands, for messages, and its name."""
    if count == 1:
        return [(str(path), path.stem)]
    return [(f"{path}: instance {index}", f"{path.stem} {index}") for index in range(count)]
