"""The success rate of a recipe over several seeds, with its interval."""

import csv
import io
import json
from dataclasses import asdict, dataclass, fields
from math import sqrt
from pathlib import Path
from typing import Any

from thinkers.problems.files import write_whole
from thinkers.training.many.outcome import Outcome
from thinkers.training.recipe import Bar

FILE = "success"
"""Name of the files that hold a success rate, as JSON and as CSV."""

Z = 1.959964
"""The 97.5 % point of the normal distribution: intervals of 95 %."""


@dataclass(frozen=True)
class Success:
    """The success rate of a recipe."""

    recipe: str
    bar: Bar
    outcomes: list[Outcome]

    @property
    def passed(self) -> int:
        """How many seeds passed the bar."""
        return sum(each.result == "passed" for each in self.outcomes)

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of the rate."""
        return wilson(self.passed, len(self.outcomes))

    def as_dict(self) -> dict[str, Any]:
        """Everything, in plain types."""
        low, high = self.interval
        return {
            "recipe": self.recipe, "bar": self.bar.model_dump(mode="json"),
            "passed": self.passed, "seeds": len(self.outcomes),
            "rate": self.passed / len(self.outcomes), "low": low, "high": high,
            "outcomes": [asdict(each) for each in self.outcomes],
        }  # fmt: skip

    def write(self, folder: Path) -> Path:
        """Write `success.json`, and its outcomes as `success.csv`; gives the former.

        Raises:
            ConfigError: The folder cannot be written.
        """
        path, text = (folder / FILE).with_suffix(".json"), io.StringIO(newline="")
        writer = csv.DictWriter(text, [field.name for field in fields(Outcome)])
        writer.writeheader()
        writer.writerows(asdict(each) for each in self.outcomes)
        write_whole(path.with_suffix(".csv"), text.getvalue().encode())
        write_whole(path, f"{json.dumps(self.as_dict(), indent=1)}\n".encode())
        return path


def wilson(passed: int, count: int) -> tuple[float, float]:
    """The 95 % score interval of a share (Wilson 1927, J. Am. Stat. Assoc. 22).

    Args:
        passed: Successes, 0 to `count`.
        count: Trials, >= 1.
    """
    share, weight = passed / count, Z * Z / count
    centre = (share + weight / 2) / (1 + weight)
    half = Z / (1 + weight) * sqrt(share * (1 - share) / count + weight / (4 * count))
    return max(0.0, centre - half), min(1.0, centre + half)
