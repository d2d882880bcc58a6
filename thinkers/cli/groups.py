"""Groups of options: one parameter of a command for several options of the command line."""

import inspect
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import MISSING, Field, dataclass, field, fields, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from thinkers.cli import options
from thinkers.cli.export import EveryAnswer, Summary, write_rows
from thinkers.errors import ConfigError
from thinkers.problems.effort import Effort
from thinkers.registry.registry import AnyProblem, installed
from thinkers.settings import Settings

if TYPE_CHECKING:
    from thinkers.models.kinds import AnyModel
    from thinkers.scoring.footing.footing import Footing
    from thinkers.scoring.judging import Judging

Rows = Iterable[dict[str, Any]]

AUTO = "auto"
"""In the place of a number: what is usual."""

MAX_BATCH = 10**6
"""More than any machine thinks of at once; a typing error asks for more."""


@dataclass(frozen=True)
class Source:
    """Where instances come from: files, or the generator and its seed."""

    inputs: options.Inputs = field(default_factory=list)
    form: options.Format = ""
    seed: options.Seed = 0

    def instances(
        self,
        problem: AnyProblem,
        count: int | None,
        given: Mapping[str, Any],
        reading: Mapping[str, Any],
        usual: int = 1,
    ) -> tuple[list[Any], int | None]:
        """The instances, and the seed that drew them; see `choose_instances`."""
        from thinkers.cli.choosing import choose_instances

        return choose_instances(
            problem, self.inputs, count, self.seed, given, reading, usual=usual, form=self.form
        )


@dataclass(frozen=True)
class Limits:
    """How long a thinker thinks, and of how many instances together."""

    iterations: options.Iterations = None
    tolerance: options.Tolerance = None
    seconds: options.Seconds = None
    batch: options.Batch = AUTO

    @property
    def together(self) -> int | None:
        """The most that think together; None for `auto`.

        Raises:
            ConfigError: It is neither that nor such a number.
        """
        if self.batch.lower() == AUTO:
            return None
        if not re.fullmatch("[0-9]{1,9}", self.batch) or not 1 <= int(self.batch) <= MAX_BATCH:
            raise ConfigError(
                f"expected --batch {AUTO} or a number from 1 to {MAX_BATCH}, got {self.batch!r:.60}"
            )
        return int(self.batch)


@dataclass(frozen=True)
class Refinement:
    """Whether answers are refined, and for how long."""

    refine: options.Refine = False
    refine_seconds: options.RefineSeconds = None

    def effort(self, problem: AnyProblem) -> Effort | None:
        """How long to refine each answer; None for not at all."""
        from thinkers.cli.choosing import choose_effort

        return choose_effort(problem, self.refine, self.refine_seconds)


@dataclass(frozen=True)
class Place:
    """Where a thinker computes."""

    device: options.Device = "auto"
    threads: options.Threads = 1

    def use_threads(self) -> None:
        """Let torch compute with as many threads as were asked for."""
        from thinkers.engine.devices import use_threads

        use_threads(self.threads)


@dataclass(frozen=True)
class Beside:
    """What pictures show beside an answer."""

    heat: options.Heat = False
    under: options.Under = ""


@dataclass(frozen=True)
class Running(Place):
    """Where a thinker computes, and by what."""

    runtime: options.Runtime = None

    def in_onnx(self, model: str) -> bool:
        """Whether onnxruntime computes: it was asked for, or the model is a file for it.

        Raises:
            ConfigError: Torch was asked for, and the file is not for it.
        """
        from thinkers.models.onnx.file import SUFFIX

        exported = model.endswith(SUFFIX)
        if exported and self.runtime == "torch":
            raise ConfigError(f"{model} is for onnxruntime, not for torch", "leave out --runtime")
        return exported or self.runtime == "onnx"

    def require_room_to_draw(self, problem: AnyProblem, model: str, params: Settings) -> None:
        """As that of `room`, of which nothing is known for onnxruntime."""
        if not self.in_onnx(model):
            from thinkers.cli import room

            room.require_room_to_draw(installed(), problem, model, params, self.device)

    def choose(self, problem: AnyProblem, model: str, instances: Sequence[Any]) -> "AnyModel":
        """The model for these instances, ready for the runtime; see `choose_model_for`."""
        if self.in_onnx(model):
            from thinkers.cli.runtimes import choose_network_for

            return choose_network_for(installed(), problem, model, instances, self.threads)
        from thinkers.cli.choosing import choose_model_for

        self.use_threads()
        return choose_model_for(installed(), problem, model, instances)

    def load(self, problem: AnyProblem, model: str) -> "AnyModel":
        """The model of that name or the problem's own, ready for the runtime."""
        if self.in_onnx(model):
            from thinkers.cli.runtimes import choose_network

            return choose_network(installed(), problem, model, self.threads)
        from thinkers.cli.choosing import choose_model

        self.use_threads()
        return choose_model(installed(), problem, model)


