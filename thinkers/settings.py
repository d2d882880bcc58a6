"""Validated settings: options of problems and baselines, and the sections of a recipe."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any, Self, TypeVar

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError, model_validator

from thinkers.errors import ConfigError, ThinkersError, did_you_mean

NUMBER = re.compile(r"[+-]?([0-9.]+(e[+-]?[0-9]+)?|inf|infinity|nan)", re.IGNORECASE)
"""A number as people write one; Python would also take `1_0`, blanks, and digits of any script."""

TOO_LARGE = 1 << 63
"""Whole numbers from here on fit no array, no file and no loop."""


class Settings(BaseModel):
    """Frozen, typed, range-checked fields; an unknown key is an error, never ignored.

    Numbers are finite, and whole ones below `TOO_LARGE`.
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", arbitrary_types_allowed=True, allow_inf_nan=False
    )

    @model_validator(mode="after")
    def _numbers_have_a_use(self) -> Self:
        require_usable(self.__dict__.items())
        return self

    @classmethod
    def of(cls, values: Mapping[str, Any], where: str = "") -> Self:
        """Validate `values`.

        Args:
            values: Field names and values; strings are converted.
            where: What the values came from, for the message.

        Raises:
            ConfigError: Names the first bad field, what was expected, and what is near.
        """
        try:
            made = cls.model_validate(dict(values))
        except ValidationError as error:
            raise ConfigError(_sentence(cls, error, where)) from error
        for name, value in values.items():
            numeric = isinstance(getattr(made, name, None), int | float)
            if isinstance(value, str) and numeric and _is_odd(value):
                raise ConfigError(f"{where}: {name}: {value!r} is no number".removeprefix(": "))
        return made


def require_usable(values: Iterable[tuple[str, Any]]) -> None:
    """See that whole numbers, those of lists too, are not beyond all use.

    Raises:
        ValueError: One is; says which.
    """
    for name, value in values:
        for each in value if isinstance(value, list | tuple) else [value]:
            if isinstance(each, int) and abs(each) >= TOO_LARGE:
                raise ValueError(f"{name}: expected a number of at most 18 digits")


def _is_odd(text: str) -> bool:
    """Whether a text converts to a number but is not written as one, such as `1_0`."""
    return not text.isalpha() and not NUMBER.fullmatch(text)


Config = TypeVar("Config")


def config_of(kind: type[Config], values: Mapping[str, Any], where: str) -> Config:
    """A plain dataclass from validated values, as strict about them as `Settings.of`.

    Raises:
        ConfigError: Names the first bad field, what was expected, and what is near.
    """
    known = [field.name for field in fields(kind)]  # type: ignore[arg-type]
    for name in values:
        if name not in known:
            raise ConfigError(f"{where}: unknown key {name!r}{did_you_mean(name, known)}")
    try:
        made = TypeAdapter(kind).validate_python(dict(values))
        require_usable(vars(made).items())
        return made
    except ValidationError as error:
        raise ConfigError(_sentence(None, error, where)) from error
    except ValueError as error:
        raise ConfigError(f"{where}: {error}") from error
    except ThinkersError as error:
        raise ConfigError(f"{where}: {error}", error.hint) from error


def _sentence(settings: type[BaseModel] | None, error: ValidationError, where: str) -> str:
    first = error.errors()[0]
    path = ".".join(str(part) for part in first["loc"])
    prefix = f"{where}: " if where else ""
    if settings and first["type"] == "extra_forbidden":
        known = _fields(settings, first["loc"][:-1])
        return f"{prefix}unknown key {path!r:.80}{did_you_mean(str(first['loc'][-1]), known)}"
    reason = first["msg"].removeprefix("Value error, ")
    reason = reason[:1].lower() + reason[1:]
    whole = first["type"] == "missing" or isinstance(first["input"], Mapping)
    got = "" if whole else f", got {first['input']!r:.80}"
    return f"{prefix}{path}: {reason}{got}" if path else f"{prefix}{reason}"


def _fields(settings: type[BaseModel], path: tuple[int | str, ...]) -> list[str]:
    """The field names of the section that `path` leads to."""
    for part in path:
        field = settings.model_fields.get(str(part))
        if field is None:
            continue
        inner = [field.annotation, *getattr(field.annotation, "__args__", ())]
        settings = next(
            (kind for kind in inner if isinstance(kind, type) and issubclass(kind, BaseModel)),
            settings,
        )
    return list(settings.model_fields)
