"""Errors are one sentence, one hint and an exit code; a miss says what is near."""

import inspect
import traceback

import pytest

from thinkers import errors
from thinkers.errors import (
    InterruptionError,
    PluginError,
    SolveError,
    ThinkersError,
    UnknownNameError,
    UnsavedError,
    did_you_mean,
)

KINDS = [
    kind
    for _, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, ThinkersError) and kind not in {UnknownNameError, UnsavedError}
]


@pytest.mark.parametrize("kind", KINDS)
def test_message_and_hint_are_kept_apart(kind):
    error = kind("the file is empty", "give another file")
    assert (str(error), error.hint) == ("the file is empty", "give another file")
    assert kind("the file is empty").hint == ""


@pytest.mark.parametrize("kind", KINDS)
def test_a_traceback_shows_the_hint_of_an_error_that_has_one(kind):
    for hint, end in (("give another file", "hint: give another file\n"), ("", "is empty\n")):
        [*_, last] = traceback.format_exception(kind("the file is empty", hint))
        assert last.endswith(end)


@pytest.mark.parametrize("kind", [*KINDS, UnknownNameError, UnsavedError])
def test_only_a_failed_solve_and_a_plugins_fault_are_not_the_users_mistake(kind):
    failed = 130 if kind is InterruptionError else 1  # 128 + SIGINT, as shells count
    assert kind.exit_code == (failed if issubclass(kind, SolveError | PluginError) else 2)


def test_an_unknown_name_says_what_is_near_and_lists_all_that_is_known():
    error = UnknownNameError("problem", "tps", ["tsp", "maze"])
    assert str(error) == "unknown problem 'tps', did you mean 'tsp'?"
    assert error.hint == "known: maze, tsp"


def test_an_unknown_name_among_none_asks_for_a_plugin():
    error = UnknownNameError("model", "tsp/dt-m", [])
    assert str(error) == "unknown model 'tsp/dt-m'"
    assert error.hint == "known: none; is a plugin installed?"


def test_nothing_near_is_suggested_for_nothing_like_it():
    assert did_you_mean("xyzzy", ["tsp", "maze"]) == ""
    assert did_you_mean("mzae", ["tsp", "maze"]) == ", did you mean 'maze'?"


def test_known_names_may_come_from_an_iterator():
    assert "did you mean 'maze'" in str(UnknownNameError("problem", "mazes", iter(["maze"])))
