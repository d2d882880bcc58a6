"""Majority: voters stand in a row, and each must learn whether more than half vote yes."""

from collections.abc import Sequence

import numpy as np
from pydantic import Field

from thinkers import Canvas, Figure, Problem, Settings, Verdict
from thinkers_majority.check import check
from thinkers_majority.encoding import Votes, VotesEncoding


class MajorityParams(Settings):
    """Options of the generator; each field becomes a command-line option."""

    voters: int = Field(default=15, ge=1, description="Length of the row.")


class Majority(Problem[Votes, Votes]):
    """Each step of a thinker sees a few neighbours, so the news has to travel along the row."""

    name = "majority"
    summary = "tell every voter of a row what the majority wants"
    Params = MajorityParams
    size_option = "voters"
    encodings = {"votes": VotesEncoding()}
    reference = "count"

    def generate(self, rng: np.random.Generator, count: int, params: Settings) -> list[Votes]:
        """Fair votes, i.i.d."""
        assert isinstance(params, MajorityParams)
        return [child.integers(0, 2, params.voters) for child in rng.spawn(count)]

    def check(self, instance: Votes, solution: Votes) -> Verdict:
        """Right when every voter is."""
        return check(instance.tolist(), solution.tolist())

    def label(self, instances: Sequence[Votes]) -> list[Votes]:
        """The decision, once for each voter."""
        return [np.full_like(votes, votes.mean() > 0.5) for votes in instances]

    def toy(self) -> tuple[Votes, Votes]:
        """Two against one."""
        return np.array([1, 0, 1]), np.array([1, 1, 1])

    def draw(self, instance: Votes, solution: Votes | None) -> Figure:
        """Votes above, beliefs below."""
        rows = np.stack([instance] if solution is None else [instance, solution])
        canvas = Canvas(12 * rows.shape[1], 12 * len(rows))
        for (y, x), vote in np.ndenumerate(rows):
            canvas.dot((12 * x + 6, 12 * y + 6), 5, ("lightgrey", "navy")[vote])
        text = "\n".join("".join("○●"[vote] for vote in row) for row in rows)
        return Figure(text, canvas.to_svg, canvas.to_png)
