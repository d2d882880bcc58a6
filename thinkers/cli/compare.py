"""`thinkers compare`: thinkers and classical baselines on the same instances."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated, Any

import typer

from thinkers.cli import completion, outputs, rendering, standings
from thinkers.cli.choosing import present_names
from thinkers.cli.errors import raise_first
from thinkers.cli.filling import Filling
from thinkers.cli.groups import Limits, Scale, Source, Tables, Terms, grouped
from thinkers.cli.inputs import require_use
from thinkers.cli.progress import Line
from thinkers.cli.results import Keeper, Kept, command, open_results
from thinkers.cli.spreading import Workplace
from thinkers.cli.sweeps import USUAL, Point, Sweep
from thinkers.errors import ConfigError, InterruptionError, UnknownNameError
from thinkers.problems.baseline import Baseline
from thinkers.problems.effort import Effort
from thinkers.registry.registry import AnyProblem, installed
from thinkers.scoring.plots import require_plot
from thinkers.settings import Settings

if TYPE_CHECKING:
    from thinkers.models.kinds import AnyModel
    from thinkers.scoring.comparing import Comparison
    from thinkers.scoring.judging import Judging
    from thinkers.scoring.store.rows import About

NO_MODEL = "none"
"""In the place of a model's name: baselines only."""

Baselines = Annotated[
    list[str],
    typer.Option(
        "--baseline",
        help="`name` or `name:option=value`; repeatable.",
        autocompletion=completion.baselines,
    ),
]
Models = Annotated[
    list[str],
    typer.Option(
        "--model",
        help="Model name or file, or `none`; repeatable. By default one, where one is installed.",
        autocompletion=completion.models,
    ),
]
MaybeProblem = Annotated[
    str,
    typer.Argument(
        metavar="PROBLEM",
        help="By default all that have the baseline.",
        autocompletion=completion.problems,
    ),
]


@dataclass(frozen=True)
class Solvers:
    """What is compared."""

    baseline: Baselines = field(default_factory=list)
    model: Models = field(default_factory=list)


@grouped
def compare(
    *,
    problem: MaybeProblem = "",
    solvers: Solvers,
    sweep: Sweep,
    terms: Terms,
    scale: Scale,
    source: Source,
    limits: Limits,
    place: Workplace,
    kept: Kept,
    given: dict[str, Any],
    families: dict[str, Any],
    reading: dict[str, Any],
) -> None:
    """Score thinkers against classical baselines on the same instances, in one run.

    ok %: share of valid answers, of right ones where answers are right or wrong. to best %: mean
    excess over the best of what ran, which need not be the best there is; 95 % range: where that
    mean lies, by resampling; worst %: the largest. to bound %: mean excess over the best proved
    bound. w/t/l: instances won, tied and lost against the first baseline; none where both have no
    answer. bound: what no answer is better than, in the mean, where the solver proved it of each
    instance. proved: answers that reach their own bound. A failure is part of no mean, and ranks
    last. Where no model is installed, baselines are compared.
    """
    _require_files(terms, scale, source, kept)
    _require_one_limit(terms, limits, place.threads)
    solvers = replace(solvers, baseline=present_names(installed(), solvers.baseline))
    keeper = Keeper(open_results(kept.out))
    order = Order(
        bool(problem), solvers, sweep, terms, scale, source, limits, place, given,
        families.get("family", []), reading, keeper,
        drawn=rendering.watched() and not kept.json,
    )  # fmt: skip
    every: list[Comparison] = []
    try:
        failed = _each(_problems(problem, solvers.baseline), order, every, shown=not kept.json)
        if not problem:
            rendering.left_out(installed())
        if kept.json and (every or not failed):
            rendering.print_json(line for each in every for line in each.as_dicts())
        raise_first([*failed, *keeper.faults])
    except KeyboardInterrupt as error:
        raise _interruption(kept.out, some=bool(every)) from error
    finally:  # who reads what is printed may have gone
        keeper.results.close()
        _save(every, kept, terms.plot)


def _require_files(terms: Terms, scale: Scale, source: Source, tables: Tables) -> None:
    """See that what is to be written can be, and is nothing that is read."""
    if terms.plot is not None:
        require_plot(terms.plot)
    written = [*tables.paths, *terms.paths]
    outputs.require_writable(*written)
    outputs.require_free(written, [*source.inputs, *scale.inputs, *terms.inputs])


