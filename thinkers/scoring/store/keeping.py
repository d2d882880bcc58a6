"""Instances and answers as bytes, and back again to the bit; reading them runs no foreign code.

What is kept is JSON, packed by zlib: numbers, texts, arrays of numbers, collections, and objects
with named fields. Objects are built by their own constructors, which check what they are given,
and only of classes that stand in the packages that the reader names.
"""

import base64
import json
import sys
import zlib
from collections.abc import Collection, Mapping
from dataclasses import fields, is_dataclass
from math import isfinite
from typing import Any

import numpy as np

MAX_UNPACKED = 1 << 30
"""Bytes that one instance or answer may unpack to (our choice)."""

NUMBERS = "biufc"
"""Kinds of arrays that hold numbers, after `numpy.dtype.kind`; and U, text."""


class UnkeptError(Exception):
    """There is no form for an object of this kind, or what was kept is not such a form."""


def kept(value: object) -> bytes:
    """The form of an object.

    Raises:
        UnkeptError: It is of a kind that has none.
    """
    text = json.dumps(_form(value), separators=(",", ":"))
    return zlib.compress(text.encode(), level=1)


def revived(content: bytes, packages: Collection[str]) -> Any:
    """The object again.

    Args:
        content: Its form.
        packages: Where its classes may stand: they and what is below them.

    Raises:
        UnkeptError: It is no such form, or its class stands elsewhere or refuses it.
    """
    unpacking = zlib.decompressobj()
    try:
        text = unpacking.decompress(content, MAX_UNPACKED)
        if not unpacking.eof:
            raise UnkeptError("it is cut, or too large")
        return _object(json.loads(text), packages)
    except UnkeptError:
        raise
    except Exception as error:  # forged content may raise anything, a constructor too
        raise UnkeptError(f"{type(error).__name__}: {error}") from error


def _form(value: object) -> Any:
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, np.ndarray | np.generic):
        return _array(value)
    if type(value) is int:
        return value
    if type(value) is float:
        return value if isfinite(value) else {"float": str(value)}
    if is_dataclass(value) and not isinstance(value, type):
        names = [each.name for each in fields(value) if each.init]
        return _named(value, {name: getattr(value, name) for name in names})
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return _named(value, value._asdict())
    if isinstance(value, list):
        return [_form(each) for each in value]
    for kind in (tuple, set, frozenset):
        if type(value) is kind:
            return {kind.__name__: [_form(each) for each in value]}
    if type(value) is dict:
        return {"dict": [[_form(key), _form(each)] for key, each in value.items()]}
    raise UnkeptError(f"{type(value).__module__}.{type(value).__qualname__} has no form")


def _array(value: "np.ndarray[Any, Any] | np.generic") -> dict[str, Any]:
    array = np.asarray(value)
    if array.dtype.kind not in NUMBERS + "U":
        raise UnkeptError(f"an array of {array.dtype} has no form")
    numbers = base64.b64encode(np.ascontiguousarray(array).tobytes()).decode()
    name = "array" if isinstance(value, np.ndarray) else "number"
    return {name: [array.dtype.str, list(array.shape), numbers]}


def _named(value: object, own: Mapping[str, object]) -> dict[str, Any]:
    kind = type(value)
    name = f"{kind.__module__}:{kind.__qualname__}"
    return {"object": [name, {name: _form(each) for name, each in own.items()}]}


def _object(form: Any, packages: Collection[str]) -> Any:
    if isinstance(form, list):
        return [_object(each, packages) for each in form]
    if not isinstance(form, dict):
        return form
    [(kind, content)] = form.items()
    if kind == "float":
        return float(content)
    if kind in {"array", "number"}:
        return _numbers(kind, *content)
    if kind == "dict":
        return {_object(key, packages): _object(each, packages) for key, each in content}
    if kind == "object":
        name, own = content
        values = {each: _object(value, packages) for each, value in own.items()}
        return _class(name, packages)(**values)
    makers = {"tuple": tuple, "set": set, "frozenset": frozenset}
    return makers[kind](_object(each, packages) for each in content)


def _numbers(kind: str, dtype: str, shape: list[int], content: str) -> Any:
    of = np.dtype(dtype)
    if of.kind not in NUMBERS + "U":
        raise UnkeptError(f"an array of {of} is none of numbers")
    array = np.frombuffer(base64.b64decode(content, validate=True), of).reshape(shape).copy()
    return array if kind == "array" else array[()]


def _class(name: str, packages: Collection[str]) -> type:
    """A class with named fields; its module has been imported, since its problem has."""
    module, _, path = name.partition(":")
    if not any(module == each or module.startswith(f"{each}.") for each in packages):
        raise UnkeptError(f"{module} is not where its classes stand")
    found: Any = sys.modules.get(module)
    for part in path.split("."):
        found = getattr(found, part, None)
    if not (isinstance(found, type) and (is_dataclass(found) or hasattr(found, "_fields"))):
        raise UnkeptError(f"{name} is no class with named fields")
    return found
