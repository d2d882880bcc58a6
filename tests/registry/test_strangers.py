"""Whatever a stranger's code does is one line; Ctrl-C is not its fault."""

import signal
import sys
from threading import Thread

import pytest

from thinkers.registry.strangers import attempt


def raising(error):
    raise error


def test_what_works_is_given_back_and_nothing_is_said():
    said = []
    assert attempt(lambda: 7, said.append) == 7
    assert said == []


@pytest.mark.parametrize(
    "error", [ValueError("a\nb"), SystemExit("a b"), GeneratorExit("a b"), KeyboardInterrupt("a b")]
)
def test_whatever_is_raised_is_said_in_one_line(error):
    said = []
    assert attempt(lambda: raising(error), said.append) is None
    assert said == [f"{type(error).__name__}: a b"]


def test_what_is_printed_goes_to_stderr(capsys):
    attempt(lambda: sys.stdout.write("hello\n"), sys.exit)
    assert capsys.readouterr() == ("", "hello\n")


def test_a_pressed_ctrl_c_is_nobodys_fault_and_the_handler_is_as_before():
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        attempt(lambda: signal.raise_signal(signal.SIGINT), sys.exit)
    assert signal.getsignal(signal.SIGINT) is before


def test_where_somebody_else_handles_ctrl_c_he_still_does(monkeypatch):
    heard, before = [], signal.getsignal(signal.SIGINT)
    signal.signal(signal.SIGINT, lambda number, frame: heard.append(number))
    try:
        attempt(lambda: signal.raise_signal(signal.SIGINT), sys.exit)
        with pytest.raises(KeyboardInterrupt):
            attempt(lambda: raising(KeyboardInterrupt()), sys.exit)
    finally:
        signal.signal(signal.SIGINT, before)
    assert heard == [signal.SIGINT]


def test_it_works_in_other_threads_too():
    said = []
    thread = Thread(target=attempt, args=(lambda: raising(SystemExit("no")), said.append))
    thread.start()
    thread.join()
    assert said == ["SystemExit: no"]
