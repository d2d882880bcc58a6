"""Where an object comes from."""


def package_of(found: object) -> str:
    """The top package of the code of a class, or of an object's class: by it a plugin is known."""
    kind = found if isinstance(found, type) else type(found)
    return kind.__module__.partition(".")[0]
