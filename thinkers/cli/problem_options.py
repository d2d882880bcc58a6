"""The options that a problem brings along, on the commands that work on it."""

import inspect
from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Any

import typer
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from thinkers.cli.groups import signed
from thinkers.errors import PluginError
from thinkers.problems.problem import Problem
from thinkers.problems.wording import printable

NAME_IT = "Problems have options of their own: name one to see them, as in `solve tsp --help`."


def with_problem_options(
    command: Callable[..., None], problem: type[Problem[Any, Any]] | None
) -> Callable[..., None]:
    """The command with an option for each field of the problem's `Params` and `Reading`.

    The command's own parameter `given` gets those of `Params` that the user gave; its parameter
    `reading`, if it reads files, gets those of `Reading`; its parameter `families`, if it takes
    several, gets the families.
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
            values[part] = {name: value for name, value in given.items() if value not in (None, [])}
        command(**values)

    parameters = [each for name, each in own.items() if name not in parts] + added
    extended.__doc__ = command.__doc__
    if problem is None:
        extended.__doc__ = f"{inspect.getdoc(command)}\n\n{NAME_IT}"
    return signed(extended, parameters)


def _parts(
    problem: type[Problem[Any, Any]] | None, own: Mapping[str, inspect.Parameter]
) -> dict[str, dict[str, FieldInfo]]:
    """The fields that each such parameter of the command stands for."""
    found: dict[str, dict[str, FieldInfo]] = {name: {} for name in ("given", "reading", "families")}
    if problem is not None:
        own_family = {} if "families" in own else _family_of(problem, str)
        found |= {
            "given": {**problem.Params.model_fields, **own_family},
            "reading": dict(problem.Reading.model_fields),
            "families": _family_of(problem, list[str]),
        }
    return {name: fields for name, fields in found.items() if name in own}


def _spelled(parameters: Iterable[inspect.Parameter]) -> set[str]:
    """The options that parameters are given by, as fields would spell them."""
    options = [kind for each in parameters for kind in getattr(each.annotation, "__metadata__", ())]
    words = [word for each in options for word in (each.default, *(each.param_decls or ()))]
    return {word.removeprefix("--").replace("-", "_") for word in words if isinstance(word, str)}


def _parameter(name: str, field: FieldInfo, panel: str) -> inspect.Parameter:
    kind: Any = field.annotation
    default = field.get_default(call_default_factory=True)
    usual = "" if default is None or default is PydanticUndefined else f" [default: {default}]"
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


def _family_of(problem: type[Problem[Any, Any]], kind: Any) -> dict[str, FieldInfo]:
    """The option that stands for the problem's families; none where it has none."""
    if not problem.families:
        return {}
    known = ", ".join(problem.families)
    told = f"One of: {known}." if kind is str else f"One of these; repeatable: {known}."
    return {"family": FieldInfo(annotation=kind, default=None, description=told)}
