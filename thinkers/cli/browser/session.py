"""What one visitor works on: a problem, an instance of it, and who solves it. Knows no page."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from thinkers.cli.browser.drawing import Drawing
from thinkers.cli.browser.thinking import MAX_ITERATIONS, MAX_SECONDS, Thinking, Wish
from thinkers.cli.inputs import Reader
from thinkers.cli.room import require_room_to_hold
from thinkers.cli.watching.player import Player
from thinkers.cli.watching.track import Track
from thinkers.errors import ConfigError, InvalidInstanceError, ThinkersError
from thinkers.problems.wording import printable
from thinkers.registry.choosing import candidates
from thinkers.registry.registry import AnyProblem, installed

PASTED = "the pasted text"
"""What messages call it."""

SPEED = 4.0
"""Frames a second at first (our choice)."""

LONGEST_NAME = 60
"""Letters of a file's name that are kept: 255 bytes hold any so many."""


class Session:
    """One visitor's work; every method may raise what the command line would tell.

    Attributes:
        problem: What is worked on.
        instances: Those that were read or drawn; empty at first.
        place: Which of them is shown.
        drawing: What is drawn by hand; None where the problem is not.
        thinking: The solvers at work, or done; None before.
        player: Where their frames are shown.
    """

    def __init__(self, problem: str) -> None:
        self.thinking: Thinking | None = None
        self.player = Player([], SPEED)
        self.choose(problem)

    def choose(self, problem: str) -> None:
        """Begin with another problem."""
        self.stop()
        self.problem: AnyProblem = installed().problem(problem)
        sketch = self.problem.sketch
        self.drawing = None if sketch is None else Drawing(sketch)
        self.give(self.problem, [])

    @property
    def models(self) -> list[str]:
        """Of the problem, its default first; none where it has none."""
        try:
            return [model.card.name for model in candidates(installed(), self.problem)]
        except ThinkersError:
            return []

    @property
    def baselines(self) -> list[str]:
        """Of the problem, its reference first."""
        known = installed().baselines(self.problem.name)
        return sorted(known, key=lambda name: name != self.problem.reference)

    @property
    def formats(self) -> list[str]:
        """The name endings of files that are read."""
        return [each.suffix for each in self.problem.formats if each.reads]

    @property
    def instance(self) -> Any:
        """The one that is shown; None where there is none."""
        return self.instances[self.place] if self.instances else None

    def give(self, problem: AnyProblem, instances: Sequence[Any]) -> None:
        """Work on these, the first of them at first; not where another problem was chosen since."""
        if problem is not self.problem:
            return
        self.place = 0  # of those before, too: the page looks at any time
        self.instances = list(instances)
        self.show(0)

    def show(self, place: int) -> None:
        """Work on another of the instances, and forget what was thought of the one before."""
        self.stop()
        self.thinking = None
        self._play([])
        self.place = max(0, min(place, len(self.instances) - 1))

    def generate(self, given: Mapping[str, str], seed: str = "0") -> None:
        """Draw an instance by chance.

        Args:
            given: Options of the generator, as they are typed.
            seed: A whole number, likewise.

        Raises:
            ThinkersError: An option or the seed is none.
        """
        if not (seed.isascii() and seed.isdigit() and len(seed) <= 18):
            raise ConfigError(f"expected a whole number as seed, got {seed!r:.60}")
        problem = self.problem
        params = problem.params(_said(given))
        require_room_to_hold(problem, params, 1)
        self.give(problem, problem.generate(np.random.default_rng(int(seed)), 1, params))

    def read_file(self, name: str, content: bytes, given: Mapping[str, str]) -> None:
        """Read a file that somebody sent, by its name ending.

        Args:
            name: As the visitor calls it.
            content: All of it.
            given: Options of reading, as they are typed.

        Raises:
            ThinkersError: It cannot be read; calls it by that name.
        """
        known = _name_of(name)
        reader = Reader(self.problem, self._reading(given), "")
        if Path(known).suffix.lower() not in reader.known:
            formats = ", ".join(reader.known)
            raise InvalidInstanceError(
                f"{self.problem.name} reads no file called {known}",
                f"use a name ending in {formats}" if formats else "draw an instance by chance",
            )
        with TemporaryDirectory() as folder:
            path = Path(folder) / known
            path.write_bytes(content)
            try:
                self.give(reader.problem, reader.read(path))
            except ThinkersError as error:
                words = str(error).replace(str(path), known)
                raise InvalidInstanceError(words, error.hint.replace(str(path), known)) from error

    def read_text(self, text: str, form: str, given: Mapping[str, str]) -> None:
        """Read what was pasted, as the content of a file without a name.

        Args:
            text: All of it.
            form: A name ending of the problem's formats; found from the text where it is empty.
            given: Options of reading, as they are typed.

        Raises:
            ThinkersError: It is nothing that the problem reads.
        """
        if not text.strip():
            raise InvalidInstanceError(f"{PASTED} is empty")
        reader = Reader(self.problem, self._reading(given), form)
        content = text if text.endswith("\n") else f"{text}\n"
        self.give(
            reader.problem, reader.read_stream(BytesIO(content.encode("utf-8", "replace")), PASTED)
        )

    def read_drawing(self) -> None:
        """Take what is drawn by hand.

        Raises:
            ThinkersError: It is no instance.
        """
        if self.drawing is None:
            raise ConfigError(f"{self.problem.name} is not drawn by hand")
        reader = Reader(self.problem, None, self.drawing.sketch.suffix)
        self.give(
            reader.problem, reader.read_stream(BytesIO(self.drawing.text.encode()), "the drawing")
        )

    def draw_shown(self) -> None:
        """Go on by hand from the instance that is shown.

        Raises:
            ThinkersError: There is none, or it cannot be drawn.
        """
        if self.drawing is None or self.instance is None:
            raise ConfigError("there is no instance to draw on", "draw one by chance first")
        with TemporaryDirectory() as folder:
            path = Path(folder) / f"shown{self.drawing.sketch.suffix}"
            self.problem.write(path, [self.instance], None)
            self.drawing.take(path.read_text(encoding="utf-8"))

    def think(self, wish: Wish) -> None:
        """Have the instance solved, in place of what was thought before.

        Raises:
            ThinkersError: There is no instance, nobody to solve it, or too little or much time.
        """
        if self.instance is None:
            raise ConfigError("there is no instance yet", "draw, drop or paste one first")
        if not (wish.models or wish.baselines):
            raise ConfigError("nobody is chosen to solve it", "choose a model or a baseline")
        if wish.iterations is not None and not 1 <= wish.iterations <= MAX_ITERATIONS:
            words = f"expected 1 to {MAX_ITERATIONS} iterations, got {wish.iterations}"
            raise ConfigError(words, "leave it empty for the model's own number")
        if not 0 < wish.seconds <= MAX_SECONDS:
            raise ConfigError(f"expected up to {MAX_SECONDS:g} seconds, got {wish.seconds:g}")
        self.stop()
        self.thinking = Thinking(self.problem, self.instance, wish)
        self._play(self.thinking.tracks)
        self.thinking.start()

    def stop(self) -> None:
        """End the solvers that are at work."""
        if self.thinking is not None:
            self.thinking.stop()

    def _play(self, tracks: Sequence[Track]) -> None:
        """Show these from now on, as fast as before."""
        self.player = Player(tracks, self.player.speed)
        self.player.playing = False

    def _reading(self, given: Mapping[str, str]) -> Any:
        return self.problem.Reading.of(_said(given))


def _said(given: Mapping[str, str]) -> dict[str, str]:
    """The options of which something was typed; the others are left to their defaults."""
    return {name: text for name, text in given.items() if text}


def _name_of(name: str) -> str:
    """The last part of a foreign name, printable and not too long; its ending is kept.

    Raises:
        InvalidInstanceError: Nothing is left of it.
    """
    last = printable(PurePosixPath(name.replace("\\", "/")).name)
    if last.strip(".") == "":
        raise InvalidInstanceError("the file has no name")
    suffix = PurePosixPath(last).suffix[:20]
    return last.removesuffix(suffix)[: LONGEST_NAME - len(suffix)] + suffix
