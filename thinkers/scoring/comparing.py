"""Models and baselines on the same instances, in the same run, each timed alone."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from typing import Any

from thinkers.engine.solve import StopFor
from thinkers.engine.stop import StopRule
from thinkers.errors import ConfigError
from thinkers.models.kinds import AnyModel
from thinkers.problems.effort import Effort
from thinkers.registry.registry import installed
from thinkers.registry.strangers import attempt
from thinkers.scoring.appraising import AppraisedRow, appraised
from thinkers.scoring.bounds import own_bounds, without_empty, without_refuted
from thinkers.scoring.columns import solver_of
from thinkers.scoring.contest import Contest, Given, WatchSolver, unwatched
from thinkers.scoring.footing.footing import Footing
from thinkers.scoring.footing.performing import refusal
from thinkers.scoring.identity import digest_of
from thinkers.scoring.judging import Judging
from thinkers.scoring.optima import Known, known_optima
from thinkers.scoring.rows import Row, rows_of
from thinkers.scoring.runs import AnyBaseline, AnyProblem, Run
from thinkers.scoring.solver import Solver
from thinkers.scoring.thinking import ModelSolver
from thinkers.scoring.timed import TimedBaseline, TimedModel

NAMES = ("problem", "solver", "kind")
"""What a line and its answers share."""

FOREIGN = "no optimum that was given is of one of these instances, by its name or digest"
"""What is said where `Known.foreign`."""


@dataclass(frozen=True, eq=False)
class Comparison:
    """What came of it.

    Attributes:
        problem: The problem.
        rows: One for each solver, over the instances whose right answer is known; none where
            there are no such instances.
        appraised: One for each solver, over the instances with an answer of which nobody knows
            whether it is right; none where there are no such instances.
        runs: Every answer of every solver.
        optima: What is known of the best there is.
        setting: What a sweep varies, by name, in plain JSON types; empty without one.
        instances: The tasks.
        circumstances: Versions, the machine, and the seed that drew the instances, in plain JSON
            types; empty where nobody asked.
    """

    problem: AnyProblem
    rows: Sequence[Row]
    appraised: Sequence[AppraisedRow]
    runs: Sequence[Run]
    optima: Known = field(default_factory=Known)
    setting: Mapping[str, Any] = field(default_factory=dict)
    instances: Sequence[Any] = ()
    circumstances: Mapping[str, Any] = field(default_factory=dict)

    @property
    def notes(self) -> list[str]:
        """What was refuted, and what each solver did that it should not; a sentence each."""
        told = [f"{solver_of(run)} {run.note}" for run in self.runs if run.note]
        foreign = [FOREIGN] if self.optima.foreign else []
        return [*self.optima.refuted, *foreign, *told]

    def summary(self) -> Iterator[dict[str, Any]]:
        """Every line, in plain JSON types."""
        lines: list[Row | AppraisedRow] = [*self.rows, *self.appraised]
        for line in lines:
            yield {**self.setting, **line.as_dict()}

    def records(self) -> Iterator[dict[str, Any]]:
        """One row for each solver and instance, in plain JSON types."""
        digests = self._digests()
        for each in self.runs:
            for record in each.records(self.problem):
                yield {**self.setting, **record, "digest": digests[record["instance"]]}

    def as_dicts(self) -> Iterator[dict[str, Any]]:
        """Every line with its answers, in plain JSON types."""
        digests = self._digests()
        for line, each in [*_beside(self.rows, self.runs), *_beside(self.appraised, self.runs)]:
            answers = [
                {name: value for name, value in record.items() if name not in NAMES}
                | {"digest": digests[record["instance"]]}
                for record in each.records(self.problem)
                if _is_known(self.runs, record["instance"]) == isinstance(line, Row)
            ]
            told = {"circumstances": self.circumstances} if self.circumstances else {}
            yield {**self.setting, **line.as_dict(), **told, "answers": answers}

    def _digests(self) -> dict[int, str | None]:
        """By which each instance is known; None of one that its problem cannot say."""
        places = range(len(self.runs[0].answers) if self.runs else 0)
        known = dict(enumerate(self.instances))
        return {
            place: attempt(partial(digest_of, self.problem, known.get(place)), lambda fault: None)
            for place in places
        }


def _beside(
    lines: "Sequence[Row] | Sequence[AppraisedRow]", runs: Sequence[Run]
) -> "list[tuple[Row | AppraisedRow, Run]]":
    """Each line with its run; none where there are no lines of that kind."""
    return list(zip(lines, runs, strict=True)) if lines else []


def compare(
    problem: AnyProblem,
    instances: Sequence[Any],
    models: Sequence[AnyModel],
    baselines: Sequence[AnyBaseline],
    *,
    stop: StopRule | StopFor | None = None,
    refine: Effort = Effort(),  # noqa: B008  it is frozen
    seconds: float | None = None,
    device: str = "auto",
    seed: int = 0,
    footing: Footing = Footing(),  # noqa: B008  it is frozen
    judging: Judging = Judging(),  # noqa: B008  it is frozen
    watch: WatchSolver = unwatched,
) -> Comparison:
    """Run every solver on every instance, one after the other.

    Args:
        problem: What the instances are of.
        instances: The tasks, at least one.
        models: Raw; where the problem can refine, refined, and beside it what refines them alone
            in the same time, where it is installed.
        baselines: At least one; wins and losses are counted against the first.
        stop: When the models stop thinking; by default their own budget.
        refine: How long each of the models' answers may be refined.
        seconds: Wall time for each of the models' answers, as in `solve`.
        device: Where the models think.
        seed: Of the baselines' random numbers.
        footing: What every solver is given alike; `refine` and `seconds` are for models left to
            themselves.
        judging: What they are scored by.
        watch: Told of each solver.

    Raises:
        ConfigError: A baseline does not take one of the instances.
        InvalidInstanceError: Some instance is not one of the problem.
    """
    contest = contest_of(
        problem, instances, models, baselines, stop=stop, refine=refine, seconds=seconds,
        device=device, seed=seed, footing=footing,
    )  # fmt: skip
    return compared(contest, chain.from_iterable(contest.answers(watch)), judging)


def contest_of(
    problem: AnyProblem,
    instances: Sequence[Any],
    models: Sequence[AnyModel],
    baselines: Sequence[AnyBaseline],
    *,
    stop: StopRule | StopFor | None = None,
    refine: Effort = Effort(),  # noqa: B008  it is frozen
    seconds: float | None = None,
    device: str = "auto",
    seed: int = 0,
    iterations: int | None = None,
    batch: int | None = None,
    footing: Footing = Footing(),  # noqa: B008  it is frozen
) -> Contest:
    """What `compare` runs, see there: models first, then baselines, then the problem's own bounds.

    A model thinks of at most `batch` instances together; on a footing, of each alone.

    Raises:
        ConfigError: A baseline does not take one of the instances.
        InvalidInstanceError: Some instance is not one of the problem.
    """
    problem.require(*instances)
    for baseline in baselines:
        _require_suitable(baseline, instances)
    search = _search_of(problem) if models else None
    solvers: list[Solver]
    if footing.usual:
        solvers = [
            ModelSolver(problem, each, stop, refine, seconds, device, iterations, batch, search)
            for each in models
        ]
    else:
        solvers = [TimedModel(problem, each, footing, stop, device, iterations) for each in models]
        if search is not None and search.name not in {each.name for each in baselines}:
            baselines = [*baselines, search]
    solvers += [TimedBaseline(problem, each, footing, seed) for each in baselines]
    return Contest(problem, instances, [*solvers, *own_bounds(problem)])


def compared(
    contest: Contest,
    given: Iterable[Given],
    judging: Judging = Judging(),  # noqa: B008  it is frozen
) -> Comparison:
    """What the answers of a contest come to, all of them.

    Args:
        contest: The solvers and their instances.
        given: Every answer, in any order.
        judging: What they are scored by.
    """
    problem = contest.problem
    runs = without_refuted(problem, without_empty(contest.runs(given)))
    baselines = (each.baseline for each in contest.solvers if isinstance(each, TimedBaseline))
    appraisers = (each for each in (judging.appraiser, *baselines) if each and each.appraisal_unit)
    return _compared(problem, contest.instances, runs, next(appraisers, None), judging)


def _compared(
    problem: AnyProblem,
    instances: Sequence[Any],
    runs: Sequence[Run],
    appraiser: AnyBaseline | None,
    judging: Judging,
) -> Comparison:
    """Score the instances whose right answer is known, and have the others appraised."""
    scored = [index for index in range(len(instances)) if _is_known(runs, index)]
    open_ones = sorted(set(range(len(instances))) - set(scored))
    known = known_optima(problem, instances, runs, judging.optima)
    optima = [known.costs[index] for index in scored] if known.costs else []
    scored_runs = [each.of(scored) for each in runs]
    rows = rows_of(problem, scored_runs, judging.tie, optima) if scored else []
    verdicts = appraised(problem, instances, runs, open_ones, appraiser)
    return Comparison(problem, rows, verdicts, runs, known, instances=instances)


def _is_known(runs: Sequence[Run], index: int) -> bool:
    """Whether every solver's answer to an instance could be held against a right one."""
    return all(run.answers[index].verdict.known for run in runs)


def _search_of(problem: AnyProblem) -> AnyBaseline | None:
    """What refines a model's answers, without one; None where there is no such."""
    if not problem.refinable or problem.refined_by is None:
        return None
    return installed().baselines(problem.name).get(problem.refined_by)


def _require_suitable(baseline: AnyBaseline, instances: Sequence[Any]) -> None:
    for index, instance in enumerate(instances):
        reason = attempt(partial(refusal, baseline, instance), lambda fault: None)
        if reason:  # what raises is told in its row
            raise ConfigError(
                f"baseline {baseline.name} does not take instance {index}: {reason}",
                "leave it out, or give it other instances",
            )
