"""Help in plain lines that no width cuts, with a problem's own options under its name."""

import re
from typing import Any

import typer
from typer.core import TyperCommand

NUMBER = re.compile(r"[+-]?([0-9.]+(e[+-]?[0-9]+)?|inf|infinity|nan)", re.IGNORECASE)
"""A number as people write one; Python would also take `1_0`, blanks, and digits of any script."""


class Command(TyperCommand):
    """A command whose help lists options by group, and whose numbers are in plain digits."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Take the arguments apart; numbers must be `NUMBER`."""
        if not ctx.resilient_parsing and args:
            given, _, _ = self.make_parser(ctx).parse_args(args=list(args))
            for parameter in self.get_params(ctx):
                option, _ = parameter.get_help_record(ctx) or ("", "")
                value = given.get(str(parameter.name))
                if isinstance(value, str) and _is_odd(option, value):
                    said = f"{value!r} is not a valid number."
                    raise typer.BadParameter(
                        said, ctx=ctx, param_hint=f"'{option.split()[0].rstrip(',')}'"
                    )
        return super().parse_args(ctx, args)

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


def _is_odd(option: str, value: str) -> bool:
    """Whether an option such as `--bits <int range>` is given a number as nobody writes one."""
    return re.search(r" <(int|float)\b", option) is not None and not NUMBER.fullmatch(value)


def first_sentence(command: Any) -> str:
    """What a list of commands says of one: the first line of its docstring, not cut."""
    return str(command.__doc__).strip().partition("\n")[0]
