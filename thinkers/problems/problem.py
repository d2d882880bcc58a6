"""What a problem is: the one interface that every problem plugin implements."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from thinkers.errors import ConfigError, InvalidInstanceError, UnsavedError, did_you_mean
from thinkers.problems.describing import described, in_words
from thinkers.problems.effort import Effort
from thinkers.problems.encoding import Encoding
from thinkers.problems.events import Report, in_parts
from thinkers.problems.figure import Figure
from thinkers.problems.files import FileFormat
from thinkers.problems.instances import require_instance
from thinkers.problems.marks import Marks
from thinkers.problems.objective import Objective
from thinkers.problems.returns import FAULTS, guard, require_written
from thinkers.problems.sketch import Sketch
from thinkers.problems.verdict import Verdict
from thinkers.settings import Settings

Instance = TypeVar("Instance")
Solution = TypeVar("Solution")


class Problem(ABC, Generic[Instance, Solution]):
    """A family of tasks. Implementations use numpy only, hold no state, and are final.

    Class attributes:
        name: Lower-case name, unique among all plugins.
        summary: One line for lists.
        Params: The validated options of `generate`; its fields become command-line options.
        size_option: The field of `Params` that sets how large an instance is, or None where all
            have one size.
        Reading: The validated options of `read`, for files that can be read in more than one way;
            its fields become command-line options beside `--input`.
        encodings: What a thinker may see of the instances, by name; the first is the default.
        objective: What answers are compared by, such as `minimise("length")`, or None where they
            are right or wrong.
        reference: The baseline to measure against by default.
        default_model: The model to solve with by default, or None for the first by name.
        refinable: Whether `refine` improves answers.
        refined_by: The baseline that does what `refine` does, without a thinker; `compare` shows
            it alone, in the same time. None where there is no such.
        formats: The kinds of files that `read` and `write` take, by name ending.
        sketch: How an instance is drawn by hand in `thinkers ui`; None where it is not.
        families: Named ways to draw instances, each by options of the generator other than the
            size: what a model is trained on, and what it should bear besides. An option `family`
            stands for them wherever options are given.
    """

    name: ClassVar[str]
    summary: ClassVar[str]
    Params: ClassVar[type[Settings]]
    size_option: ClassVar[str | None] = None
    Reading: ClassVar[type[Settings]] = Settings
    encodings: ClassVar[Mapping[str, Encoding[Any, Any]]]
    objective: ClassVar[Objective | None] = None
    reference: ClassVar[str]
    default_model: ClassVar[str | None] = None
    refinable: ClassVar[bool] = False
    refined_by: ClassVar[str | None] = None
    formats: ClassVar[tuple[FileFormat, ...]] = ()
    sketch: ClassVar[Sketch | None] = None
    families: ClassVar[Mapping[str, Mapping[str, Any]]] = {}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        guard(cls, Problem, FAULTS)

    def sized(self, size: int | None, params: Mapping[str, Any], where: str = "") -> Settings:
        """The options of the generator for one size.

        Args:
            size: Value of the size option; None exactly where there is none.
            params: The other options.
            where: What they came from, for the message.

        Raises:
            ConfigError: An option is unknown or out of range, or the size is wanting or too much.
        """
        if (size is None) != (self.size_option is None):
            fault = "has no sizes" if self.size_option is None else "needs a size"
            raise ConfigError(f"{where}: {self.name} {fault}".removeprefix(": "))
        sized = {**params, self.size_option: size} if self.size_option else params
        return self.params(sized, where)

    def params(self, values: Mapping[str, Any], where: str = "") -> Settings:
        """The options of the generator, those of a `family` among them.

        Args:
            values: Option names and values; what is given beside the family goes before its own.
            where: What they came from, for the message.

        Raises:
            ConfigError: An option or the family is unknown, or a value is out of range.
        """
        others = dict(values)
        family = others.pop("family", None)
        if family is None:
            return self.Params.of(others, where)
        if not isinstance(family, str) or family not in self.families:
            known = sorted(self.families)
            raise ConfigError(
                f"{where}: unknown family {family!r} of {self.name}".removeprefix(": ")
                + did_you_mean(str(family), known),
                f"known: {', '.join(known) or 'none'}",
            )
        return self.Params.of({**self.families[family], **others}, where)

    def require(self, *instances: object) -> None:
        """Check that all are instances of this problem, and no plain arrays, say.

        Raises:
            InvalidInstanceError: One is not; says what it should be, and what makes one.
        """
        for index, instance in enumerate(instances):
            where = f"instance {index}" if len(instances) > 1 else ""
            require_instance(type(self), instance, where)

    @abstractmethod
    def generate(self, rng: np.random.Generator, count: int, params: Settings) -> list[Instance]:
        """Draw `count` instances; all of what they are comes from `rng` and `params`.

        The first instances must not depend on `count`: use `rng.spawn(count)`.
        """

    @abstractmethod
    def check(self, instance: Instance, solution: Solution) -> Verdict:
        """Judge an answer from the instance alone, sharing no code with any encoding."""

    @abstractmethod
    def label(self, instances: Sequence[Instance]) -> list[Solution]:
        """The best answers known, exact where possible; training learns from these."""

    def lower_bound(self, instance: Instance) -> float | None:
        """What no answer is better than, proved, and found in far less time than an answer.

        A lower bound of what is minimised, an upper bound of what is maximised; `compare` shows it
        beside the solvers. None where nothing is known.
        """
        del instance
        return None

    @abstractmethod
    def toy(self) -> tuple[Instance, Solution]:
        """An instance small enough to solve by hand, with its right answer."""

    def draw(
        self, instance: Instance, solution: Solution | None, marks: Marks[Solution] = Marks()
    ) -> Figure:
        """A picture of the task, with the answer in it when there is one; by default in words.

        Args:
            instance: The task.
            solution: The answer.
            marks: What is shown beside it, as far as the picture has a place for it.
        """
        described = [self.describe(instance)]
        if solution is not None:
            described.append(self.describe_solution(solution))
        if marks.under is not None:
            under = self.describe_solution(marks.under.solution)
            described.append({f"{marks.under.name}: {name}": each for name, each in under.items()})
        return in_words(*described, heat=marks.heat)

    def describe(self, instance: Instance) -> dict[str, Any]:
        """The instance in plain JSON types; by default its fields, or its numbers."""
        return described(instance, "instance")

    def describe_solution(self, solution: Solution) -> dict[str, Any]:
        """The answer in plain JSON types; by default its fields, or its numbers."""
        return described(solution, "answer")

    def words(self, instance: Instance, solution: Solution) -> str:
        """The answer in words, on one line that ends where it would be too long to read.

        Empty where the picture says it all.
        """
        del instance, solution
        return ""

    def refine(
        self,
        instance: Instance,
        solution: Solution,
        effort: Effort,
        scores: NDArray[np.float32] | None = None,
    ) -> Solution:
        """Improve an answer by classical means; reported apart from the raw answer.

        Never gives a worse answer. Without a time limit the same arguments give the same answer.

        Args:
            instance: The task.
            solution: The answer to start from.
            effort: How long to search.
            scores: `(classes, *shape)` float32 logits to search by, as the encoding's `decode`
                gets them, not to be written to; nan and infinity may be among them. None where no
                thinker was asked.
        """
        del instance, effort, scores
        return solution

    def mutate(self, instance: Instance, rng: np.random.Generator) -> Instance | None:
        """Another instance that is nearly this one; None where the problem makes none.

        `stress --search` looks at such instances of those whose answers are the least sure.
        """
        del instance, rng
        return None

    def symmetric(
        self, instance: Instance, rng: np.random.Generator
    ) -> tuple[Instance, Callable[[Solution], Solution]] | None:
        """A copy by a symmetry of the problem, and what gives the instance's answer from its own.

        Answers keep their costs. None where the problem names no symmetries; `--breadth` needs
        some that the encoding does not hide.
        """
        del instance, rng
        return None

    def unlabelled(self, instance: Instance) -> Instance:
        """The instance without the right answer that it holds, for problems whose instances do.

        `--breadth` chooses among answers by the check of this one, so no label helps it. By
        default the instance itself: the check finds out by itself what is right.
        """
        return instance

    @property
    def has_symmetries(self) -> bool:
        """Whether the problem names symmetries."""
        return type(self).symmetric is not Problem.symmetric

    def traits(self, instance: Instance) -> frozenset[str]:
        """What kind of instance it is, in a few words each, such as `loops` or `asymmetric`.

        A model is taken to know the kinds that it was measured on; of others `solve` warns.
        """
        del instance
        return frozenset()

    def read(self, path: Path, options: Settings | None = None) -> list[Instance]:
        """The instances of a file.

        Args:
            path: The file.
            options: How to read it, of the class `Reading`; None for its defaults.

        Raises:
            InvalidInstanceError: What is wrong with the file, and where.
        """
        del options
        raise InvalidInstanceError(
            f"{self.name} reads no files, got {path}", "leave out --input to generate instances"
        )

    def read_answers(self, path: Path, options: Settings | None = None) -> list[Solution | None]:
        """The answers that a file holds beside its instances, None where it holds none.

        They stand in the order of `read` with the same options.

        Raises:
            InvalidInstanceError: What is wrong with the file, and where.
        """
        return [None] * len(self.read(path, options))

    def read_answers_to(self, path: Path, instances: Sequence[Instance]) -> list[Solution | None]:
        """The answers to these instances in a file that holds none itself, None where it has none.

        For formats that say `instances=False`.

        Raises:
            InvalidInstanceError: What is wrong with the file, and where; or it is not said to which
                of the instances it belongs.
        """
        del instances
        raise InvalidInstanceError(f"{self.name} reads no answers without instances, got {path}")

    def write(
        self, path: Path, instances: Sequence[Instance], solutions: Sequence[Solution] | None
    ) -> None:
        """Write instances, with answers beside them where there are some.

        `read` gives the instances back and `read_answers` the answers. An answer never takes the
        place of what the instance itself says is right. Files are written by `write_whole`.

        Raises:
            InvalidInstanceError: The form that the name ending says cannot hold them.
            ConfigError: The file cannot be written.
        """
        del instances, solutions
        raise InvalidInstanceError(f"{self.name} writes no files, got {path}")

    def produce(
        self,
        path: Path,
        count: int,
        seed: int,
        params: Settings,
        workers: int,
        report: Report,
    ) -> int:
        """Write a file of instances, labelled where the format holds answers; for `generate`.

        An override may use `workers` processes, report its progress, and go on where an
        interrupted call with the same arguments stopped.

        Returns:
            How many instances the file holds.
        """
        del workers
        instances = self.generate(np.random.default_rng(seed), count, params)
        suffix, answers = path.suffix.lower(), None
        if all(each.answers for each in self.formats if each.suffix == suffix):
            report(f"labelling {len(instances)} instances")
            answers = in_parts(self.label, instances, report)
        return self.save(path, instances, answers)

    def save(
        self, path: Path, instances: Sequence[Instance], answers: Sequence[Solution] | None
    ) -> int:
        """Write a file and say how many instances it holds; `write` once more, for `produce`.

        Raises:
            InvalidInstanceError: The format cannot hold them.
            UnsavedError: The file cannot be written; has what is lost with it.
        """
        try:
            self.write(path, instances, answers)
        except ConfigError as error:
            lost = [{"instance": self.describe(one)} for one in instances]
            for each, answer in zip(lost, answers or [], strict=False):
                each["answer"] = self.describe_solution(answer)
            raise UnsavedError(error, lost) from error
        require_written(self, path)
        return len(instances)
