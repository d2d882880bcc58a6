"""`thinkers watch`: the answer after each iteration, live, as lines, or in an animated file."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from thinkers.cli import options, outputs, rendering
from thinkers.cli.beneath import NONE, Beneath
from thinkers.cli.groups import Beside, Place, Source, grouped
from thinkers.cli.interrupting import interruptible
from thinkers.cli.progress import Line
from thinkers.errors import ConfigError, InterruptionError
from thinkers.problems.files import write_whole
from thinkers.registry.registry import AnyProblem, installed

if TYPE_CHECKING:
    from threading import Event

    from thinkers.cli.watching.track import Track
    from thinkers.models.store import Model

SUFFIXES = (".gif", ".png", ".webp", ".html", ".cast")
"""What thinking is written as."""

Compare = Annotated[
    str,
    typer.Option(
        "--compare", metavar="MODEL,MODEL", help="Two models side by side, in place of --model."
    ),
]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o",
        help="Write a file instead: .gif, .png (animated) or .webp, .html (one page that plays), "
        "or .cast (asciicast).",
    ),
]  # fmt: skip
Speed = Annotated[float, typer.Option("--speed", min=0.25, max=64, help="Frames a second.")]


@grouped
def watch(
    *,
    problem: options.ProblemName,
    source: Source,
    model: options.Thinking = "",
    compare: Compare = "",
    iterations: options.Iterations = None,
    speed: Speed = 8.0,
    place: Place,
    output: Output = None,
    beside: Beside,
    json: options.Json = False,
    given: dict[str, Any],
    reading: dict[str, Any],
) -> None:
    """Watch a thinker: the answer after each iteration, live or in an animated file.

    In a terminal, space pauses, the arrows step, + and - change the speed, q quits; in a pipe
    each iteration is a line.
    """
    _require_output(output, source.inputs, json)
    names = _names(model, compare)
    task = options.problem_named(problem)
    instances, _ = source.instances(task, None, given, reading)
    if len(instances) != 1:
        raise ConfigError(f"expected one instance to watch, got {len(instances)}")
    models = _models(task, names, instances)
    from thinkers.cli.watching.track import Track

    drawn = output is not None or bool(beside.under)
    beneath = Beneath.of(task, beside.under if drawn else NONE).under(instances[0])
    tracks = [Track(task, instances[0], each.card.name, under=beneath) for each in models]
    with interruptible() as interrupt:
        thinking = partial(_think, tracks, models, iterations, place, interrupt, beside.heat)
        console = rendering.out()
        if output is not None:
            with Line(words=f"thinking of {task.name}"):
                thinking()
                _save(output, tracks, speed)
        elif console.is_terminal and not json:
            from thinkers.cli.watching.player import play

            play(tracks, thinking, interrupt, console, speed)
            for track in filter(lambda each: each.frames, tracks):
                rendering.print_text(track.line(len(track.frames) - 1))
            return
        else:
            thinking(lambda track: _print(track, json))
    if interrupt.is_set():
        raise InterruptionError("interrupted: what was thought until then is told")


def _think(
    tracks: "Sequence[Track]",
    models: "Sequence[Model]",
    iterations: int | None,
    place: Place,
    interrupt: "Event",
    heat: bool,
    tell: "Callable[[Track], None]" = lambda track: None,
) -> None:
    """Fill the tracks, one model after the other; `tell` hears of a track with another frame."""
    place.use_threads()
    for track, model in zip(tracks, models, strict=True):
        track.think(model, iterations, interrupt, tell, device=place.device, heat=heat)


def _require_output(output: Path | None, inputs: Sequence[Path], json: bool) -> None:
    if output is None:
        return
    if json:
        raise ConfigError("--json prints, --output writes a file", "leave out one")
    if output.suffix.lower() not in SUFFIXES:
        raise ConfigError(f"cannot write {output.name!r}", f"use one of {', '.join(SUFFIXES)}")
    outputs.require_free([output], inputs)
    outputs.require_writable(output)


def _names(model: str, compare: str) -> list[str]:
    """The models that are asked for; an empty name for the problem's own."""
    if not compare:
        return [model]
    names = [name.strip() for name in compare.split(",")]
    if model:
        raise ConfigError("--compare names the models", "leave out --model")
    if len(names) != 2 or not all(names) or names[0] == names[1]:
        raise ConfigError(f"expected two models such as dt-r,dt-l, got {compare!r:.60}")
    return names


def _models(task: AnyProblem, names: Sequence[str], instances: Sequence[Any]) -> "list[Model]":
    from thinkers.cli.choosing import choose_model_for

    return [choose_model_for(installed(), task, name, instances) for name in names]


def _print(track: "Track", json: bool) -> None:
    last = len(track.frames) - 1
    if json:
        rendering.print_json([track.as_dict(last)])
    else:
        rendering.print_text(track.line(last))


def _save(output: Path, tracks: "Sequence[Track]", speed: float) -> None:
    """Write the file that the suffix names, and say how long it is."""
    from thinkers.cli.watching.page import page
    from thinkers.cli.watching.pictures import animation
    from thinkers.cli.watching.recording import recording
    from thinkers.cli.watching.track import thinned

    count = max(len(track.frames) for track in tracks)
    places = thinned(count)
    suffix = output.suffix.lower()
    if suffix == ".html":
        content = page(tracks, places)
    elif suffix == ".cast":
        content = recording(tracks, places, speed)
    else:
        content = animation(tracks, places, suffix, speed)
    write_whole(output, content)
    less = "" if len(places) == count else f", thinned from {count}"
    rendering.print_text(f"wrote {output}: {rendering.count(len(places), 'frame')}{less}")
