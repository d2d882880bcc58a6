"""Whatever a stranger's thinker gives back, its class says what it should have been."""

import pytest
import torch
from thinkers_prefix_sums.problem import PrefixSums

from thinkers.errors import PluginError
from thinkers.nets import DTR, Thinker
from thinkers.nets.returns import FAULTS

SIGNATURE = PrefixSums.encodings["centred"].signature
INPUTS, THOUGHT = torch.zeros(2, 1, 5), torch.zeros(2, 4, 5)

ARGUMENTS = {
    "embed": (INPUTS,),
    "step": (THOUGHT, THOUGHT),
    "readout": (THOUGHT,),
    "recall": (INPUTS,),
    "pieces": (),
    "certificate": (),
    "lipschitz": (),
    "readout_lipschitz": (),
}

WRONG = [
    -1.0, float("nan"), "x", object(), [object()], (INPUTS,), torch.zeros(2), torch.zeros(3, 4, 5),
    torch.zeros(2, 4, 5, dtype=torch.int64), torch.zeros(2, 4, 5, dtype=torch.complex64),
]  # fmt: skip
"""What no method may give back."""


def stranger(method, act):
    """A thinker one of whose methods acts so."""
    kind = type("Odd", (DTR,), {"name": "odd", "__module__": "strange", method: act})
    return kind.build(SIGNATURE, {"width": 4})


def test_what_is_named_is_a_method_of_a_thinker():
    assert set(FAULTS) == {*ARGUMENTS, "__init__", "cached_weights"}
    assert set(FAULTS) <= set(dir(Thinker))


@pytest.mark.parametrize("method", ARGUMENTS)
def test_what_is_wrong_is_said_of_the_method_that_gave_it(method):
    for wrong in WRONG:
        if method == "recall" and isinstance(wrong, tuple):
            continue  # several tensors may come back
        thinker = stranger(method, lambda self, *given, wrong=wrong: wrong)
        with pytest.raises(PluginError, match=f"{method} of odd returned .*, expected ") as caught:
            getattr(thinker, method)(*ARGUMENTS[method])
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize("method", ARGUMENTS)
def test_what_is_right_comes_back_as_it_is(method):
    def act(self, *given):
        return getattr(DTR, method)(self, *given)

    found = getattr(stranger(method, act), method)(*ARGUMENTS[method])
    expected = getattr(DTR.build(SIGNATURE, {"width": 4}), method)(*ARGUMENTS[method])
    assert type(found) is type(expected)


@pytest.mark.parametrize("error", [SystemExit(0), StopIteration(), GeneratorExit()])
@pytest.mark.parametrize("method", ["__init__", "step"])
def test_what_would_mean_something_else_to_the_caller_is_the_plugins_fault(method, error):
    def act(self, *given):
        raise error

    with pytest.raises(PluginError, match=f"{method} of odd raised {type(error).__name__}"):
        stranger(method, act).step(THOUGHT, THOUGHT)


def test_our_own_thinkers_are_not_slowed_by_it():
    assert "returns" not in DTR.step.__code__.co_filename
