"""Libraries that are not needed for most of what people do, imported when they are."""

from importlib import import_module
from typing import Any

from thinkers.errors import MissingPackageError


def extra(name: str, module: str) -> Any:
    """The module of an optional library.

    Args:
        name: The extra of this distribution that installs it.
        module: What to import.

    Raises:
        MissingPackageError: It is not installed, or not whole.
    """
    try:
        return import_module(module)
    except ImportError as error:
        library = module.partition(".")[0]
        raise MissingPackageError(
            f"{library} cannot be imported: {error}", f"install it: pip install 'thinkers[{name}]'"
        ) from error
