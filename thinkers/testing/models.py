"""Contract tests of model files: it loads, solves the toy, and is as good as its card says."""

from math import comb

import numpy as np

from thinkers.models.card import Card, ModelCard
from thinkers.models.scores import Score, worst_first
from thinkers.registry.registry import Registry
from thinkers.testing.contract import require

INSTANCES = 10
"""Fresh instances of each scored size: enough to tell a model from a broken one."""

ROWS = 6
"""Most rows of a card that are measured again, so that a card of many families is checked soon."""

SEED = 2_000_003
"""Not the seed that published scores are measured with."""

MIN_CHANCE = 1e-4
"""How unlikely a sample may be, if the card is true, before the card is called wrong."""

GAP_FACTOR, GAP_ROOM = 2.0, 0.1
"""A sample's mean gap may be this many times the card's, plus this."""


def it_solves_the_toy(card: ModelCard, registry: Registry) -> None:
    """Its problem and thinker are installed, and the toy's answer is feasible."""
    from thinkers.engine.solve import solve

    problem, model = registry.problem(card.card.problem), registry.load(card)
    result = solve(problem, [problem.toy()[0]], model, device="cpu")[0]
    require(result.verdict.feasible, f"the toy is solved: {result.verdict.reason}")


def its_scores_hold_on_fresh_instances(card: ModelCard, registry: Registry) -> None:
    """A small sample of a few scored rows, the worst among them, is not far below the card."""
    from thinkers.scoring.evaluating import evaluate

    problem, model = registry.problem(card.card.problem), registry.load(card)
    for score in sample(card.card):
        size, params = score.size, score.params
        found = evaluate(problem, model, size, INSTANCES, params=params, device="cpu", seed=SEED)
        if card.card.scored_by_gap and score.mean_gap is not None:
            most = GAP_FACTOR * score.mean_gap + GAP_ROOM
            gap = found.mean_gap
            require(
                gap is not None and gap <= most,
                f"the gap at {score.where} is near the card's {score.mean_gap:.3f}, not {gap}",
            )
        else:
            _require_share(score, found.exact or 0.0)


def sample(card: Card) -> list[Score]:
    """The rows of a card that are measured again: the worst, and others by a seeded choice.

    Of three sizes and more the largest is left out, which takes minutes.
    """
    sizes = sorted({score.size for score in card.scores if score.size is not None})
    largest = sizes[-1] if len(sizes) > 2 else None
    rows = worst_first([each for each in card.scores if largest is None or each.size != largest])
    others = np.random.default_rng(SEED).permutation(range(1, len(rows)))[: ROWS - 1]
    return [*rows[:1], *(rows[row] for row in sorted(others))]


def _require_share(score: Score, exact: float) -> None:
    """As many answers are right as the card says, chance allowing."""
    share = (score.exact * score.instances + 1) / (score.instances + 2)  # Laplace
    require(
        chance_of_at_most(round(exact * INSTANCES), INSTANCES, share) >= MIN_CHANCE,
        f"{score.exact:.1%} are right at {score.where}, as on the card, not {exact:.1%}",
    )


def chance_of_at_most(successes: int, trials: int, share: float) -> float:
    """The binomial chance of at most that many successes."""
    return sum(
        comb(trials, k) * share**k * (1 - share) ** (trials - k) for k in range(successes + 1)
    )


RULES = (it_solves_the_toy, its_scores_hold_on_fresh_instances)
