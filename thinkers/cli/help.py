"""Help in plain lines that no width cuts, with a problem's own options under its name."""

from typing import Any

from typer.core import TyperCommand


class Command(TyperCommand):
    """A command whose help lists options by the group that they say they are of."""

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


def first_sentence(command: Any) -> str:
    """What a list of commands says of one: the first line of its docstring, not cut."""
    return str(command.__doc__).strip().partition("\n")[0]
