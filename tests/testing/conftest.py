"""What the tests of the contracts share."""

import numpy as np
import pytest

from thinkers.testing import SkippedError


@pytest.fixture
def failures():
    """Runs checks; gives the names of those that do not pass, and what they say."""

    def failures(checks):
        failed = {}
        for check in checks:
            try:
                check()
            except SkippedError:
                continue
            except Exception as error:  # a plugin may raise anything
                failed[str(check)] = str(error)
        return failed

    return failures


@pytest.fixture(autouse=True)
def restored():
    """One of the faults changes numpy's global random numbers."""
    state = np.random.get_state()  # noqa: NPY002
    yield
    np.random.set_state(state)  # noqa: NPY002
