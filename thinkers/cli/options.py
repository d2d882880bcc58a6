"""Options that several commands share, and those that a problem brings along."""

import inspect
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from pydantic.fields import FieldInfo

from thinkers.cli import completion
from thinkers.errors import PluginError
from thinkers.problems.problem import Problem
from thinkers.problems.wording import printable
from thinkers.registry.registry import installed

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
Device = Annotated[
    str, typer.Option("--device", help="cpu or cuda; auto takes a GPU if there is one.")
]
Threads = Annotated[
    int, typer.Option("--threads", min=1, help="CPU threads; small models are fastest with one.")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, one object a line.")]


NAME_IT = "Problems have options of their own: name one to see them, as in `solve tsp --help`."


def with_problem_options(
    command: Callable[..., None], problem: type[Problem[Any, Any]] | None
) -> Callable[..., None]:
    """The command with an option for each field of the problem's `Params` and `Reading`.

    The command's own parameter `given` gets those of `Params` that the user gave; its parameter
    `reading`, if it reads files, gets those of `Reading`.
    """
    own = inspect.signature(command, eval_str=True).parameters
    spoken = set(own) | _spelled(own.values())
    parts = _parts(problem, own)
    taken = [name for fields in parts.values() for name in fields]
    clash = sorted({name for name in taken if name in spoken or taken.count(name) > 1})
    title = "" if problem is None else problem.name
    if clash:
        raise PluginError(f"problem {title}: the option names {', '.join(clash)} are taken")
    added = [
        _parameter(name, field, f"{title} {'files' if part == 'reading' else 'options'}")
        for part, fields in parts.items()
        for name, field in fields.items()
    ]

    def extended(**values: Any) -> None:
        for part, fields in parts.items():
            given = {name: values.pop(name) for name in fields}
            values[part] = {name: value for name, value in given.items() if value is not None}
        command(**values)

    parameters = [each for name, each in own.items() if name not in parts] + added
    parameters.sort(key=lambda each: each.default is not inspect.Parameter.empty)
    extended.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    extended.__doc__ = command.__doc__
    if problem is None:
        extended.__doc__ = f"{inspect.getdoc(command)}\n\n{NAME_IT}"
    extended.__annotations__ = {each.name: each.annotation for each in parameters}
    return extended


def _parts(
    problem: type[Problem[Any, Any]] | None, own: Mapping[str, inspect.Parameter]
) -> dict[str, dict[str, FieldInfo]]:
    """The fields that each of the command's parameters `given` and `reading` stands for."""
    found: dict[str, dict[str, FieldInfo]] = {name: {} for name in ("given", "reading")}
    if problem is not None:
        found |= {
            "given": {**problem.Params.model_fields, **_family_of(problem)},
            "reading": dict(problem.Reading.model_fields),
        }
    return {name: fields for name, fields in found.items() if name in own}


def _spelled(parameters: Iterable[inspect.Parameter]) -> set[str]:
    """The options that parameters are given by, as fields would spell them."""
    options = [kind for each in parameters for kind in getattr(each.annotation, "__metadata__", ())]
    words = [word for each in options for word in (each.default, *(each.param_decls or ()))]
    return {word.removeprefix("--").replace("-", "_") for word in words if isinstance(word, str)}


def _parameter(name: str, field: FieldInfo, panel: str) -> inspect.Parameter:
    kind: Any = field.annotation
    usual = "" if field.default is None else f" [default: {field.default}]"
    option = typer.Option(
        f"--{name.replace('_', '-')}",
        help=printable(f"{field.description or name}{usual}"),
        show_default=False,
        rich_help_panel=panel,
    )
    return inspect.Parameter(
        name,
        inspect.Parameter.KEYWORD_ONLY,
        default=None,
        annotation=Annotated[kind | None, option],
    )


def _family_of(problem: type[Problem[Any, Any]]) -> dict[str, FieldInfo]:
    """The option that stands for the problem's families; none where it has none."""
    if not problem.families:
        return {}
    known = ", ".join(problem.families)
    return {"family": FieldInfo(annotation=str, default=None, description=f"One of: {known}.")}


def problem_named(name: str) -> Problem[Any, Any]:
    """The problem of that name."""
    return installed().problem(name)
