"""What a terminal shows of work that takes its time, on stderr."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from math import isnan
from threading import Event, Thread
from time import perf_counter
from typing import TYPE_CHECKING, Self

from rich import progress
from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.spinner import Spinner
from rich.text import Text

from thinkers.cli.rendering import err, report
from thinkers.cli.telling import sentence
from thinkers.problems.events import Advance, Work
from thinkers.problems.wording import printable

if TYPE_CHECKING:
    from thinkers.training.events import Event as Said
    from thinkers.training.many.parallel import End, Watch
    from thinkers.training.metrics import Metrics

SPEED_SECONDS = 300.0
"""The estimated end follows the speed of this long; validations make shorter ones jump."""

ALL = "all"
"""Name of the bar that stands for every training together."""


WORDS: dict[Work, str] = {
    "thinking": "answered", "answering": "answered", "refining": "refined",
    "labelling": "labelled", "solving": "solved",
}  # fmt: skip
"""What has been done with the instances that are finished."""

REFRESHES = 12.5
"""How often a second what is on a terminal is drawn anew, as rich does by itself."""

PLAIN_SECONDS = 30.0
"""Between two lines on what is no terminal (our choice)."""

SOONEST = 1.0
"""Seconds of work before which nothing is said of how long the rest will take (our choice)."""


class Estimate:
    """How far a piece of work is, in words, with what is left by the speed so far.

    Args:
        clock: Gives seconds.
    """

    def __init__(self, clock: Callable[[], float] = perf_counter) -> None:
        self._clock = clock
        self._work, self._begin, self._share = "", 0.0, 0.0

    def words(self, at: Advance) -> str:
        """The time that is left at most, then what is done of what there is."""
        now = self._clock()
        if at.work != self._work or at.share < self._share:
            self._work, self._begin, self._share = at.work, now, at.share
        parts = [f"{WORDS[at.work]} {at.done}/{at.total}"] if at.total > 1 or at.done else []
        if at.iteration:
            limit = "" if at.limit is None else f"/{at.limit}"
            parts.insert(0, f"iteration {at.iteration}{limit}")
        took, share = now - self._begin, at.share - self._share
        if took >= SOONEST and share > 0 and at.share < 1:
            parts.insert(0, f"{length(took * (1 - at.share) / share)} left")
        return ", ".join(parts) or at.work


def length(seconds: float) -> str:
    """`0:42`, `12:05` or `3:05:00`."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


