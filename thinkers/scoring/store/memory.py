"""What the points of one sweep share without a store: answers that are not sought twice."""

import json
from collections.abc import Iterable
from typing import Protocol

from thinkers.scoring.contest import Contest, Given, Place
from thinkers.scoring.identity import digest_of
from thinkers.scoring.runs import Answer
from thinkers.scoring.store.rows import About, solver_row


class Record(Protocol):
    """One comparison as it is kept."""

    def done(self) -> dict[Place, Given]:
        """What solvers have given already."""

    def add(self, given: Iterable[Given]) -> None:
        """Keep answers that came together."""

    def finish(self) -> None:
        """Note that the comparison is complete."""


class Results(Protocol):
    """Where comparisons are kept."""

    def begin(self, contest: Contest, about: About) -> Record:
        """Note a comparison, or go on with it where it was begun."""

    def close(self) -> None:
        """End the keeping."""


class Memory:
    """Keeps answers for as long as the process lives."""

    def __init__(self) -> None:
        self.found: dict[str, tuple[Answer, ...]] = {}

    def begin(self, contest: Contest, about: About) -> Record:
        """Go on with a comparison."""
        del about
        return _Remembered(self.found, contest)

    def close(self) -> None:
        """Forget all."""
        self.found.clear()


class _Remembered:
    def __init__(self, found: dict[str, tuple[Answer, ...]], contest: Contest) -> None:
        digests = [digest_of(contest.problem, each) for each in contest.instances]
        self._found = found
        self._keys = {
            (place, number): json.dumps([solver_row(solver), solver.kinds, digest, number])
            for place, solver in enumerate(contest.solvers)
            for number, digest in enumerate(digests)
        }

    def done(self) -> dict[Place, Given]:
        return {
            place: Given(*place, self._found[key])
            for place, key in self._keys.items()
            if key in self._found
        }

    def add(self, given: Iterable[Given]) -> None:
        for each in given:
            self._found.setdefault(self._keys[each.place], each.answers)

    def finish(self) -> None:
        """Nothing is to be noted."""
