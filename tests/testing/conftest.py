"""What the tests of the contracts share."""

import pytest


@pytest.fixture
def failures():
    """Runs checks; gives the names of those that do not pass, and what they say."""

    def failures(checks):
        failed = {}
        for check in checks:
            try:
                check()
            except Exception as error:  # a plugin may raise anything
                failed[str(check)] = str(error)
        return failed

    return failures
