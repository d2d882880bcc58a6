"""Every hook returns things, but not of the type that it should."""

from thinkers import Baseline, hookimpl


class Unmade(Baseline):
    name = "unmade"
    problem = "coins"
    summary = "a class where an object is expected"

    def solve(self, instance, rng):
        raise NotImplementedError


@hookimpl
def thinkers_problems():
    return [42]


@hookimpl
def thinkers_thinkers():
    return [int]


@hookimpl
def thinkers_baselines():
    return [Unmade]


@hookimpl
def thinkers_models():
    return ["models/dt-l.safetensors"]
