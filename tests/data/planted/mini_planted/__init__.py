"""A plugin that keeps its contracts; tests plant mistakes in it."""

from thinkers import hookimpl


@hookimpl
def thinkers_problems():
    from mini_planted.problem import Records

    return [Records]


@hookimpl
def thinkers_baselines():
    from mini_planted.baseline import Scan

    return [Scan()]


@hookimpl
def thinkers_thinkers():
    from mini_planted.nets import Echo

    return [Echo]