@dataclass(frozen=True)
class Computing(Running):
    """The same, and how exactly."""

    precision: options.Precision = "float32"


@dataclass(frozen=True)
class Terms:
    """What every solver of a comparison is given alike."""

    budget: options.Budget = None
    patience: options.Patience = 600.0
    refine_seconds: options.RefineSeconds = None
    anytime: options.Anytime = False
    stop_gap: options.StopGap = None
    warm_start: options.WarmStart = None
    plot: options.Plot = None

    @property
    def inputs(self) -> list[Path]:
        """The files that are read."""
        return [] if self.warm_start is None else [self.warm_start]

    @property
    def paths(self) -> list[Path]:
        """The files that are written."""
        return [] if self.plot is None else [self.plot]

    def footing(self, problem: AnyProblem, instances: Sequence[Any]) -> "Footing":
        """The same, read for a problem and its instances."""
        from thinkers.scoring.footing.footing import Footing
        from thinkers.scoring.starts import read_starts

        starts = [] if self.warm_start is None else read_starts(self.warm_start, problem, instances)
        heard = self.anytime or self.plot is not None
        return Footing(self.budget, heard, self.stop_gap, starts, self.patience)


@dataclass(frozen=True)
class Scale:
    """What answers are held against, beside each other."""

    tie_tolerance: options.TieTolerance = 1e-9
    optima: options.Optima = None

    @property
    def inputs(self) -> list[Path]:
        """The files that are read."""
        return [] if self.optima is None else [self.optima]

    def judging(self, problem: AnyProblem, instances: Sequence[Any]) -> "Judging":
        """The same, read for a problem and its instances."""
        from thinkers.scoring.judging import Judging
        from thinkers.scoring.optima import read_optima

        optima = {} if self.optima is None else read_optima(self.optima, problem, instances)
        return Judging(self.tie_tolerance, optima)


@dataclass(frozen=True)
class Tables:
    """The CSV files that answers, and rows of a table, are written to."""

    csv_file: EveryAnswer = None
    summary_csv: Summary = None

    @property
    def paths(self) -> list[Path]:
        """Those that were asked for."""
        return [path for path in (self.csv_file, self.summary_csv) if path is not None]

    def save(self, answers: Rows, summary: Rows) -> None:
        """Write what was asked for; no file of no rows."""
        for path, rows in ((self.csv_file, answers), (self.summary_csv, summary)):
            if path is not None and (kept := list(rows)):
                write_rows(path, kept)


def grouped(command: Callable[..., None]) -> Callable[..., None]:
    """The command with a parameter for each field of its parameters that are groups.

    Args:
        command: A function whose parameters of dataclass types are groups of options.
    """
    own = inspect.signature(command).parameters
    groups: dict[str, Any] = {
        name: each.annotation for name, each in own.items() if is_dataclass(each.annotation)
    }

    def flat(**values: Any) -> None:
        for name, group in groups.items():
            values[name] = group(**{each.name: values.pop(each.name) for each in fields(group)})
        command(**values)

    parameters: list[inspect.Parameter] = []
    for name, each in own.items():
        parameters += map(_parameter, fields(groups[name])) if name in groups else [each]
    flat.__doc__ = command.__doc__
    return signed(flat, parameters)


def signed(
    command: Callable[..., None], parameters: Sequence[inspect.Parameter]
) -> Callable[..., None]:
    """The command as one of these parameters to whoever looks at it, those without default first.

    Args:
        command: Takes its arguments by name.
        parameters: Its parameters, in the order that the help shows them.
    """
    kept = sorted(parameters, key=lambda each: each.default is not inspect.Parameter.empty)
    command.__signature__ = inspect.Signature(kept)  # type: ignore[attr-defined]
    command.__annotations__ = {each.name: each.annotation for each in kept}
    return command


def _parameter(option: "Field[Any]") -> inspect.Parameter:
    """The parameter that a field of a group stands for."""
    usual = option.default if option.default_factory is MISSING else option.default_factory()
    return inspect.Parameter(
        option.name, inspect.Parameter.KEYWORD_ONLY, default=usual, annotation=option.type
    )
