"""A process of its own for a baseline, which may hang, crash and print without harm to others."""

import os
import pickle
import signal
import subprocess
import sys
import weakref
from contextlib import suppress
from math import inf
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from time import perf_counter
from typing import Any

from thinkers.problems.wording import one_line
from thinkers.scoring.crew import ONE_THREAD
from thinkers.scoring.footing.performing import AnyBaseline, AnyProblem, Performance, Request

GONE_SECONDS = 5.0
"""How long a process whose pipe has ended may take to be gone."""

LOADING_SECONDS = 60.0
"""What a process may take to begin."""

WARMING_SECONDS = 30.0
"""What a first instance that does not count may take beyond its time: much is compiled then."""

WARMING_SLACK = 2.0
"""How many times what that took beyond its time is granted to the next process (our choice)."""

WAIT_SECONDS = 86_400.0
"""How long a pipe is waited for at once: the operating system counts milliseconds in 32 bits."""

STOPPED = "stopped"
"""Why there is no answer after `Worker.stop`."""

TRIES = 3
"""How many processes may end one after the other before a baseline is given up."""


class Worker:
    """One baseline in a process that lives on from instance to instance.

    It starts with the first one, and again where it was ended, or ended by itself. Where there is a
    time, it solves that one once before time counts, so that what is loaded and compiled then is
    not part of it; how long that took once limits it in the processes that follow. After `TRIES`
    ends without an answer between, nothing is tried any more.

    Args:
        problem: What the instances are of.
        baseline: Who solves them.
    """

    def __init__(self, problem: AnyProblem, baseline: AnyBaseline) -> None:
        self._problem, self._baseline = problem, baseline
        self._process: _Process | None = None
        self._ended, self._stopped = 0, False
        self._warming = WARMING_SECONDS

    def __reduce__(self) -> "tuple[type[Worker], tuple[AnyProblem, AnyBaseline]]":
        return Worker, (self._problem, self._baseline)

    def perform(self, request: Request, end: float | None) -> Performance:
        """Solve one instance.

        Args:
            request: What is asked for.
            end: Seconds after which the process is ended; None for never.
        """
        if self._stopped:
            return Performance(0.0, failure=STOPPED)
        if self._ended >= TRIES:
            return Performance(
                0.0, failure=f"given up: {TRIES} processes ended one after the other"
            )
        done = self._started(request, end) if self._process is None else None
        done = done or self._asked(request, end)
        if self._process is not None:
            self._ended = 0
        return done

    def _started(self, request: Request, end: float | None) -> Performance | None:
        """Start a process and have it load and compile all; why that failed, None if it did not."""
        self._process = _Process()
        if self._stopped:  # by another thread, before there was a process to end
            self.close()
            return Performance(0.0, failure=STOPPED)
        done = self._asked((self._problem, self._baseline), LOADING_SECONDS)
        if done.failure:
            self.close()
            return done
        if request.seconds is None:
            return None
        begin = perf_counter()
        done = self._asked(request, self._warming + (end or 0.0))
        if not done.failure:
            beyond = max(perf_counter() - begin - request.seconds, 0.0)
            self._warming = min(WARMING_SLACK * beyond, WARMING_SECONDS)
        return done if self._process is None else None  # what it raises, it will raise again

    def _asked(self, payload: Any, end: float | None) -> Performance:
        """What the process answers; where it does not, it is ended, and that is the answer."""
        process, begin = self._process, perf_counter()
        assert process is not None
        try:
            answer = process.ask(payload, end)
        except TimeoutError:
            reason = f"did not end in time, and was ended after {perf_counter() - begin:.2g} s"
        except pickle.PicklingError as error:
            return Performance(0.0, failure=f"cannot be passed to a process: {one_line(error)}")
        except (EOFError, OSError):
            reason = process.epitaph()
        except Exception as error:  # unpickling runs code of the answer
            reason = f"its answer cannot be read: {one_line(error)}"
        except BaseException:  # Ctrl-C: what it does is of no use any more
            self.close()
            raise
        else:
            return answer
        self.close()
        self._ended += 1
        return Performance(perf_counter() - begin, failure=reason)

    def stop(self) -> None:
        """End what it does and start nothing any more; called from another thread, at any time."""
        self._stopped = True
        if (process := self._process) is not None:
            process.end()

    def close(self) -> None:
        """End the process, and those that it started."""
        if self._process is not None:
            self._process.end()
            self._process = None


class _Process:
    """A process in a session of its own: Ctrl-C does not reach it, and it ends with its pipe."""

    def __init__(self) -> None:
        self.pipe, theirs = Pipe()
        code = "from thinkers.scoring.footing.working import main; main()"
        with theirs:
            self.popen = subprocess.Popen(
                [sys.executable, "-c", code, str(theirs.fileno())],
                pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, stdout=2,
                start_new_session=True, env=_environment(),
            )  # fmt: skip
        self.end = weakref.finalize(self, _end, self.popen, self.pipe)
        self.pipe.send(list(sys.path))

    def ask(self, payload: Any, end: float | None) -> Performance:
        """What it answers.

        Raises:
            TimeoutError: Nothing, for so many seconds.
            EOFError: It has ended; or OSError.
            PicklingError: The payload cannot be pickled.
            Exception: The answer cannot be unpickled.
        """
        try:
            content = pickle.dumps(payload)
        except Exception as error:  # pickling runs code of the thing
            raise pickle.PicklingError(str(error)) from error
        self.pipe.send_bytes(content)
        if not _answers(self.pipe, end):
            raise TimeoutError
        answer = pickle.loads(self.pipe.recv_bytes())
        assert isinstance(answer, Performance)
        return answer

    def epitaph(self) -> str:
        """How it ended by itself."""
        try:
            code = self.popen.wait(GONE_SECONDS)
        except subprocess.TimeoutExpired:
            return "closed the pipe that its process answers by"
        if code >= 0:
            return f"its process ended with exit status {code}"
        return f"its process died of signal {-code} ({signal.Signals(-code).name})"


def _answers(pipe: Connection, end: float | None) -> bool:
    """Whether there is an answer before so many seconds have passed; any number of them."""
    until = perf_counter() + (inf if end is None else end)
    while not pipe.poll(min(max(until - perf_counter(), 0.0), WAIT_SECONDS)):
        if perf_counter() >= until:
            return False
    return True


def _environment() -> dict[str, str]:
    """That of this process, with one thread, and our own search path and no other."""
    paths = os.pathsep.join(path for path in sys.path if path)
    return {**os.environ, **ONE_THREAD, "PYTHONPATH": paths, "PYTHONSAFEPATH": "1"}


def _end(popen: "subprocess.Popen[bytes]", pipe: Connection) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(popen.pid, signal.SIGKILL)
    popen.wait()
    pipe.close()
