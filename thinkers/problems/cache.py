"""Where what can be computed again is kept."""

import os
from pathlib import Path

from thinkers.errors import ConfigError

HINT = "set THINKERS_CACHE to a folder with room that can be written"


def cache_folder() -> Path:
    """Where labels and exported networks are kept: `$THINKERS_CACHE`, else the user's cache folder.

    Raises:
        ConfigError: Neither is known, for the user has no home folder.
    """
    for variable, below in (("THINKERS_CACHE", ""), ("XDG_CACHE_HOME", "thinkers")):
        if os.environ.get(variable):
            return Path(os.environ[variable], below)
    try:
        return Path.home() / ".cache" / "thinkers"
    except RuntimeError as error:
        raise ConfigError("there is no home folder to keep anything in", HINT) from error
