"""The table of errors: each kind has a sentence, a hint and an exit code."""

import errno
import os
import re
from errno import ENOSPC

import pytest
import torch
import typer

from thinkers.cli.errors import SENTENCES, WAY_OUT, explain, raise_first
from thinkers.errors import ConfigError, MissingPackageError, SolveError
from thinkers.registry.registry import installed


def test_our_own_errors_say_what_they_say():
    found = explain(ConfigError("what is wrong", "what to do"))
    assert (found.message, found.hint, found.exit_code) == ("what is wrong", "what to do", 2)
    assert explain(SolveError("it failed")).exit_code == 1


def test_of_what_failed_side_by_side_each_thing_is_said_once(capsys):
    failed = [ConfigError(words, "a hint") for words in ("a", "b", "a", "b", "c")]
    with pytest.raises(ConfigError) as raised:
        raise_first(failed)
    assert raised.value is failed[0]
    assert capsys.readouterr().err == "error: b\n  a hint\nerror: c\n  a hint\n"
    raise_first([])


def test_the_hint_names_the_command_and_the_problem_whose_options_it_has(thinkers):
    for words, command in (
        (("solve", "tsp", "--citeis", "5"), "solve tsp"),
        (("train", "tsp", "--stpes", "5"), "train tsp"),
        (("solve", "--json", "--citeis"), "solve"),
    ):
        assert f"see `thinkers {command} --help`" in thinkers(*words).err


def test_typers_errors_are_a_users_mistake():
    found = explain(typer.BadParameter("Not a number."))
    assert found.exit_code == 2
    assert found.message == "invalid value: Not a number"


TOLD = {
    BrokenPipeError: ("", "", 1),
    FileNotFoundError: ("there is no file a.txt", "", 2),
    IsADirectoryError: ("a.txt is a folder, expected a file", "", 2),
    KeyboardInterrupt: ("interrupted", "", 130),
    MemoryError: ("out of memory", "try fewer instances or a smaller size", 1),
    OSError: ("the system refuses: [Errno 28] no room: 'a.txt'", "", 1),
    PermissionError: ("no permission to use a.txt", "", 2),
    SystemExit: ("a plugin, or what it uses, wanted to end the program", WAY_OUT, 1),
    typer.Abort: ("interrupted", "", 130),
}
"""What a user reads of each exception that is not ours: message, hint and exit code."""


@pytest.mark.parametrize("kind", sorted({*TOLD, *SENTENCES}, key=lambda kind: kind.__name__))
def test_every_exception_that_is_not_ours_is_told_in_words_of_its_own(kind):
    error = kind(ENOSPC, "no room", "a.txt") if issubclass(kind, OSError) else kind()
    found = explain(error)
    assert (found.message, found.hint, found.exit_code) == TOLD[kind]


def test_a_missing_file_is_named():
    with pytest.raises(OSError, match="no-such") as raised:
        open("no-such.txt", encoding="utf-8")  # noqa: PTH123, SIM115
    assert explain(raised.value).message == "there is no file no-such.txt"


def test_what_the_system_says_of_no_file_is_said_as_it_is():
    for kind in (FileNotFoundError, PermissionError, OSError):
        found = explain(kind(ENOSPC, "no room anywhere"))
        assert found.message == f"the system refuses: [Errno {ENOSPC}] no room anywhere"
        assert found.exit_code == 1


def test_a_plugin_that_exits_is_told_and_left_out_by_hand():
    found = explain(SystemExit(0))
    assert found.exit_code == 1
    assert "THINKERS_PLUGINS" in found.hint


def test_anything_else_is_an_internal_error_in_one_line():
    found = explain(ZeroDivisionError("division\nby zero"))
    assert found.message == "internal error: ZeroDivisionError: division by zero"
    assert found.exit_code == 1


def test_a_plugins_own_fault_names_the_plugin_its_file_and_line():
    tsp = installed().problem("tsp")
    with pytest.raises(AttributeError) as raised:
        tsp.describe_solution(3)
    found = explain(raised.value)
    assert re.match(
        r"plugin tsp \(thinkers-tsp \S+\), thinkers_tsp/problem\.py, line \d+: AttributeError",
        found.message,
    )
    assert "please report" not in found.message + found.hint
    assert "THINKERS_PLUGINS" in found.hint
    assert found.exit_code == 1


class OutOfMemoryError(RuntimeError):
    """As torch calls what a GPU refuses."""


@pytest.mark.parametrize(
    "error",
    [
        RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory: you tried ..."),
        RuntimeError("DefaultCPUAllocator: not enough memory: you tried to allocate 8 bytes."),
        OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB"),
        MemoryError(),
    ],
)
def test_memory_that_is_not_there_is_told_alike_wherever_it_was_asked_for(error):
    found = explain(error)
    assert (found.message, found.exit_code) == ("out of memory", 1)
    assert found.hint


def test_torchs_own_refusal_is_understood():
    with pytest.raises(RuntimeError, match="memory") as raised:
        torch.empty(1 << 55)
    assert explain(raised.value).message == "out of memory"
    assert explain(torch.OutOfMemoryError("no")).message == "out of memory"


@pytest.mark.parametrize("code", [errno.ENAMETOOLONG, errno.ELOOP, errno.ENOTDIR])
def test_a_name_that_stands_for_no_file_is_a_users_mistake(code):
    told = explain(OSError(code, os.strerror(code), "a" * 300))
    assert told.exit_code == 2
    assert told.message.startswith("cannot use aaa")


def test_an_import_that_ctrl_c_ended_is_no_fault_of_the_library():
    error = MissingPackageError("torch cannot be imported: initialization failed", "install it")
    error.__cause__ = ImportError("initialization failed")
    assert explain(error).hint == "install it"
    error.__cause__.__cause__ = KeyboardInterrupt()
    assert (explain(error).message, explain(error).exit_code) == ("interrupted", 130)