class Line:
    """One line that says how far the work is, and goes when it is done.

    Lines that were put above it go with it, but stay where the work did not end well.

    What is no terminal gets a plain line instead, each time that the work has gone on for long.

    Args:
        console: Where to draw; stderr by default.
        words: What is said first.
        every: Seconds between two plain lines.
    """

    def __init__(
        self, console: Console | None = None, words: str = "", every: float = PLAIN_SECONDS
    ) -> None:
        self.console = console or err()
        self._words, self._every = words, every
        self._spinner = Spinner("dots", words, style="status.spinner")
        self._above: Sequence[str] = ()
        self._live = Live(
            get_renderable=self._drawn, console=self.console, transient=True,
            refresh_per_second=REFRESHES,
        )  # fmt: skip
        self._estimate = Estimate()
        self._done = Event()
        self._plain = Thread(target=self._repeat, daemon=True)

    def __enter__(self) -> Self:
        if self.console.is_terminal:
            self._live.start()
        else:
            self._plain.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._done.set()
        if kind is not None and self._above:
            self._live.transient = False
        self._live.stop()

    def _drawn(self) -> RenderableType:
        """What stands above, its title and last lines where there is no room for all; the line."""
        if not self._above:
            return self._spinner
        if not self._live.transient:
            return _folded(self._above)
        title, *others = self._above
        room = max(self.console.height - 2, 1)
        return Group(_folded([title, *others[-room:]]), self._spinner)

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Take the line away while something else is printed, which may be on the same terminal."""
        if not self.console.is_terminal:
            yield
            return
        self._live.stop()
        try:
            yield
        finally:
            self._live.start()

    def _repeat(self) -> None:
        """Say in a line that stays how far the work is, again and again."""
        begin = perf_counter()
        while not self._done.wait(self._every):
            words = f": {self._words}" if self._words else ""
            self.report(f"{length(perf_counter() - begin)} passed{words}")

    def report(self, text: str) -> None:
        """Print a line that stays, on a terminal or not."""
        report(text, self.console)

    def show(self, text: str) -> None:
        """Say how far the work is, on one line however narrow the terminal is."""
        self._words = text
        words = Text(printable(text), style="dim")
        words.truncate(max(self.console.width - len("⠋ "), 1), overflow="ellipsis")
        self._spinner.update(text=words)

    def put_above(self, lines: Sequence[str]) -> None:
        """Show lines above this one in place of those that were there; on a terminal only.

        Args:
            lines: The first is a title.
        """
        self._above = lines

    def hear(self, said: str | Advance) -> None:
        """Print a line that stays, or say how far the work is."""
        if isinstance(said, str):
            self.report(said)
        else:
            self.follow(said)

    def follow(self, advance: Advance, prefix: str = "") -> None:
        """Say how far the work is, and how long it will take."""
        self.show(prefix + self._estimate.words(advance))


class Board:
    """A bar for each training that runs, with lines above.

    Nothing is drawn before the first step: a start that is refused shows its error only. What
    cannot be drawn, as on a full disk that stderr goes to, is left out: the training goes on.

    Args:
        steps: Steps of each training.
        runs: How many trainings there are; with more than one, a bar stands for all of them.
        console: Where to draw; stderr by default.
    """

    def __init__(self, steps: int, runs: int = 1, console: Console | None = None) -> None:
        self.console = console or err()
        self._bars = progress.Progress(
            progress.TextColumn("{task.description}step {task.completed}/{task.total}"),
            progress.BarColumn(bar_width=12),
            progress.TextColumn("{task.fields[losses]}"),
            progress.TimeRemainingColumn(),
            EndColumn(),
            console=self.console,
            speed_estimate_period=SPEED_SECONDS,
        )
        self._steps, self._runs = steps, runs
        self._done: dict[str, int] = {}
        self._validation: dict[str, str] = {}
        self._tasks: dict[str, progress.TaskID] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._tasks:
            with suppress(OSError):
                self._bars.stop()

    def line(self, text: str) -> None:
        """Print a line above the bars."""
        with suppress(OSError):
            self.console.print(printable(text), markup=False)

    def note(self, event: "Said") -> None:
        """Print above the bars what a training that is alone has to say."""
        self.line(sentence(event))

    def step(self, run: str, done: int, loss: float) -> None:
        """Move the bar of a run."""
        self._move(run, done, f"loss {loss:.4f}{self._validation.get(run, '')}", self._steps)
        self._move_all(run, done)

    def metrics(self, run: str, row: "Metrics") -> None:
        """Show from now on what a validation found; a training that is alone has a line of it."""
        self._validation[run] = f" validation {row.validation_loss:.4f}"
        if self._runs == 1:
            told = f"step {row.step}: loss {row.loss:.4f}, validation {row.validation_loss:.4f}"
            right = f", exact {100 * row.validation_exact:.1f} %"
            self.line(told if isnan(row.validation_exact) else told + right)

    def finish(self, run: str) -> None:
        """Take the bar of a run away; its steps count as done."""
        if run in self._tasks:
            with suppress(OSError):
                self._bars.remove_task(self._tasks.pop(run))
        self._move_all(run, self._steps)

    def watch(self, result: "Callable[[End], str]") -> "Watch":
        """What shows jobs on this board.

        Args:
            result: Says in words how a job ended.
        """
        from thinkers.training.many.parallel import Watch

        def ended(name: str, end: "End") -> None:
            self.finish(name)
            self.line(f"{name}: {result(end)}")

        return Watch(
            note=lambda name, event: self.line(f"{name}: {sentence(event)}"),
            step=self.step,
            metrics=self.metrics,
            ended=ended,
        )

    def _move(self, name: str, done: int, losses: str, total: int) -> None:
        with suppress(OSError):
            self._draw(name, done, losses, total)

    def _draw(self, name: str, done: int, losses: str, total: int) -> None:
        if name in self._tasks:
            self._bars.update(self._tasks[name], completed=done, losses=losses)
            return
        if not self._tasks:
            self._bars.start()
        self._tasks[name] = self._bars.add_task(
            _prefix(name), total=total, completed=done, losses=losses
        )

    def _move_all(self, run: str, done: int) -> None:
        self._done[run] = done
        if self._runs > 1:
            self._move(ALL, sum(self._done.values()), "", self._runs * self._steps)


class EndColumn(progress.ProgressColumn):
    """The time of day at which the work will be done, with the day unless it is today."""

    max_refresh = 0.5

    def render(self, task: progress.Task) -> Text:
        """`until 14:05`, or nothing while the speed is unknown or the work is done."""
        seconds = task.time_remaining
        if seconds is None or task.finished:
            return Text("")
        return Text(f"until {clock(datetime.now().astimezone(), seconds)}")


def clock(now: datetime, seconds: float) -> str:
    """The time `seconds` from `now`: `14:05`, `Tue 14:05`, or the date when a week away."""
    end = now + timedelta(seconds=seconds)
    if end.date() == now.date():
        return end.strftime("%H:%M")
    return end.strftime("%a %H:%M" if seconds < 6 * 86400 else "%d %b %H:%M")


def _folded(lines: Sequence[str]) -> Text:
    """Lines of which none is wider than the terminal, however long it is."""
    title, *others = map(printable, lines)
    text = Text("\n".join([title, *others]), no_wrap=False, overflow="fold")
    text.stylize("bold", 0, len(title))
    return text


def _prefix(run: str) -> str:
    return f"{run}: " if run else ""
