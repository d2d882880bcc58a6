"""A hook asks for a parameter that its specification does not have."""

from thinkers import hookimpl


@hookimpl
def thinkers_problems(settings):
    return []