def _require_one_limit(terms: Terms, limits: Limits, threads: int) -> None:
    """See that nothing else says how long models work where every solver gets the same time."""
    others = {
        "--seconds": limits.seconds is not None,
        "--refine-seconds": terms.refine_seconds is not None,
        "--threads": threads > 1,
        "--batch": limits.together is not None,
    }
    for name, given in others.items():
        if terms.budget is not None and given:
            raise ConfigError(f"{name} and --budget exclude each other", f"leave out {name}")


@dataclass(frozen=True)
class Order:
    """What was asked for, for every problem.

    Attributes:
        named: Whether the problem was.
        solvers: What is compared.
        sweep: What is varied.
        terms: What every solver is given alike.
        scale: What answers are held against.
        source: Where instances come from.
        limits: How long models think.
        place: Where they compute.
        given: The generator's options.
        families: Those that were named.
        reading: The reader's options.
        keeper: Keeps answers as they come.
        drawn: Whether tables are shown while they fill.
        once: Says what is odd, of several comparisons the same thing once.
    """

    named: bool
    solvers: Solvers
    sweep: Sweep
    terms: Terms
    scale: Scale
    source: Source
    limits: Limits
    place: Workplace
    given: dict[str, Any]
    families: Sequence[str]
    reading: dict[str, Any]
    keeper: Keeper
    drawn: bool
    once: rendering.Once = field(default_factory=rendering.Once)

    def warn(self, line: str) -> None:
        """Warn, once of each thing."""
        self.once(rendering.warn, line)

    def points(self, task: AnyProblem) -> Iterator[Point]:
        """The comparisons that are asked for."""
        require_use(self.source.form, task, self.source.inputs)
        return self.sweep.points(
            task, self.given, self.families, self.limits.iterations,
            reads=bool(self.source.inputs),
        )  # fmt: skip

    def compare(self, task: AnyProblem, point: Point) -> "Comparison":
        """One of them."""
        from thinkers.cli import choosing
        from thinkers.scoring import comparing

        source = self.source
        rivals = _baselines_of(task, self.solvers.baseline, keep_all=self.named)
        drawn = None if source.inputs else task.params(point.given)
        models = _models_of(task, self._named(task), drawn, self.place)
        instances, _ = source.instances(
            task, self.sweep.instances, point.given, self.reading, usual=USUAL
        )
        judging = replace(self.scale.judging(task, instances), appraiser=_appraiser(task))
        choosing.warn_of_unmeasured(task, models, instances, self.warn)
        contest = comparing.contest_of(
            task, instances, models, rivals,
            stop=choosing.choose_stop(point.iterations, self.limits.tolerance),
            refine=Effort(self.terms.refine_seconds), seconds=self.limits.seconds,
            device=self.place.device, seed=source.seed, iterations=point.iterations,
            batch=self.limits.together, footing=self.terms.footing(task, instances),
        )  # fmt: skip
        about = self._about(task, point, judging, models)
        title = standings.title_of(task, len(instances), point.words(task))
        with Line() as line:
            filling = Filling(line, contest, f"{title}, so far", drawn=self.drawn)
            spread = partial(contest.spread, self.place.crew, filling.watch)
            given = self.keeper.run(contest, about, lambda done: filling.filled(spread(done)))
            found = comparing.compared(contest, given, judging)
        return replace(found, setting=point.setting, circumstances=about.circumstances)

    def _named(self, task: AnyProblem) -> list[str]:
        """The models asked for, none for `none`; by default the problem's own, without a name here.

        Where no model is installed there is no such.
        """
        if models := self.solvers.model:
            return models if models != [NO_MODEL] else []
        if installed().models(task.name):
            return [""]
        line = f"no model of {task.name} is installed: comparing baselines only"
        self.once(rendering.report, line)
        return []

    def _about(
        self,
        task: AnyProblem,
        point: Point,
        judging: "Judging",
        models: "Sequence[AnyModel]",
    ) -> "About":
        """What is kept beside the answers."""
        from thinkers.scoring.circumstances import circumstances
        from thinkers.scoring.store.rows import About

        size, family, seed = None, "", None
        if not self.source.inputs:
            if task.size_option:
                size = getattr(task.params(point.given), task.size_option)
            family, seed = str(point.given.get("family", "")), self.source.seed
        told = circumstances(task, seed, self.place.device, self.place.threads, models)
        return About(command(), judging, told, size, family)


