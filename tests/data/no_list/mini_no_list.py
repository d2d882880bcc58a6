"""A hook returns nothing that could be gone through."""

from thinkers import hookimpl


@hookimpl
def thinkers_problems():
    return None
