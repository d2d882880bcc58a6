"""Majority: voters stand in a row, and each must learn whether more than half vote yes."""

from collections.abc import Sequence

import numpy as np
from pydantic import Field

from thinkers import Colour, Figure, Key, Legend, Marks, Problem, Settings, Verdict, shade
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

    def draw(
        self, instance: Votes, solution: Votes | None, marks: Marks[Votes] = Marks()
    ) -> Figure:
        """Votes above, beliefs below, and the chances of a yes below these."""
        rows = np.stack([instance] if solution is None else [instance, solution])
        keys = Key("no", Colour.ORANGE, "dot", "○"), Key("yes", Colour.BLUE, "dot", "●")
        legend = Legend(keys, marks.heat, marks.words(self.objective, "votes, beliefs"))
        canvas = legend.canvas(12 * rows.shape[1], 12 * (len(rows) + 1))
        for (y, x), vote in np.ndenumerate(rows):
            canvas.dot((12 * x + 6, 12 * y + 6), 5, keys[vote].colour)
        lines = ["".join("○●"[vote] for vote in row) for row in rows]
        if marks.heat is not None:
            for x, share in enumerate(marks.heat.shares.tolist()):
                canvas.rectangle((12 * x, 12 * len(rows)), (12, 12), shade(share))
            lines.append("".join(marks.heat.text()))
        return Figure("\n".join([*lines, *legend.text()]), canvas.to_svg, canvas.to_png)