def _each(
    tasks: Sequence[AnyProblem], order: Order, every: "list[Comparison]", *, shown: bool
) -> list[BaseException]:
    """Compare on each problem, and show it; gives what was wrong with those that failed."""
    failed: list[BaseException] = []

    for task in tasks:
        try:
            points = list(order.points(task))
        except Exception as error:  # a plugin may raise anything, and the others go on
            failed.append(error)
            continue
        for point in points:
            begun, pressed = len(every), list[BaseException]()
            order.keeper.so_far = None
            try:
                every.append(order.compare(task, point))
            except Exception as error:  # the same
                failed.append(error)
            except KeyboardInterrupt as error:
                pressed.append(error)
                if len(every) == begun:
                    every.extend(_part(order.keeper, point))
            if shown and len(every) > begun:
                standings.comparison(every[-1], point.words(task), order.warn)
            if pressed:
                return [*pressed, *failed]
    return failed


def _models_of(
    task: AnyProblem, names: list[str], params: Settings | None, place: Workplace
) -> "list[AnyModel]":
    """The models of those names, once it is seen that what these options draw fits each."""
    if params is not None:
        for name in names:
            place.require_room_to_draw(task, name, params)
    return [place.load(task, name) for name in names]


def _interruption(out: Path | None, *, some: bool) -> InterruptionError:
    """What is said of Ctrl-C: whether anything was finished, and where more may be."""
    if some:
        return InterruptionError("interrupted")
    hint = "" if out is None else f"what was kept before: thinkers report {quote(str(out))}"
    return InterruptionError("interrupted: nothing was finished yet", hint)


def _part(keeper: Keeper, point: Point) -> "Iterator[Comparison]":
    """What was finished when Ctrl-C was pressed, if any instance was."""
    from thinkers.scoring import comparing
    from thinkers.scoring.judging import Judging

    if keeper.so_far is None:
        return
    contest, given = keeper.so_far[0].part(keeper.so_far[1])
    if given:
        judging = Judging(appraiser=_appraiser(contest.problem))
        yield replace(comparing.compared(contest, given, judging), setting=point.setting)


def _save(every: "list[Comparison]", tables: Tables, plot: Path | None) -> None:
    """Write the rows of what was compared, if anything was, and draw its curves."""
    summary = [line for each in every for line in each.summary()]
    tables.save((row for each in every for row in each.records()), summary)
    if plot is not None and every:
        from thinkers.scoring import anytime

        anytime.draw(every[0].problem.objective, every[0].rows, every[0].runs, plot)


def _problems(name: str, baselines: list[str]) -> list[AnyProblem]:
    """The problem of that name, or all that have one of the baselines; without any, a model."""
    registry = installed()
    if name:
        return [registry.problem(name)]
    wanted = {text.partition(":")[0] for text in baselines}
    found, known = [], set()
    for each in registry.problems():
        own = registry.baselines(each)
        known |= set(own)
        if wanted & set(own) or (not wanted and registry.models(each)):
            found.append(registry.problem(each))
    for unknown in sorted(wanted - known):
        raise UnknownNameError("baseline", unknown, known)
    if not found:
        raise ConfigError("there is nothing to compare", "install a plugin that has a model")
    return found


def _baselines_of(
    task: AnyProblem, names: list[str], *, keep_all: bool
) -> list[Baseline[Any, Any]]:
    """Of the names given, those of the problem; without any, its reference."""
    from thinkers.cli.choosing import choose_baselines

    own = installed().baselines(task.name)
    kept = [text for text in names if keep_all or text.partition(":")[0] in own]
    return choose_baselines(installed(), task, kept or [task.reference])


def _appraiser(task: AnyProblem) -> Baseline[Any, Any] | None:
    """The problem's reference, where it appraises answers; it need not take part."""
    reference = installed().baselines(task.name).get(task.reference)
    return reference if reference and reference.appraisal_unit else None
