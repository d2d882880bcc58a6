"""How an instance is drawn by hand: cell by cell, as letters that a text file of it holds."""

from collections.abc import Mapping
from dataclasses import dataclass

from thinkers.errors import ConfigError


@dataclass(frozen=True)
class Sketch:
    """A grid of letters, one for each cell, which `Problem.read` takes as the text of a file.

    Attributes:
        suffix: The name ending of such files.
        marks: The letters, and in words what each stands for: the first is that of an empty cell,
            the second is drawn as a filled one, others show their letter.
        once: Those letters of which there is one at most.

    Raises:
        ConfigError: A mark is no single letter, or there are fewer than two.
    """

    suffix: str
    marks: Mapping[str, str]
    once: str = ""

    def __post_init__(self) -> None:
        if len(self.marks) < 2 or any(len(each) != 1 for each in self.marks):
            raise ConfigError(f"expected marks of one letter each, got {list(self.marks)}")
        if not set(self.once) <= set(self.marks):
            raise ConfigError(f"expected once to be of the marks, got {self.once!r}")

    @property
    def empty(self) -> str:
        """The letter of a cell on which nothing is drawn."""
        return next(iter(self.marks))
