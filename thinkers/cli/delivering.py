"""What becomes of answers as they come: printed at once for programs, kept for people and files."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from thinkers.cli import answers, rendering, streams
from thinkers.cli.progress import Line
from thinkers.cli.tally import Tally

if TYPE_CHECKING:
    from thinkers.engine.result import Result


@dataclass(eq=False)
class Delivery:
    """Takes answers as they come, and lets go of those that nobody needs again.

    Attributes:
        json: Whether each is printed as it comes, as an object on a line.
        filed: Whether files are to be written of them, whatever becomes of what is printed.
        tally: What all come to.
        results: Those that are kept: all, or none where they are printed only.
    """

    json: bool
    filed: bool
    tally: Tally = field(default_factory=Tally)
    results: "list[Result[Any, Any]]" = field(default_factory=list)
    _faults: list[Exception] = field(default_factory=list)

    def take(self, results: "Iterable[Result[Any, Any]]", line: Line) -> None:
        """Take all, with the line of progress out of the way of what is printed.

        Raises:
            Exception: One cannot be printed, and there is nothing else to do with the others.
        """
        for result in results:
            self.tally.add(result)
            if self.filed or not self.json:
                self.results.append(result)
            if self.json and not self._faults:
                self._print(result, line)

    def _print(self, result: "Result[Any, Any]", line: Line) -> None:
        try:
            with line.aside():
                rendering.print_json([result.as_dict()])
                streams.results().flush()
        except Exception as error:  # who reads may have gone, and a plugin may raise anything
            if not self.filed:
                raise
            self._faults.append(error)

    def show(self, figure: answers.Drawing | None) -> None:
        """Tell people of all that were taken, unless they were printed.

        Args:
            figure: As in `answers.show`.

        Raises:
            Exception: What was wrong with the first that could not be printed.
        """
        for fault in self._faults:
            raise fault
        if not self.json:
            answers.show(self.results, figure)
