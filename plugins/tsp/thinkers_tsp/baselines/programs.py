"""Solvers that are programs of their own: found, fed with files, and ended when they hang."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from thinkers import MissingPackageError, SolveError
from thinkers_tsp.baselines.base import TspBaseline
from thinkers_tsp.formats import write
from thinkers_tsp.instance import TspInstance

SHOWN = 80
"""Characters of a program's last line that an error shows."""


class ProgramBaseline(TspBaseline):
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

    def run(self, folder: Path, arguments: Sequence[str], seconds: float) -> str:
        """Run the program in a folder, without input.

        Args:
            folder: Where it works; what it prints is kept there.
            arguments: Of the command line.
            seconds: After which it is killed.

        Returns:
            What it printed.

        Raises:
            MissingPackageError: There is no such program.
            SolveError: It cannot be run, hung, or said by its exit code that it failed.
        """
        found, log = self._found(), folder / "log.txt"
        if found is None:
            raise MissingPackageError(f"{self.name}: {self._missing()}")
        try:
            with log.open("wb") as output:
                code = subprocess.run(
                    [found, *arguments], cwd=folder, stdin=subprocess.DEVNULL, stdout=output,
                    stderr=subprocess.STDOUT, timeout=seconds, check=False,
                ).returncode  # fmt: skip
        except subprocess.TimeoutExpired as error:
            raise SolveError(f"{found.name} did not end within {seconds:g} seconds") from error
        except OSError as error:
            raise SolveError(f"{found} cannot be run: {error.strerror}") from error
        printed = log.read_text(encoding="utf-8", errors="replace")
        if code:
            last = (printed.split("\n")[-2:] or [""])[0].strip()
            raise SolveError(f"{found.name} ended with exit code {code}: {last:.{SHOWN}}")
        return printed

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


@contextmanager
def written(ways: NDArray[np.int64], suffix: str) -> Iterator[Path]:
    """The path of a TSPLIB file of integer distances, in a folder of its own that is removed."""
    with TemporaryDirectory(prefix="thinkers-tsp-") as folder:
        path = Path(folder) / f"cities{suffix}"
        write(path, [TspInstance(ways.astype(np.float64), name="cities")])
        yield path
