"""What is packed comes back to the bit, or is refused; a forged file makes nothing of its own."""

import json
import pickle
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from thinkers_chess.problem import Chess
from thinkers_maze.problem import Maze
from thinkers_prefix_sums.problem import PrefixSums
from thinkers_tsp.problem import Tsp

from thinkers.errors import ConfigError
from thinkers.training.data import packing
from thinkers.training.data.code import code_of
from thinkers.training.data.packing import WORD, packed, unpacked

OURS = frozenset({__name__.partition(".")[0]})


class Colour(Enum):
    """Two colours."""

    RED = 1
    BLUE = 2


class Item(NamedTuple):
    """Of a knapsack."""

    weight: int
    value: float


@dataclass(frozen=True)
class Sack:
    """A knapsack."""

    items: tuple[Item, ...]
    colour: Colour = Colour.RED
    room: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "room", sum(item.weight for item in self.items))


@dataclass
class Growing:
    """Not what it was made of."""

    number: int

    def __post_init__(self) -> None:
        self.number += 1


VALUES = {
    "numbers": [1, -(10**30), 0.1, float("inf"), True, None],
    "text": ["", "é\n\ud800"],
    "bytes": [b"", b"\0\xff"],
    "collections": [(1, [2, (3,)]), {1: "a", (2, "b"): None}, {3, 1}, frozenset({"x"}), [], ()],
    "numbers of NumPy": [np.float32(0.1), np.int8(-3), np.bool_(True), np.str_("x")],
    "classes": [Item(1, 2.5), Sack((Item(3, 1.0),), Colour.BLUE), Colour.RED],
}


@pytest.mark.parametrize("kind", VALUES)
def test_plain_values_and_collections_come_back_with_their_types(kind):
    values = VALUES[kind]
    found = unpacked(packed(values, OURS), OURS)
    assert found == values
    assert list(map(type, found)) == list(map(type, values))


@pytest.mark.parametrize("dtype", ["?", "i1", "<u8", ">i4", "f2", "f8", "c8", "S3", "U2", "M8[D]"])
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 0, 3), (2, 2)])
def test_arrays_come_back_with_type_and_shape(dtype, shape):
    array = np.arange(np.prod(shape, dtype=int)).reshape(shape).astype("i8").astype(dtype)
    [found] = unpacked(packed([array], OURS), OURS)
    assert (found.dtype, found.shape) == (array.dtype, array.shape)
    assert found.tobytes() == array.tobytes()


@pytest.mark.parametrize("problem", [Chess(), Maze(), PrefixSums(), Tsp()], ids=lambda it: it.name)
def test_instances_and_answers_of_every_problem_come_back(problem):
    packages = code_of(type(problem)).packages
    drawn = problem.generate(np.random.default_rng(1), 5, problem.Params())
    instance, solution = problem.toy()
    things = [*drawn, instance, solution]
    found = unpacked(packed(things, packages), packages)
    assert list(map(type, found)) == list(map(type, things))
    assert packed(found, packages) == packed(things, packages)
    for before, after in zip(drawn, found, strict=False):
        assert problem.describe(after) == problem.describe(before)


def of_itself() -> list[Any]:
    """A list that holds itself."""
    found: list[Any] = []
    found.append(found)
    return found


REFUSED = {
    "object": (object(), "a builtins:object cannot be kept"),
    "array of objects": (np.array([None]), "a array of object cannot be kept"),
    "class of others": (Path("a"), "cannot be kept"),
    "time": (timedelta(1), "a datetime:timedelta cannot be kept"),
    "function": (len, "cannot be kept"),
    "not what it was made of": (Growing(1), "what was kept would come back as something else"),
    "itself": (of_itself(), "what was kept cannot be made again"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_would_not_come_back_is_refused_in_one_sentence(kind):
    value, fault = REFUSED[kind]
    with pytest.raises(ConfigError, match=fault) as raised:
        packed([value], OURS)
    assert raised.value.hint.startswith("dataclasses of numbers")


def test_classes_of_other_packages_are_refused_both_ways():
    with pytest.raises(ConfigError, match=r"Item cannot be kept"):
        packed([Item(1, 2.0)], frozenset())
    with pytest.raises(Exception, match="Item"):
        unpacked(packed([Item(1, 2.0)], OURS), frozenset())


@pytest.mark.parametrize(
    "name",
    [
        "os:system",
        "subprocess:Popen",
        "builtins:eval",
        f"{__name__}:of_itself",
        f"{__name__}:pytest",
    ],
)
def test_a_forged_name_of_what_has_no_fields_is_refused(name):
    words = json.dumps([{"of": [name, {}]}]).encode()
    with pytest.raises(Exception, match=name):
        unpacked(len(words).to_bytes(WORD, "little") + words, OURS | {"os", "builtins"})


@pytest.mark.parametrize(
    "form",
    [{"ndarray": ["|O", 1]}, {"ndarray": ["<f8", 10**12]}, {"ndarray": ["<f8", -1]},
     {"bytes": -1}, {"bytes": 10**12}, {"of": []}, {"list": []}, {"a": 1, "b": 2}, {}],
)  # fmt: skip
def test_a_forged_form_is_refused(form):
    words = json.dumps([form]).encode()
    with pytest.raises((KeyError, TypeError, ValueError, LookupError, packing._Unknown)):
        unpacked(len(words).to_bytes(WORD, "little") + words + bytes(16), OURS)


def test_a_pickle_is_refused():
    with pytest.raises(ValueError, match=r"Expecting value|decode"):
        unpacked(pickle.dumps([1]), OURS)
