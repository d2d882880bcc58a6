"""Whatever a method of a stranger's problem gives back, its class says what it should have been."""

import asyncio
from dataclasses import replace
from functools import wraps
from types import FunctionType

import numpy as np
import pytest
from thinkers_prefix_sums.centred import CentredEncoding
from thinkers_prefix_sums.problem import PrefixSums

from thinkers import Batch, Encoding, Problem
from thinkers.errors import PluginError, ThinkersError
from thinkers.problems.encoded import ENCODING_FAULTS
from thinkers.problems.returns import FAULTS

BITS = np.array([1, 0, 1, 1])
SCORES = np.zeros((2, 4), np.float32)
BATCH = CentredEncoding().encode([BITS], [BITS])

ARGUMENTS = {
    "generate": (np.random.default_rng(0), 2, PrefixSums.Params()),
    "check": (BITS, BITS),
    "label": ([BITS],),
    "lower_bound": (BITS,),
    "draw": (BITS, BITS),
    "toy": (),
    "describe": (BITS,),
    "describe_solution": (BITS,),
    "words": (BITS, BITS),
    "refine": (BITS, BITS, None),
    "mutate": (BITS, np.random.default_rng(0)),
    "symmetric": (BITS, np.random.default_rng(0)),
    "unlabelled": (BITS,),
    "traits": (BITS,),
    "read": ("a.txt",),
    "read_answers": ("a.txt",),
    "read_answers_to": ("a.txt", [BITS]),
    "produce": ("a.txt", 2, 0, None, 1, print),
    "save": ("a.txt", [BITS], None),
    "params": ({},),
    "sized": (8, {}),
}
"""What each method of a problem is called with."""

ENCODING_ARGUMENTS = {
    "shape": (BITS,),
    "encode": ([BITS], [BITS]),
    "decode": (SCORES, BITS),
    "decode_each": (SCORES[None], [BITS]),
    "augment": (BATCH, np.random.default_rng(0)),
    "accuracy": (SCORES, BITS),
    "confidence": (SCORES, BITS),
    "heat": (SCORES, BITS),
    "loss": (SCORES, {}),
    "prove": (None,),
}
"""What each method of an encoding is called with."""

EVERY = {**ARGUMENTS, **ENCODING_ARGUMENTS}


class Bomb:
    """Nothing can be done with it, not even to show it."""

    def __repr__(self):
        raise RuntimeError("boom")

    __len__ = __iter__ = __bool__ = __repr__


def wide(batch):
    return Batch(batch.inputs[:, :, :2], batch.mask)


WRONG = {
    "a number": 5.5,
    "a list of nothing": [None, None],
    "a bomb": Bomb(),
    "bombs": [Bomb(), Bomb()],
    "a class": type,
    "an object in JSON": {"a": object()},
    "nan in JSON": {"a": [float("nan")]},
    "numbers for names": {1: 2},
    "a batch of another shape": wide(BATCH),
    "a batch of another type": Batch(BATCH.inputs.astype(int), BATCH.mask, BATCH.targets),
    "a batch of lists": Batch([[1]], BATCH.mask, BATCH.targets),
    "lengths below 1": (0,),
    "lengths that are none": (2.0,),
    "two axes": (2, 2),
}
"""What no method may give back, but for the first of these."""

FILED = {"read", "read_answers", "read_answers_to", "produce", "save"}
"""Methods that need a file."""

ALLOWED = {
    ("read_answers", "a list of nothing"), ("read_answers_to", "a list of nothing"),
    ("lower_bound", "a number"),
}  # fmt: skip


class NoText(Exception):
    def __str__(self):
        raise ValueError("no")


def stranger(method, act):
    """A problem, or an encoding, one of whose methods acts so."""
    base = CentredEncoding if method in ENCODING_ARGUMENTS else PrefixSums
    return type("Odd", (base,), {"name": "odd", method: act})()


def public(interface):
    """The names of an interface's methods."""
    return {
        name
        for name, value in vars(interface).items()
        if isinstance(value, FunctionType) and not name.startswith("_")
    }


def test_every_method_of_a_problem_and_of_an_encoding_is_looked_at():
    unchecked = {"write", "require"}  # nothing comes back from these
    assert set(FAULTS) == public(Problem) - unchecked == set(ARGUMENTS)
    assert set(ENCODING_FAULTS) == public(Encoding) == set(ENCODING_ARGUMENTS)


@pytest.mark.parametrize("method", EVERY)
def test_what_is_wrong_is_said_of_the_method_that_gave_it(method):
    for wrong in (found for kind, found in WRONG.items() if (method, kind) not in ALLOWED):

        def act(self, *given, wrong=wrong):
            return wrong

        act.__name__ = method
        problem = stranger(method, act)
        with pytest.raises(PluginError, match=f"{method} of odd returned .*, expected ") as caught:
            getattr(problem, method)(*EVERY[method])
        text = str(caught.value)
        assert "test_returns.py, line" in text
        assert "\n" not in text
        assert len(text) < 300
        assert caught.value.exit_code == 1


