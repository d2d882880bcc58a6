"""A hook returns objects whose text has two lines, or that have none."""

from thinkers import hookimpl


class TwoLines:
    def __repr__(self):
        return "two\nlines"


class NoText:
    def __repr__(self):
        raise ValueError("no text")


@hookimpl
def thinkers_problems():
    return [TwoLines()]


@hookimpl
def thinkers_baselines():
    return [NoText()]
