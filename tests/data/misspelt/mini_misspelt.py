"""A hook's name is misspelt."""

from thinkers import hookimpl


@hookimpl
def thinkers_problms():
    return []
