"""A hook ends the process."""

import sys

from thinkers import hookimpl


@hookimpl
def thinkers_problems():
    sys.exit("no licence for this problem")
