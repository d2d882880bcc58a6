"""One baseline at work on one instance, in whatever process: timed, and nothing judged yet."""

from copy import deepcopy
from dataclasses import dataclass
from time import perf_counter, process_time
from typing import Any

import numpy as np

from thinkers.errors import SolveError, ThinkersError
from thinkers.problems.baseline import Baseline
from thinkers.problems.problem import Problem
from thinkers.problems.terms import Terms, unreported
from thinkers.problems.wording import printable
from thinkers.registry.strangers import attempt
from thinkers.scoring.footing.listening import Listener, Told

AnyBaseline = Baseline[Any, Any]
AnyProblem = Problem[Any, Any]


@dataclass(frozen=True, eq=False)
class Request:
    """What a baseline is asked for.

    Attributes:
        instance: The task.
        seed: Of its random numbers.
        seconds: As in `Terms`, and so on.
        start: What to begin from.
        stop_gap: The gap to stop at.
        bound: What no cost is below, proved, as far as that is known beforehand.
        heard: Whether what it tells is kept.
    """

    instance: Any
    seed: int | tuple[int, ...] = 0
    seconds: float | None = None
    start: Any = None
    stop_gap: float | None = None
    bound: float | None = None
    heard: bool = False


@dataclass(frozen=True, eq=False)
class Performance:
    """What came of it.

    Attributes:
        seconds: Wall time.
        found: What the baseline returned, whatever that is.
        told: What it said on the way.
        failure: Why it returned nothing; empty where it did.
        cpu: Seconds of all threads of the process together.
    """

    seconds: float
    found: Any = None
    told: tuple[Told, ...] = ()
    failure: str = ""
    cpu: float = 0.0


def refusal(baseline: AnyBaseline, instance: Any) -> str:
    """Why a baseline does not take an instance, of which it gets a copy; empty where it does."""
    return str(baseline.unsuitable(deepcopy(instance)) or "")


def perform(problem: AnyProblem, baseline: AnyBaseline, request: Request) -> Performance:
    """Have a baseline solve an instance, of which it gets a copy; it may raise, exit and print."""
    failures: list[str] = []
    begin = perf_counter()

    def work() -> Performance | None:
        try:
            if reason := refusal(baseline, request.instance):
                raise SolveError(f"it does not take this instance: {reason}")
            return _performed(problem, baseline, request)
        except ThinkersError as error:
            failures.append(printable(str(error)))
            return None

    done = attempt(work, failures.append)
    return done or Performance(perf_counter() - begin, failure=failures[0])


def _performed(problem: AnyProblem, baseline: AnyBaseline, request: Request) -> Performance:
    own, start = deepcopy(request.instance), deepcopy(request.start)
    rng = np.random.default_rng(request.seed)
    listener = Listener(problem, request.instance, request.stop_gap, request.bound)
    heard = request.heard or request.stop_gap is not None
    report = listener if heard else unreported
    terms = Terms(request.seconds, start, request.stop_gap, report, listener.interrupt)
    cpu = process_time()
    found = baseline.improve(own, rng, terms)
    return Performance(listener.seconds, found, tuple(listener.told), cpu=process_time() - cpu)
