"""Help in plain lines that no width cuts, with a problem's own options under its name."""

import re
from typing import Any

import typer
from typer.core import TyperCommand

from thinkers.cli import streams
from thinkers.settings import NUMBER, TOO_LARGE


class Command(TyperCommand):
    """A command whose help lists options by group, and whose numbers are in plain digits."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Take the arguments apart; numbers must be `NUMBER`."""
        if not ctx.resilient_parsing and args:
            given, _, _ = self.make_parser(ctx).parse_args(args=list(args))
            for parameter in self.get_params(ctx):
                value, of_type = given.get(str(parameter.name)), vars(parameter)["type_descriptor"]
                fault = _fault(of_type.annotation, value) if isinstance(value, str) else ""
                if fault:
                    option, _ = parameter.get_help_record(ctx) or ("", "")
                    hint = f"'{option.split()[0].rstrip(',')}'"
                    raise typer.BadParameter(fault, ctx=ctx, param_hint=hint)
        return super().parse_args(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        """Run the command; what plugins print meanwhile goes to stderr."""
        with streams.results_only():
            return super().invoke(ctx)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write the arguments, the options, and each further group of options."""
        groups: dict[str, list[tuple[str, str]]] = {}
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx)
            kind = "Arguments" if parameter.param_type_name == "argument" else "Options"
            if record is not None:
                group = getattr(parameter, "rich_help_panel", None) or kind
                groups.setdefault(group, []).append(record)
        for group, records in groups.items():
            with formatter.section(group):
                formatter.write_dl(records)


def _fault(kind: object, value: str) -> str:
    """What is wrong with a text that is to be a number; empty where nothing is, or it is not."""
    if kind not in {int, float}:
        return ""
    if not NUMBER.fullmatch(value):
        return f"{value!r:.60} is not a valid number."
    if kind is int and re.fullmatch("[+-]?[0-9]+", value):
        digits = value.lstrip("+-0")
        if len(digits) >= len(str(TOO_LARGE)):
            return f"expected at most 18 digits, got {len(digits)}."
    return ""


def first_sentence(command: Any) -> str:
    """What a list of commands says of one: the first line of its docstring, not cut."""
    return str(command.__doc__).strip().partition("\n")[0]
