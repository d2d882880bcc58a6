"""A line of EPD falls into its fields and operations, whatever it holds, or is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from thinkers_chess.formats.operations import APART, Operand, cut

from thinkers import InvalidInstanceError

BOARD = "4k3/8/8/8/8/8/4P3/4K3"
NAMES = st.from_regex(r"[a-z][a-z0-9_-]{0,14}", fullmatch=True)
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]))
WORDS = st.from_regex(r"[^\s;\"]+", fullmatch=True).filter(lambda word: word.lower() not in APART)
OPERANDS = st.builds(Operand, TEXTS, st.just(True)) | st.builds(Operand, WORDS, st.just(False))


def written(operand):
    escaped = operand.text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"' if operand.quoted else operand.text


@given(st.lists(st.tuples(NAMES, st.lists(OPERANDS, max_size=3)), max_size=4))
def test_operations_come_back_as_they_were_written(operations):
    parts = [" ".join([name, *map(written, operands)]) + ";" for name, operands in operations]
    found = cut(" ".join([BOARD, "w - -", *parts]), "x")
    assert found.fields == [BOARD, "w", "-", "-", "0", "1"]
    assert found.operations == operations


@pytest.mark.parametrize(
    ("head", "fields"),
    [
        ("w KQkq e3 4 5", ["w", "KQkq", "e3", "4", "5"]),
        ("w KQkq e3 4", ["w", "KQkq", "e3", "4", "1"]),
        ("w KQkq e3", ["w", "KQkq", "e3", "0", "1"]),
        ("w HAha E3", ["w", "HAha", "E3", "0", "1"]),
    ],
)
@pytest.mark.parametrize("rest", ["", ";", " bm e4;", "; bm e4;", " id w"])
def test_counters_that_are_missing_take_their_usual_values(head, fields, rest):
    found = cut(f"{BOARD} {head}{rest}", "x")
    assert found.fields == [BOARD, *fields]
    assert len(found.operations) == ("bm" in rest or "id" in rest)


@pytest.mark.parametrize("head", ["b", "b KQ"])
@pytest.mark.parametrize("rest", ["", ";", " bm e4;", "; bm e4;", " id w"])
def test_other_fields_that_are_missing_are_named(head, rest):
    with pytest.raises(InvalidInstanceError, match=r"x: .*: .*en-passant square missing"):
        cut(f"{BOARD} {head}{rest}", "x")


@pytest.mark.parametrize("opcode", sorted(APART))
def test_an_opcode_among_operands_is_a_missing_semicolon(opcode):
    for name in (opcode, opcode.upper()):
        with pytest.raises(InvalidInstanceError, match=f"'{name}' stands within the operation 'x'"):
            cut(f"{BOARD} w - - x 1 {name} 2;", "x")
    assert cut(f'{BOARD} w - - x "{opcode}";', "x").all("x") == [[Operand(opcode, True)]]
