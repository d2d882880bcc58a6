"""A reader is caught that falls over damage, refuses whole files, or says it in a wrong way."""

from pathlib import Path

import pytest

from thinkers.errors import InvalidInstanceError, SolveError
from thinkers.testing import ContractError
from thinkers.testing import mutations as tested
from thinkers.testing.mutations import outcomes, told

WHOLE = b"12 34\n56 78\n"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "numbers.txt"


def refusing(error):
    """A reader that takes the whole file and refuses all others."""

    def read(path):
        if path.read_bytes() == WHOLE:
            return WHOLE
        raise error

    return read


def test_the_whole_file_comes_first_and_then_what_is_read_of_damaged_ones(path):
    found = list(outcomes(Path.read_bytes, path, WHOLE, 50))
    assert found[0] == WHOLE
    assert len(found) == 51
    assert len({*found}) > 40
    assert found == list(outcomes(Path.read_bytes, path, WHOLE, 50)), "seeded by the file"


def test_copies_that_are_refused_are_left_out(path):
    assert {*outcomes(refusing(InvalidInstanceError("no numbers")), path, WHOLE, 50)} == {WHOLE}


def test_the_number_of_copies_is_that_of_the_environment(path, monkeypatch):
    monkeypatch.setenv(tested.VARIABLE, "7")
    assert len(list(outcomes(Path.read_bytes, path, WHOLE))) == 8


def test_a_reader_that_refuses_whole_files_is_caught(path):
    def read(path):
        raise InvalidInstanceError("no numbers")

    with pytest.raises(ContractError, match="the whole file is refused: no numbers"):
        list(outcomes(read, path, WHOLE, 50))


def test_a_reader_that_falls_over_damage_is_caught(path):
    with pytest.raises(ContractError, match=r"damaged copy \d+ of .* raised ZeroDivisionError"):
        list(outcomes(refusing(ZeroDivisionError("by zero")), path, WHOLE, 50))


WRONG = [
    (InvalidInstanceError("two\nlines"), "is one line"),
    (InvalidInstanceError("one line", "and a\nhint of two"), "is one line"),
    (InvalidInstanceError("red \x1b[31m"), "is one line"),
    (InvalidInstanceError("x" * 2000), "is short"),
    (InvalidInstanceError(" "), "something is said"),
    (SolveError("the solver failed"), "exit code 2"),
]


@pytest.mark.parametrize(("error", "said"), WRONG)
def test_a_refusal_that_nobody_can_act_on_is_caught(path, error, said):
    with pytest.raises(ContractError, match=said):
        list(outcomes(refusing(error), path, WHOLE, 50))
    with pytest.raises(ContractError, match=said), told(path):
        raise error


def test_the_name_of_the_file_may_be_long_and_odd():
    path = Path("x" * 2000 + "\n")
    with told(path):
        raise InvalidInstanceError(f"{path} holds no numbers")


def test_other_errors_are_not_taken_for_refusals(path):
    with pytest.raises(ZeroDivisionError), told(path):
        raise ZeroDivisionError


def test_a_reader_that_takes_long_is_caught(path, monkeypatch):
    monkeypatch.setattr(tested, "SLOWEST", -1.0)
    with pytest.raises(ContractError, match=r"damaged copy 0 of .* takes \d"):
        list(outcomes(Path.read_bytes, path, WHOLE, 50))
