"""Options that several commands share."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import typer

from thinkers.cli import completion
from thinkers.errors import ConfigError
from thinkers.problems.problem import Problem
from thinkers.registry.registry import installed

Named = TypeVar("Named")

ProblemName = Annotated[
    str,
    typer.Argument(
        metavar="PROBLEM",
        help="What to work on; see `thinkers list problems`.",
        autocompletion=completion.problems,
    ),
]
Model = Annotated[
    str,
    typer.Option(
        "--model",
        help="Model name or file; by default the problem's own.",
        autocompletion=completion.models,
    ),
]

Thinking = Annotated[
    str,
    typer.Option(
        "--model",
        help="Model name or file; by default the problem's own, or another that was measured to "
        "be good at such instances where that was not.",
        autocompletion=completion.models,
    ),
]


MAX_INSTANCES = 10**8
"""More than anyone draws at once; a typing error asks for more."""

MAX_ITERATIONS = 10**9
"""As many as the card of a model may ask for."""


def how_many(usual: int | str, what: str = "How many to generate.") -> Any:
    """The option that says how many instances; None where it is not given."""
    return typer.Option(
        "--instances",
        "--count",
        min=1,
        max=MAX_INSTANCES,
        help=f"{what} [default: {usual}]",
        show_default=False,
    )


Inputs = Annotated[
    list[Path],
    typer.Option("--input", help="Read instances from this file, or from `-`; repeatable."),
]
Format = Annotated[
    str,
    typer.Option(
        "--format",
        help="Format where no name ending says it, such as csv: of `--input -`, and of the "
        "files in a folder of answers.",
    ),
]
Seed = Annotated[int, typer.Option("--seed", min=0, help="Draws the instances.")]
Heat = Annotated[
    bool,
    typer.Option("--heat", help="Shade pictures by what the thinker's scores say of each place."),
]
Under = Annotated[
    str,
    typer.Option(
        "--under", metavar="BASELINE",
        help="Draw a baseline's answer faintly beneath, or `none`; by default, in files and where "
        "answers have a cost, that of the first fast one.",
        autocompletion=completion.baselines,
    ),
]  # fmt: skip
Iterations = Annotated[
    int | None,
    typer.Option(
        "--iterations",
        min=1,
        max=MAX_ITERATIONS,
        help="Most iterations; by default as many as the model's card says.",
    ),
]
Tolerance = Annotated[
    float | None,
    typer.Option(
        "--tolerance", help="Stop when a step changes the thought by less than this share of it."
    ),
]
TieTolerance = Annotated[
    float,
    typer.Option(
        "--tie-tolerance", min=0.0, max=1.0, help="Share by which two costs may differ and tie."
    ),
]
Optima = Annotated[
    Path | None,
    typer.Option(
        "--optima",
        help="Known optima: a .csv of two columns, or a .json object, by an instance's name or "
        "digest; or a file of instances with their answers, or of an answer only, as .opt.tour.",
    ),
]
Budget = Annotated[
    float | None,
    typer.Option(
        "--budget",
        help="Wall seconds of one thread that every solver gets for each instance, refined answers "
        "again; baselines run in processes of their own, which are ended when they overrun.",
    ),
]
Patience = Annotated[
    float,
    typer.Option(
        "--patience",
        help="Without --budget: seconds beyond what its options say after which a baseline is "
        "ended.",
    ),
]
Anytime = Annotated[
    bool, typer.Option("--anytime", help="Record each solver's best answers so far, with times.")
]
StopGap = Annotated[
    float | None,
    typer.Option(
        "--stop-gap",
        min=0.0,
        help="A solver may stop at an answer that is proved to be so near to the best: 0.01 for "
        "1 % of the bound.",
    ),
]
WarmStart = Annotated[
    Path | None,
    typer.Option(
        "--warm-start", help="Answers to begin from: a file of these instances with their answers."
    ),
]
Plot = Annotated[
    Path | None,
    typer.Option("--plot", help="Draw best answers so far against time: a .png or .svg."),
]
Until = Annotated[
    Literal["budget", "certified", "unchanged"] | None,
    typer.Option(
        "--until",
        help="`certified`: until no more thinking can change the answer, where that is provable; "
        "`unchanged`: until the answer has stayed the same for a while; "
        "`budget`: as long as the model's card says.",
    ),
]
Epsilon = Annotated[
    float | None,
    typer.Option("--epsilon", help="Stop when proven to be this near to the fixed point."),
]
AccelerationName = Annotated[
    str,
    typer.Option(
        "--acceleration",
        help="picard (plain iteration) or anderson (Anderson acceleration); by default anderson "
        "where a contraction is proven, else picard.",
    ),
]
Seconds = Annotated[
    float | None,
    typer.Option(
        "--seconds",
        help="Wall time for the whole answer of each instance, refinement included; instances "
        "that think together share theirs.",
    ),
]
Refine = Annotated[
    bool,
    typer.Option("--refine", help="Improve the answer by classical search, guided by the thinker."),
]
RefineSeconds = Annotated[
    float | None,
    typer.Option(
        "--refine-seconds",
        help="Refine each answer for this long, not repeatable to the bit; by default a fixed "
        "number of steps that grows with the instance.",
    ),
]
Batch = Annotated[
    str,
    typer.Option(
        "--batch",
        metavar="auto|N",
        help="Most instances that think together; auto: 64, of large ones as few as are fastest, "
        "and 512 on a GPU. Fewer where memory is short.",
    ),
]
Device = Annotated[
    str, typer.Option("--device", help="cpu or cuda; auto takes a GPU if there is one.")
]
Threads = Annotated[
    int, typer.Option("--threads", min=1, help="CPU threads; small models are fastest with one.")
]
Runtime = Annotated[
    Literal["torch", "onnx"] | None,
    typer.Option(
        "--runtime",
        help="torch; or onnx: onnxruntime, on the CPU, which starts sooner. A model is exported "
        "for it once. By default torch, and onnx for a .onnx file.",
    ),
]
Precision = Annotated[
    Literal["float32", "bf16"],
    typer.Option(
        "--precision",
        help="Of thinking, by torch. bf16 is faster on some GPUs, may answer otherwise, and is "
        "refused where something is proven.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, one object a line.")]


def problem_named(name: str) -> Problem[Any, Any]:
    """The problem of that name."""
    return installed().problem(name)


def require_once(named: Sequence[Named], what: str) -> list[Named]:
    """What was named, none of it twice.

    Raises:
        ConfigError: Something was.
    """
    if len(set(named)) < len(named):
        raise ConfigError(f"{what} is named twice", "name each once")
    return list(named)
