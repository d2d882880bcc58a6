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
        ({"themes": "fork"}, "did you mean 'theme'"),
    ],
)
def test_bad_options_are_named(options, words):
    with pytest.raises(ConfigError, match=words):
        ChessParams.of(options)


def test_the_default_is_the_test_split_of_the_rated_puzzles():
    params = ChessParams()
    assert (params.split, params.source, params.augment) == ("test", "lichess", False)
