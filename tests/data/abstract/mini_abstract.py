"""A problem that lacks methods."""

from thinkers import Problem, hookimpl


class Sketch(Problem):
    name = "sketch"
    summary = "not finished"


@hookimpl
def thinkers_problems():
    return [Sketch]
