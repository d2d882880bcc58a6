"""A problem and a baseline that lack class attributes which lists and commands read."""

from thinkers import Baseline, Problem, hookimpl


class Bare(Problem):
    name = "bare"
    generate = check = label = toy = None


class Nobody(Baseline):
    def solve(self, instance, rng):
        raise NotImplementedError


@hookimpl
def thinkers_problems():
    return [Bare]


@hookimpl
def thinkers_baselines():
    return [Nobody()]