@pytest.mark.parametrize("method", sorted(set(EVERY) - FILED - {"loss", "prove"}))
def test_what_is_right_comes_back_as_it_is(method):
    def act(self, *given):
        base = CentredEncoding if method in ENCODING_ARGUMENTS else PrefixSums
        return getattr(base, method)(self, *given)

    assert getattr(stranger(method, act), method)(*EVERY[method]) is not NotImplemented


def accuracy(self, *given, **named):
    return "not a number"


@pytest.mark.parametrize("count", [0, 1, 2])
def test_arguments_may_be_given_by_place_or_by_name(count):
    given = dict(zip(("scores", "instance"), (SCORES, BITS), strict=True))
    by_place, by_name = list(given.values())[:count], dict(list(given.items())[count:])
    with pytest.raises(PluginError, match=r"accuracy of odd returned .*, expected a number"):
        stranger("accuracy", accuracy).accuracy(*by_place, **by_name)


@pytest.mark.parametrize(
    ("given", "named"), [((), {}), ((SCORES, BITS, 1), {}), ((SCORES, BITS), {"own": 1})]
)
def test_a_call_that_the_interface_does_not_know_is_the_plugins_own_affair(given, named):
    assert stranger("accuracy", accuracy).accuracy(*given, **named) == "not a number"


@pytest.mark.parametrize(
    "error",
    [StopIteration("s"), GeneratorExit("s"), SystemExit(0), BrokenPipeError("s"),
     type("Pressed", (KeyboardInterrupt,), {})("s")],
    ids=lambda error: type(error).__name__,
)  # fmt: skip
def test_what_would_mean_something_else_to_the_caller_is_the_plugins_fault(error):
    def shape(self, instance):
        raise error

    with pytest.raises(PluginError, match=f"shape of odd raised {type(error).__name__}"):
        stranger("shape", shape).shape(BITS)


@pytest.mark.parametrize(
    "error",
    [ValueError("v"), NoText(), KeyboardInterrupt(), asyncio.CancelledError(), ThinkersError("t")],
    ids=lambda error: type(error).__name__,
)
def test_all_else_is_raised_as_it_is(error):
    def shape(self, instance):
        raise error

    with pytest.raises(type(error)) as caught:
        stranger("shape", shape).shape(BITS)
    assert caught.value is error


def test_a_method_that_a_class_takes_from_another_is_named_by_the_class_it_is_called_on():
    def traits(self, instance):
        return {"long"}

    class Heir(type(stranger("traits", traits))):
        name = "heir"

    with pytest.raises(PluginError, match=r"traits of heir returned .*, expected a fro"):
        Heir().traits(BITS)


class Wider(CentredEncoding):
    """The inputs of the class it is derived from, and one channel more."""

    name = "wider"
    signature = replace(CentredEncoding.signature, channels=CentredEncoding.signature.channels + 1)

    def encode(self, instances, solutions=None):
        batch = super().encode(instances, solutions)
        return replace(batch, inputs=np.concatenate([batch.inputs, batch.inputs[:, :1]], 1))


def test_what_super_gives_is_not_held_to_the_signature_of_the_class_derived_from_it():
    channels = Wider().encode([BITS], [BITS]).inputs.shape[1]
    assert channels == CentredEncoding().encode([BITS]).inputs.shape[1] + 1


def test_a_method_that_is_wrapped_after_its_class_was_made_is_still_checked(monkeypatch):
    class Wrong(CentredEncoding):
        def decode(self, scores, instance):
            return "nonsense"

    inner = Wrong.decode

    @wraps(inner)
    def timed(self, scores, instance):
        return inner(self, scores, instance)

    monkeypatch.setattr(Wrong, "decode", timed)
    with pytest.raises(PluginError, match=r"decode of .* returned 'nonsense', expected an answer"):
        Wrong().decode(SCORES, BITS)


def test_what_is_made_of_it_is():
    class Narrow(Wider):
        signature = CentredEncoding.signature

    with pytest.raises(PluginError, match=r"encode of wider returned .*, expected inputs to be"):
        Narrow().encode([BITS])


def test_a_write_that_writes_nothing_is_said_of_the_plugin(tmp_path):
    def write(self, path, instances, solutions):
        del path, instances, solutions

    with pytest.raises(PluginError, match=r"write of odd wrote no file .*a\.txt"):
        stranger("write", write).save(tmp_path / "a.txt", [BITS], None)
