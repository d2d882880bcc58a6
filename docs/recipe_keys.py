"""The keys of a recipe as tables, from the settings and their docstrings; for `docs/recipe.md`."""

import dataclasses
import inspect
import json
import re
from collections.abc import Iterator
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic.fields import FieldInfo

from thinkers import Settings, Thinker, installed
from thinkers.training.recipe import Recipe

WORDS = {int: "integer", float: "number", str: "text", bool: "true or false", dict: "table"}
BOUNDS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<"}


def recipe() -> Iterator[str]:
    """Lines of Markdown: a heading and a table for the recipe itself and for each section."""
    yield from _table("The recipe itself", Recipe)
    for name, field in Recipe.model_fields.items():
        for section in _sections(field.annotation):
            yield from _table(f"`[{name}]`", section)
            groups: dict[type[Settings], list[str]] = {}
            for key, below in section.model_fields.items():
                for group in _sections(below.annotation):
                    groups.setdefault(group, []).append(f"`[[{name}.{key}]]`")
            for group, heads in groups.items():
                yield from _table(" and ".join(heads), group)


def configs() -> Iterator[str]:
    """Lines of Markdown: a heading and a table for each installed thinker of the core."""
    for name, thinker in installed().thinkers().items():
        if thinker.__module__.startswith("thinkers."):
            yield from _table(f"`[config]` of `{name}`", thinker.Config, _config(thinker))


def _config(thinker: type[Thinker]) -> dict[str, tuple[str, str]]:
    hints = get_type_hints(thinker.Config)
    fields = dataclasses.fields(thinker.Config)
    return {each.name: (_words(hints[each.name]), _shown(each.default)) for each in fields}


def _table(
    head: str, section: type, keys: dict[str, tuple[str, str]] | None = None
) -> Iterator[str]:
    meanings = _meanings(section)
    yield from (f"## {head}", "", "| key | value | default | meaning |", "|---|---|---|---|")
    for name, (value, default) in (keys or _keys(section)).items():
        yield f"| `{name}` | {value} | {default} | {meanings[name]} |"
    yield ""


def _keys(section: type[Settings]) -> dict[str, tuple[str, str]]:
    fields = section.model_fields.items()
    return {name: (_value(field), _default(field)) for name, field in fields}


def _sections(annotation: Any) -> list[type[Settings]]:
    if isinstance(annotation, type) and issubclass(annotation, Settings):
        return [annotation]
    return [section for part in get_args(annotation) for section in _sections(part)]


def _meanings(section: type) -> dict[str, str]:
    """What the section `Attributes` of the docstring says of each."""
    _, _, listed = (inspect.getdoc(section) or "").partition("Attributes:\n")
    entries = re.findall(r"^    (\w+): (.*(?:\n {8}.*)*)", listed, re.MULTILINE)
    return {name: " ".join(text.split()).replace("|", r"\|") for name, text in entries}


def _value(field: FieldInfo) -> str:
    limits = [
        f"{sign} {getattr(bound, name)}"
        for bound in field.metadata
        for name, sign in BOUNDS.items()
        if getattr(bound, name, None) is not None
    ]
    return ", ".join([_words(field.annotation), *limits])


def _words(annotation: Any) -> str:
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return ", ".join(f"`{each}`" for each in parts)
    if origin in {Union, UnionType}:
        return " or ".join(_words(each) for each in parts if each is not type(None))
    if _sections(annotation):
        return "tables" if origin is list else "table"
    if origin in {list, tuple}:
        return f"list of {_words(parts[0])}s"
    return WORDS[origin or annotation]


def _default(field: FieldInfo) -> str:
    return (
        "required" if field.is_required() else _shown(field.get_default(call_default_factory=True))
    )


def _shown(value: Any) -> str:
    return "none" if value is None else f"`{json.dumps(value)}`"
