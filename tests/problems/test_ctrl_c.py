"""Ctrl-C is held while a block runs, and never lost."""

import signal
from threading import Thread

import pytest

from thinkers.problems.ctrl_c import holding_ctrl_c


@pytest.fixture
def called():
    """How often what is called on Ctrl-C was."""
    calls = []
    before = signal.signal(signal.SIGINT, lambda number, frame: calls.append(number))
    yield calls
    signal.signal(signal.SIGINT, before)


def press():
    signal.raise_signal(signal.SIGINT)


def test_it_acts_once_the_block_is_over_and_pressed_again_at_once(called):
    with holding_ctrl_c() as pressed:
        assert not pressed.is_set()
        press()
        assert pressed.is_set()
        assert not called
        press()
        assert called == [signal.SIGINT]
    assert called == [signal.SIGINT] * 2
    press()
    assert len(called) == 3


def test_unpressed_it_does_nothing(called):
    with holding_ctrl_c() as pressed:
        pass
    assert not pressed.is_set()
    assert not called


def test_it_acts_where_the_block_fails_too():
    def fail():
        with holding_ctrl_c():
            press()
            raise ZeroDivisionError

    with pytest.raises(KeyboardInterrupt):
        fail()


def test_blocks_stand_in_one_another(called):
    with holding_ctrl_c() as outer:
        with holding_ctrl_c() as inner:
            press()
            assert inner.is_set()
            assert not outer.is_set()
        assert outer.is_set()
        assert not called
    assert called == [signal.SIGINT]


def test_where_it_is_ignored_it_stays_so():
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with holding_ctrl_c() as pressed:
            press()
        assert not pressed.is_set()
    finally:
        signal.signal(signal.SIGINT, before)


def test_other_threads_change_nothing(called):
    def work():
        with holding_ctrl_c():
            handlers.append(signal.getsignal(signal.SIGINT))

    handlers = [signal.getsignal(signal.SIGINT)]
    thread = Thread(target=work)
    thread.start()
    thread.join()
    assert handlers[0] is handlers[1]
    assert not called
