"""Instances and answers as bytes, and back: nothing that a forged file names is run.

Plain values, NumPy arrays and collections are themselves. Of dataclasses, named tuples and
enumerations the class is named; it is taken only from packages that the caller trusts, and made by
its own constructor, which checks what it is given.
"""

import json
import sys
from collections.abc import Callable, Sequence, Set
from dataclasses import fields, is_dataclass
from enum import Enum
from math import prod
from typing import Any

import numpy as np

from thinkers.errors import ConfigError

PLAIN = (bool, int, float, str, type(None))
"""What JSON gives back as it was."""

NUMBERS = "biufcSUmM"
"""NumPy's kinds of types that are bytes and nothing else."""

WORD = 8
"""Bytes of the number that says how long the JSON is; it comes first, the arrays come last."""


class _Unknown(Exception):
    """A value that has no form here."""


def packed(things: Sequence[Any], packages: Set[str]) -> bytes:
    """Instances or answers as bytes, from which `unpacked` makes them again, to the bit.

    Args:
        things: What is kept.
        packages: Whose classes may be among them.

    Raises:
        ConfigError: They hold what cannot be given back as it was; says what.
    """
    hint = "dataclasses of numbers, text, arrays and collections of them can be kept"
    try:
        content = _content(things, packages)
        whole = _content(unpacked(content, packages), packages) == content
    except _Unknown as error:
        raise ConfigError(f"a {error} cannot be kept", hint) from error
    except Exception as error:  # a plugin's constructor may raise anything
        raise ConfigError(f"what was kept cannot be made again: {error}", hint) from error
    if not whole:
        raise ConfigError("what was kept would come back as something else", hint)
    return content


def unpacked(content: bytes, packages: Set[str]) -> Any:
    """What was packed, as a list.

    Raises:
        Exception: The bytes are no such content; a class may raise anything of wrong arguments.
    """
    end = WORD + int.from_bytes(content[:WORD], "little")
    return _Reader(content[end:], packages).value(json.loads(content[WORD:end]))


def _content(things: Sequence[Any], packages: Set[str]) -> bytes:
    blobs: list[bytes] = []
    words = json.dumps(_Writer(blobs, packages).form(list(things))).encode()
    return b"".join([len(words).to_bytes(WORD, "little"), words, *blobs])


class _Writer:
    """Values as JSON; the bytes of arrays go to `blobs`, in order."""

    def __init__(self, blobs: list[bytes], packages: Set[str]) -> None:
        self._blobs, self._packages = blobs, packages

    def form(self, value: Any) -> Any:
        kind = type(value)
        if kind in PLAIN:
            return value
        if kind is list:
            return [self.form(each) for each in value]
        return {kind.__name__: self._special(kind, value)} if kind in SPECIAL else self._of(value)

    def _special(self, kind: type, value: Any) -> Any:
        if kind is dict:
            return [[self.form(key), self.form(each)] for key, each in value.items()]
        if kind is bytes:
            return self._bytes(value)
        if kind is np.ndarray:
            return self._array(value)
        forms = [self.form(each) for each in value]
        return forms if kind is tuple else sorted(forms, key=json.dumps)

    def _array(self, value: Any) -> Any:
        if value.dtype.kind not in NUMBERS:
            raise _Unknown(f"array of {value.dtype}")
        self._blobs.append(value.tobytes())
        return [value.dtype.str, *value.shape]

    def _bytes(self, value: bytes) -> int:
        self._blobs.append(value)
        return len(value)

    def _of(self, value: Any) -> Any:
        """A number of NumPy, or a thing of a class that is named."""
        kind = type(value)
        if isinstance(value, np.generic):
            return {"number": self._array(np.asarray(value))}
        name = f"{kind.__module__}:{kind.__qualname__}"
        _class_named(name, self._packages)
        if isinstance(value, Enum):
            return {"of": [name, {"name": value.name}]}
        every = _fields_of(kind)
        own = {each: self.form(getattr(value, each)) for each in every}
        return {"of": [name, own]}


class _Reader:
    """Values from their JSON and the bytes of arrays, in order."""

    def __init__(self, blob: bytes, packages: Set[str]) -> None:
        self._blob, self._at, self._packages = blob, 0, packages

    def value(self, form: Any) -> Any:
        if isinstance(form, list):
            return [self.value(each) for each in form]
        if not isinstance(form, dict):
            return form
        [(name, content)] = form.items()
        return self._special(name, content)

    def _special(self, name: str, content: Any) -> Any:
        if name == "of":
            return self._of(*content)
        if name == "dict":
            return {self.value(key): self.value(each) for key, each in content}
        if name == "bytes":
            return self._take(content)
        if name == "ndarray":
            return self._array(*content)
        if name == "number":
            return self._array(*content)[()]
        make: Callable[[Any], Any] = {"tuple": tuple, "set": set, "frozenset": frozenset}[name]
        return make([self.value(each) for each in content])

    def _array(self, dtype: str, *shape: int) -> Any:
        kind = np.dtype(dtype)
        if kind.kind not in NUMBERS:
            raise _Unknown(f"array of {dtype}")
        content = self._take(kind.itemsize * prod(shape))
        return np.frombuffer(content, kind).reshape(shape).copy()

    def _take(self, count: int) -> bytes:
        """The next bytes."""
        begin, self._at = self._at, self._at + count
        if not begin <= self._at <= len(self._blob):
            raise ValueError("the arrays are cut")
        return self._blob[begin : self._at]

    def _of(self, name: str, own: dict[str, Any]) -> Any:
        kind = _class_named(name, self._packages)
        values = {each: self.value(form) for each, form in own.items()}
        if issubclass(kind, Enum):
            return kind[values["name"]]
        made = {each.name for each in fields(kind) if not each.init} if is_dataclass(kind) else ()
        return kind(**{each: value for each, value in values.items() if each not in made})


SPECIAL = (dict, tuple, set, frozenset, bytes, np.ndarray)
"""Collections that JSON would give back as something else."""


def _class_named(name: str, packages: Set[str]) -> type:
    """A class of a loaded module of these packages, of a kind that has nothing but its fields."""
    module, _, path = name.partition(":")
    found: Any = sys.modules.get(module) if module.partition(".")[0] in packages else None
    for part in path.split("."):
        found = vars(found).get(part) if found is not None else None
    if not isinstance(found, type) or not (issubclass(found, Enum) or _has_fields(found)):
        raise _Unknown(name)
    return found


def _has_fields(kind: type) -> bool:
    return is_dataclass(kind) or (issubclass(kind, tuple) and hasattr(kind, "_fields"))


def _fields_of(kind: type) -> list[str]:
    if is_dataclass(kind):
        return [each.name for each in fields(kind)]
    named: tuple[str, ...] = getattr(kind, "_fields", ())
    return list(named)
