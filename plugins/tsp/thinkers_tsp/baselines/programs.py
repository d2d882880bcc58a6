"""Solvers that are programs of their own: found, fed with files, and ended when they hang."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import BinaryIO, ClassVar

import numpy as np
from numpy.typing import NDArray

from thinkers import MissingPackageError, SolveError, Terms
from thinkers_tsp.baselines.base import TspSearch
from thinkers_tsp.instance import Tour, TspInstance

LOOK = 0.02
"""Seconds between two looks at what a program wrote (our choice)."""

SHOWN = 80
"""Characters of a program's last line that an error shows."""


class ProgramBaseline(TspSearch):
    """A solver on PATH, or where an environment variable says; without it nothing is suitable.

    Class attributes:
        programs: Names that it may have on PATH.
        variable: The environment variable that names it.
        source: Where people get it.
    """

    programs: ClassVar[tuple[str, ...]]
    variable: ClassVar[str]
    source: ClassVar[str]

    def unsuitable(self, instance: TspInstance) -> str:
        """Instances that are too large, or all where the program is missing."""
        return super().unsuitable(instance) or self._missing()

    def versions(self) -> dict[str, str]:
        """The first digits of the program's SHA-256: it does not say its version."""
        found = self._found()
        if found is None:
            return {}
        return {self.name: f"sha256:{sha256(found.read_bytes()).hexdigest()[:16]}"}

    def run(self, progress: "Progress", arguments: Sequence[str], seconds: float) -> Tour | None:
        """Run the program without input, and tell the tours that it writes.

        Args:
            progress: Where it works, and whom it tells.
            arguments: Of the command line.
            seconds: Since the progress began, after which it is ended.

        Returns:
            Its best tour so far where it had to be ended; None where it ended by itself.

        Raises:
            MissingPackageError: There is no such program.
            SolveError: It cannot be run, said by its exit code that it failed, or had to be ended
                before there was a tour.
        """
        found = self._found()
        if found is None:
            raise MissingPackageError(f"{self.name}: {self._missing()}")
        with progress.log.open("wb") as output, _started(found, arguments, output) as process:
            try:
                while (code := process.poll()) is None and progress.is_wanted(seconds):
                    with suppress(subprocess.TimeoutExpired):
                        process.wait(LOOK)
                    progress.look()
            finally:
                process.kill()
        if code:
            last = (progress.printed.split("\n")[-2:] or [""])[0].strip()
            raise SolveError(f"{found.name} ended with exit code {code}: {last:.{SHOWN}}")
        if code is None and progress.tour is None:
            raise SolveError(f"{found.name} did not end within {seconds:g} seconds")
        return progress.tour if code is None else None

    def _found(self) -> Path | None:
        named = os.environ.get(self.variable)
        places = map(shutil.which, [named] if named else self.programs)
        return next((Path(place) for place in places if place), None)

    def _missing(self) -> str:
        if self._found():
            return ""
        named = os.environ.get(self.variable)
        if named:
            return f"{self.variable} is {named!r}, which is no program"
        names = " or ".join(self.programs)
        return f"no {names} on PATH: get it from {self.source}, or set {self.variable} to its path"


@dataclass(eq=False)
class Progress:
    """What a program has so far, by what it writes and prints.

    Attributes:
        file: Where it writes its best tour, over and over again, in the folder that it works in.
        read: Reads the tour of that file.
        terms: Whom to tell.
        begin: When its time began, by `perf_counter`.
        tour: The last whole tour that was there.
    """

    file: Path
    read: Callable[[Path], Tour]
    terms: Terms[Tour]
    begin: float
    tour: Tour | None = None
    _seen: bytes = b""

    @property
    def log(self) -> Path:
        """What keeps what it prints."""
        return self.file.with_name("log.txt")

    @property
    def printed(self) -> str:
        """What it printed so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def is_wanted(self, seconds: float) -> bool:
        """Whether there is time left, and nobody asks for the end."""
        return perf_counter() < self.begin + seconds and not self.terms.interrupted

    def look(self) -> None:
        """Tell a tour that is new; one that is not whole yet is left for the next look."""
        found = self.file.read_bytes() if self.file.exists() else b""
        if found == self._seen:
            return
        self._seen = found
        with suppress(SolveError):
            self.tour = self.read(self.file)
            self.terms.report(self.tour)


def _started(
    program: Path, arguments: Sequence[str], output: BinaryIO
) -> "subprocess.Popen[bytes]":
    try:
        return subprocess.Popen(
            [program, *arguments], cwd=Path(output.name).parent, stdin=subprocess.DEVNULL,
            stdout=output, stderr=subprocess.STDOUT,
        )  # fmt: skip
    except OSError as error:
        raise SolveError(f"{program} cannot be run: {error.strerror}") from error


@contextmanager
def written(ways: NDArray[np.int64], suffix: str) -> Iterator[Path]:
    """The path of a TSPLIB file of integer distances, in a folder of its own that is removed."""
    from thinkers_tsp.formats import write

    with TemporaryDirectory(prefix="thinkers-tsp-") as folder:
        path = Path(folder) / f"cities{suffix}"
        write(path, [TspInstance(ways.astype(np.float64), name="cities")])
        yield path
