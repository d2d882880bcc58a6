"""How many answers are verified, wrong, impossible and unknown, counted as they come."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

from thinkers.errors import SolveError
from thinkers.problems.problem import Problem
from thinkers.problems.verdict import Verdict

if TYPE_CHECKING:
    from thinkers.engine.result import Result

NAMED = 10
"""Most wrong answers that are named by their numbers."""


@dataclass(eq=False)
class Kind:
    """The answers of one kind.

    Attributes:
        count: How many.
        first: The numbers of the first `NAMED`, from 0.
    """

    count: int = 0
    first: list[int] = field(default_factory=list)

    def add(self, number: int) -> None:
        """Count one more."""
        self.count += 1
        if len(self.first) < NAMED:
            self.first.append(number)

    def words(self, name: str) -> str:
        """`2 wrong (instances 3, 5)`."""
        more = ", ..." * (self.count > len(self.first))
        return f"{self.count} {name} (instances {', '.join(map(str, self.first))}{more})"


class Tally:
    """What answers come to, in memory that does not grow with their number.

    Attributes:
        count: How many there are.
    """

    def __init__(self) -> None:
        self.count = 0
        self._right = self._possible = 0
        self._broad = self._refined = False
        self._wrong, self._impossible, self._unknown = Kind(), Kind(), Kind()
        self._problem: Problem[Any, Any] | None = None
        self._last: Verdict | None = None

    @classmethod
    def of(cls, results: "Iterable[Result[Any, Any]]") -> Self:
        """The tally of results that are all there."""
        tally = cls()
        for result in results:
            tally.add(result)
        return tally

    def add(self, result: "Result[Any, Any]") -> None:
        """Count one more, of the same problem as the others."""
        verdict, number = result.verdict, self.count
        self._problem, self._last = result.problem, verdict
        if not verdict.possible:
            self._impossible.add(number)
        elif not verdict.feasible:
            self._wrong.add(number)
        if not verdict.known:
            self._unknown.add(number)
        self.count += 1
        self._right += verdict.right
        self._possible += verdict.possible
        self._broad |= bool(result.breadth)
        self._refined |= bool(result.refining)

    def verified(self) -> str:
        """How many are of each kind, and which are not verified."""
        kinds = {
            "wrong": self._wrong,
            "without any answer": self._impossible,
            "unknown": self._unknown,
        }
        told = [f"{self.count - sum(kind.count for kind in kinds.values())} verified"]
        told += [kind.words(name) for name, kind in kinds.items() if kind.count]
        return ", ".join(told)

    def require_verified(self) -> None:
        """See that every answer was held against what is known, and stands.

        Raises:
            SolveError: Says how many are wrong, and what may help.
        """
        if self._right < self.count:
            raise SolveError(self._fault(), self._advice())

    def remedy(self) -> str:
        """The options that may give better answers, and were not used; empty without any."""
        problem, options = self._problem, []
        if problem is not None and problem.has_symmetries:
            options += ["--breadth 8"] * (not self._broad)
        if problem is not None and problem.refinable and not self._refined:
            options.append("--refine")
        return f"{' or '.join(options)} may mend it" if options else ""

    def _fault(self) -> str:
        """What is wrong with answers that are not all verified, in one sentence."""
        verdict = self._last
        if self.count > 1 or verdict is None:
            return f"not every answer is verified: {self.verified()}"
        if not verdict.possible:
            return f"there is no answer: {verdict.reason}"
        if verdict.unknown:
            return "the answer is not verified: no right one is known to hold it against"
        return f"the answer is wrong: {verdict.reason}"

    def _advice(self) -> str:
        """What may give better answers, in one line."""
        problem = self._problem
        if problem is None or not self._possible:
            return ""
        compare = f"`thinkers compare {problem.name}` with the same options"
        ask = f"{compare} shows what {problem.reference} finds"
        remedy = self.remedy()
        return f"{remedy}; {ask}" if remedy else ask
