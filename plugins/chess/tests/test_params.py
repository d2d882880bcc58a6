"""Options are checked before anything is drawn."""

import pytest
from thinkers_chess.params import ChessParams

from thinkers.errors import ConfigError


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"split": "tests"}, "split"),
        ({"source": "chess.com"}, "source"),
        ({"rating": "1500"}, "rating"),
        ({"rating": "high"}, "rating"),
        ({"board": 8}, "board"),
        ({"position": "quiet"}, "position"),
        ({"themes": "fork"}, "did you mean 'theme'"),
    ],
)
def test_bad_options_are_named(options, words):
    with pytest.raises(ConfigError, match=words):
        ChessParams.of(options)


@pytest.mark.parametrize("fen", ["", "  ", "\n"])
def test_an_empty_fen_is_an_error_with_a_hint(fen):
    with pytest.raises(ConfigError, match="fen: expected a position") as error:
        ChessParams.of({"fen": fen})
    assert "4R1K1 w" in error.value.hint


@pytest.mark.parametrize("option", ["rating", "theme", "puzzle"])
def test_no_option_is_empty(option):
    with pytest.raises(ConfigError, match=option):
        ChessParams.of({option: ""})


def test_options_survive_being_written_down():
    params = ChessParams.of({"rating": "1500-1800"})
    assert ChessParams.of(params.model_dump(mode="json")) == params


def test_the_default_is_the_test_split_of_the_rated_puzzles():
    params = ChessParams()
    assert (params.split, params.source, params.augment) == ("test", "lichess", False)
