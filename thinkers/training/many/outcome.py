"""What became of one of several seeds, and the file in its folder that says so."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal, Self

from thinkers.errors import ConfigError, ModelError
from thinkers.models.renamed import with_present_names
from thinkers.problems.files import write_whole
from thinkers.settings import config_of
from thinkers.training.recipe import Recipe
from thinkers.training.resume import differences

FILE = "outcome.json"


@dataclass(frozen=True)
class Outcome:
    """What became of one seed.

    Attributes:
        seed: The seed.
        result: Whether it passed the bar or missed it; `failed` when it diverged.
        measured: At the bar; None where there is no value.
        validation_loss: The lowest one; None when it diverged before the first.
        validation_exact: At that point.
        steps: Steps done.
        seconds: Training time up to the last validation.
        reason: Why it failed, else empty.
    """

    seed: int
    result: Literal["passed", "missed", "failed"]
    measured: float | None
    validation_loss: float | None
    validation_exact: float | None
    steps: int
    seconds: float
    reason: str = ""

    def write(self, folder: Path, recipe: Recipe) -> None:
        """Write the outcome and its recipe, whole or not at all.

        Raises:
            ConfigError: The folder cannot be written.
        """
        values = {"recipe": recipe.chosen(), "outcome": asdict(self)}
        write_whole(folder / FILE, f"{json.dumps(values, indent=1)}\n".encode())

    @classmethod
    def read(cls, folder: Path, recipe: Recipe) -> Self | None:
        """Read the outcome of a recipe, or None when there is none yet.

        Raises:
            ModelError: The file is damaged, or the outcome of another recipe.
        """
        path = folder / FILE
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
            outcome = config_of(cls, found["outcome"], "outcome")
            before = with_present_names(found["recipe"], str(path))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, LookupError, TypeError, RecursionError, ConfigError) as error:
            raise ModelError(f"{path} is damaged: {error}", "delete it, then --resume") from error
        changed = differences(before, recipe.chosen())
        if changed:
            raise ModelError(
                f"{folder} belongs to another recipe: {'; '.join(changed)}",
                "resume with the same recipe and --set, or choose another --out",
            )
        return outcome
