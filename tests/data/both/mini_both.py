"""One hook's name is misspelt, and another asks for a parameter: registering fails half-way."""

from thinkers import hookimpl


@hookimpl
def thinkers_baslines():
    return []


@hookimpl
def thinkers_problems(settings):
    return []
