"""One hook raises, with a message of two lines; the other works."""

from thinkers import Baseline, BaselineAnswer, hookimpl


class Blind(Baseline):
    name = "blind"
    problem = "coins"
    summary = "leaves the coins alone"

    def solve(self, instance, rng):
        return BaselineAnswer(instance)


@hookimpl
def thinkers_problems():
    raise RuntimeError("no coins left\nin the purse")


@hookimpl
def thinkers_baselines():
    return [Blind()]
