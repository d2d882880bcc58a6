"""An instance is a value: equal when all its parts are, and never changed."""

from dataclasses import FrozenInstanceError

import chess
import pytest
from thinkers_chess.instance import ChessInstance


def test_instances_are_values():
    one, same = (ChessInstance(chess.STARTING_FEN, "e2e4", themes=("x",)) for _ in range(2))
    assert one == same
    assert hash(one) == hash(same)
    with pytest.raises(FrozenInstanceError):
        one.answer = "d2d4"
