"""A field for each option that a problem declares: of its generator, or of its reader."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal, get_args, get_origin

from nicegui import ui
from pydantic.fields import FieldInfo

from thinkers.problems.wording import printable
from thinkers.settings import Settings


class Options:
    """Fields for the options of a class of settings; empty ones are left to their defaults.

    Args:
        kind: The class.
        families: Named sets of its options, one of which may be chosen.
    """

    def __init__(self, kind: type[Settings], families: Mapping[str, Any] | None = None) -> None:
        self._fields: dict[str, Any] = {}
        with ui.element("div").classes("options"):
            if families:
                self._fields["family"] = _select("family", ["", *families])
            for name, field in kind.model_fields.items():
                self._fields[name] = _field(name, field)

    @property
    def given(self) -> dict[str, str]:
        """What the visitor typed, by the option's name."""
        return {name: str(field.value or "").strip() for name, field in self._fields.items()}


def _field(name: str, field: FieldInfo) -> Any:
    title = name.replace("_", " ")
    choices = list(_choices(field.annotation))
    shown = _select(title, ["", *choices]) if choices else ui.input(title)
    usual = field.get_default(call_default_factory=True)
    default = "" if field.is_required() or usual is None else f" [default: {usual}]"
    shown.props["hint"] = printable(f"{field.description or ''}{default}".strip())
    return shown


def _select(title: str, choices: list[str]) -> Any:
    return ui.select(choices, label=title, value="")


def _choices(annotation: Any) -> Iterator[str]:
    """The words that an option may be; none where it is a number or a text."""
    if annotation is bool:
        yield from ("true", "false")
    elif get_origin(annotation) is Literal:
        yield from map(str, get_args(annotation))
    else:
        for each in get_args(annotation):
            yield from _choices(each)
