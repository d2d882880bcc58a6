"""What a model was measured on and is good at, and how an instance lies outside of that.

A card says of each measurement how large the instances were, and of what kinds.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from math import inf, prod
from typing import Any

from thinkers.models.card import Card
from thinkers.problems.problem import Problem

COMMON = 0.5
"""Share of the measured instances from which on a kind is common among them (our choice)."""

LOOKED_AT = 64
"""Instances whose kinds are looked at; the others are known by their sizes (our choice)."""

MAX_POSITIONS = 10**6
"""Positions of an instance up to which its kind is looked at (our choice)."""

WELL = 0.9
"""Share of right answers from which on a model is good at a kind of instances; or what it reaches
on those of no family, its usual ones, if that is less (our choice)."""


@dataclass(frozen=True)
class Size:
    """How the positions along the longest side of an instance are told to people.

    Attributes:
        option: The generator's option that sets them, such as `cities`; empty where none does.
        more: How many more positions there are than the option says: the frame of a maze, say.
    """

    option: str = ""
    more: int = 0

    @classmethod
    def of(cls, problem: Problem[Any, Any], sides: Mapping[int, int]) -> "Size":
        """What is seen on instances of at least two sizes, given by their longest sides."""
        differences = {side - size for size, side in sides.items()}
        if problem.size_option is None or len(sides) < 2 or len(differences) > 1:
            return cls()
        return cls(problem.size_option, differences.pop())

    def words(self, side: int) -> str:
        """`1000 cities`, `size 201`, `16 positions along a side`."""
        if not self.option:
            return f"{side} positions along a side"
        own = side - self.more
        return f"{own} {self.option}" if self.option.endswith("s") else f"{self.option} {own}"


@dataclass(frozen=True)
class Coverage:
    """The sizes and kinds of instances that a model was measured on.

    Attributes:
        positions: The most positions of a measured instance, as the model reads it.
        sides: The most positions along a side.
        shares: For each kind, see `Problem.traits`, the largest share of answers that were right
            where half of the measured instances, or any if it is nowhere half, are of that kind;
            1 for models that are scored by their gaps.
        size: How sizes are told.
        well: The share from which on it is good at a kind.
    """

    positions: int
    sides: int
    shares: Mapping[str, float]
    size: Size
    well: float = WELL

    @property
    def traits(self) -> frozenset[str]:
        """The kinds that it answers well."""
        return frozenset(trait for trait, share in self.shares.items() if share >= self.well)

    @classmethod
    def of(cls, problem: Problem[Any, Any], card: Card) -> "Coverage | None":
        """What the scores on a card cover; None where the card has none."""
        scores = [score for score in card.scores if score.shape]
        if not scores:
            return None
        common: dict[str, float] = {}
        rare: dict[str, float] = {}
        for score in scores:
            right = 1.0 if card.scored_by_gap else score.exact
            for trait, share in score.traits.items():
                found = common if share >= COMMON else rare
                found[trait] = max(right, found.get(trait, 0.0))
        usual = [score.exact for score in scores if "family" not in score.params]
        return cls(
            max(prod(score.shape) for score in scores),
            max(max(score.shape) for score in scores),
            rare | common,
            Size.of(problem, {score.size or 0: max(score.shape) for score in scores}),
            min(WELL, max(usual, default=WELL)),
        )

    def outside(self, shape: Sequence[int], kinds: Set[str]) -> list[str]:
        """In what an instance lies outside of it, in a few words each; empty where it does not.

        Args:
            shape: Its positions, as the model reads it.
            kinds: Of what kinds it is.
        """
        found = [self._words(trait) for trait in sorted(kinds - self.traits)]
        if prod(shape) > self.positions:
            most = self.sides - self.size.more
            found.append(f"{self.size.words(max(shape))}, measured up to {most}")
        return found

    def excess(self, shape: Sequence[int]) -> float:
        """How many times as many positions an instance has as the largest measured; 1 at least."""
        return max(1.0, prod(shape) / self.positions)

    def _words(self, trait: str) -> str:
        share = self.shares.get(trait)
        return trait if share is None else f"{trait}: {share:.0%} right at best when measured"


def each_once(strange: Iterable[Sequence[str]]) -> str:
    """In what instances lie outside of what was measured, in one list."""
    return "; ".join(dict.fromkeys(word for words in strange for word in words))


class Sample:
    """Some instances of a problem; their kinds and shapes are found once, when first asked for.

    Args:
        problem: What they are instances of.
        instances: The tasks.
    """

    def __init__(self, problem: Problem[Any, Any], instances: Sequence[Any]) -> None:
        self.problem, self.instances = problem, instances
        self._known: dict[int, frozenset[str]] = {}
        self._shapes: dict[str, list[tuple[int, ...]]] = {}

    def unmeasured(self, card: Card) -> str:
        """One sentence about those that are not such as a model was measured to be good at.

        Empty where there are none, and where the model was never measured: then nothing is claimed.
        """
        strange = self.strange(card)
        kinds = each_once(strange)
        if not kinds:
            return ""
        count = len(self.instances)
        which = "this one" if count == 1 else f"{len(strange)} of these {count}"
        return (
            f"{card.name} is not known to be good at instances like {which} ({kinds}): "
            "expect wrong or worse answers"
        )

    def strange(self, card: Card) -> list[list[str]]:
        """In what each of those that a model is not known to be good at lies outside.

        Of a model that was never measured that is each, in nothing that has words.
        """
        coverage = self._coverage(card)
        if coverage is None:
            return [[] for _ in self.instances]
        found = [
            coverage.outside(shape, self._kinds(place, prod(shape)))
            for place, shape in enumerate(self._shapes_as_read(card))
        ]
        return [words for words in found if words]

    def excess(self, card: Card) -> float:
        """How many times as large the largest is as what a model was measured on, see `Coverage`.

        Infinite where it was never measured.
        """
        coverage = self._coverage(card)
        if coverage is None:
            return inf
        return max(map(coverage.excess, self._shapes_as_read(card)), default=1.0)

    def _coverage(self, card: Card) -> Coverage | None:
        """What a model was measured on; None where nothing is known, or its encoding is gone."""
        known = card.encoding in self.problem.encodings
        return Coverage.of(self.problem, card) if known else None

    def _shapes_as_read(self, card: Card) -> list[tuple[int, ...]]:
        if card.encoding not in self._shapes:
            encoding = card.pick_encoding(self.problem.encodings)
            self._shapes[card.encoding] = list(map(encoding.shape, self.instances))
        return self._shapes[card.encoding]

    def _kinds(self, place: int, positions: int) -> frozenset[str]:
        """The kinds of an instance; none are found of very large ones, and of very many."""
        if place >= LOOKED_AT or positions > MAX_POSITIONS:
            return frozenset()
        if place not in self._known:
            self._known[place] = self.problem.traits(self.instances[place])
        return self._known[place]
