"""Ctrl-C while OR-Tools searches: it ends the search at once, and then does what it always does.

The handler of CP-SAT's own allocates memory, and may hang for ever; an error raised in a function
that routing calls is lost.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

from thinkers import Terms, holding_ctrl_c

LOOK_SECONDS = 0.02
"""How often it is seen whether a search is to stop."""


@contextmanager
def stopping(terms: Terms[Any]) -> Iterator[Callable[[], bool]]:
    """Gives whether a search is to stop, by its terms or by Ctrl-C, which acts when it is over."""
    with holding_ctrl_c() as pressed:
        yield lambda: pressed.is_set() or terms.interrupted


def beside(search: Callable[[], Any], stop: Callable[[], object], terms: Terms[Any]) -> Any:
    """What a search gives that lets other threads run, in one of its own.

    Args:
        search: The search.
        stop: Ends it; called until it has ended.
        terms: Say whether it is to stop, as Ctrl-C does.
    """
    found: list[Any] = []
    faults: list[BaseException] = []

    def work() -> None:
        try:
            found.append(search())
        except BaseException as error:  # it is raised where the search was asked for
            faults.append(error)

    thread = Thread(target=work, daemon=True)
    with stopping(terms) as stopped:
        thread.start()
        while thread.is_alive():
            thread.join(LOOK_SECONDS)
            if stopped():
                stop()
    if faults:
        raise faults[0]
    return found[0]
