"""The suffix chooses the form; what is written comes back, answers apart from what is right."""

import chess
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thinkers_chess.formats import READERS, WRITERS, read, write
from thinkers_chess.formats.lichess import instance_of
from thinkers_chess.formats.record import Record
from thinkers_chess.instance import ChessInstance
from thinkers_chess.problem import Chess
from thinkers_chess.puzzles import shipped

from thinkers import InvalidInstanceError

TOY, ANSWER = Chess().toy()
SUFFIXES = [*sorted(WRITERS), ".csv.zst", ".epd.zst"]
SHIPPED = [instance_of(row, row.id) for row in shipped("lichess")[::50]]
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp"]))


@st.composite
def puzzles(draw):
    """Lichess puzzles with names and themes of all kinds of characters."""
    names = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20)
    one = draw(st.sampled_from(SHIPPED))
    return ChessInstance(
        fen=one.fen,
        answer=one.answer,
        id=draw(names),
        rating=draw(st.none() | st.integers(-999_999, 999_999)),
        themes=tuple(draw(st.lists(WORDS.filter(bool), max_size=3))),
        moves=one.moves,
        setup=one.setup,
    )


@st.composite
def positions(draw):
    """Positions with everything that may be known of them, or some of it, or nothing."""
    one = draw(puzzles())
    legal = draw(st.permutations([m.uci() for m in chess.Board(one.fen).legal_moves]))
    best = draw(st.integers(0, min(3, len(legal))))
    avoid = draw(st.integers(0, min(3, len(legal) - best)))
    return ChessInstance(
        fen=one.fen,
        answer=legal[0] if best else None,
        also=tuple(legal[1:best]),
        avoid=tuple(legal[best : best + avoid]),
        mate=draw(st.none() | st.integers(1, 9999)),
        id=one.id,
        rating=one.rating,
        themes=one.themes,
        moves=tuple(legal[:1]) if best else (),
        setup=draw(st.sampled_from([None, one.setup])),
    )


@st.composite
def answered(draw, instances):
    """Some instances, and to each a legal answer or none."""
    found = draw(st.lists(instances, min_size=1, max_size=3))
    moves = [st.sampled_from([m.uci() for m in chess.Board(one.fen).legal_moves]) for one in found]
    return found, [draw(st.none() | each) for each in moves]


def written(folder, suffix, instances, answers):
    if suffix.lower().endswith(".zst"):
        pytest.importorskip("zstandard")
    problem, path = Chess(), folder / f"x{suffix}"
    problem.write(path, instances, answers)
    return problem.read(path), problem.read_answers(path)


@pytest.mark.parametrize("suffix", SUFFIXES)
@settings(max_examples=40, deadline=None)
@given(given_=answered(puzzles()))
def test_puzzles_and_answers_come_back_from_every_form(tmp_path_factory, suffix, given_):
    assert written(tmp_path_factory.getbasetemp(), suffix, *given_) == given_


@pytest.mark.parametrize("suffix", [".epd", ".npz", ".epd.zst"])
@settings(max_examples=40, deadline=None)
@given(given_=answered(positions()))
def test_whatever_is_known_comes_back(tmp_path_factory, suffix, given_):
    assert written(tmp_path_factory.getbasetemp(), suffix, *given_) == given_


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_suffixes_may_be_written_large(tmp_path, suffix):
    assert written(tmp_path, suffix.upper(), [TOY], None) == ([TOY], [None])


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_an_answer_never_becomes_what_is_right(tmp_path, suffix):
    instances, answers = written(tmp_path, suffix, [TOY], ["g1f1"])
    assert (instances, answers) == ([TOY], ["g1f1"])
    if suffix in {".epd", ".npz"}:
        bare = ChessInstance(TOY.fen)
        assert written(tmp_path, suffix, [bare], ["e1e8"]) == ([bare], ["e1e8"])


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize(
    ("instance", "answer", "words"),
    [
        (ChessInstance(TOY.fen, id="a\nb"), None, r"puzzle 1: the text 'a\\nb' has control"),
        (ChessInstance(TOY.fen, id="\x1b[2J"), None, "puzzle 1: .* has control characters"),
        (ChessInstance(TOY.fen, id="\ud800"), None, "puzzle 1: .* has control characters"),
        (ChessInstance(TOY.fen, themes=("a b",)), None, "theme 'a b' is not one word"),
        (ChessInstance(TOY.fen, themes=("",)), None, "theme '' is not one word"),
        (ChessInstance(TOY.fen, also=("e1e8",)), None, "but no first one"),
        (ChessInstance(TOY.fen, "e1e8", moves=("g1f1",)), None, "does not begin with its answer"),
        (ChessInstance(TOY.fen, setup=(chess.STARTING_FEN, "e2e4")), None, "does not lead to"),
        (ChessInstance(TOY.fen, mate=0), None, "mate in 0"),
        (TOY, "e1e9", "puzzle 1: 'e1e9' is no legal move"),
        (TOY, "0000", "puzzle 1: '0000' is no legal move"),
    ],
)
def test_nothing_illegal_is_written(tmp_path, suffix, instance, answer, words):
    path = tmp_path / f"x{suffix}"
    path.write_text("as it was")
    with pytest.raises(InvalidInstanceError, match=words) as error:
        write(path, [instance], [answer])
    assert str(error.value).isprintable()
    assert path.read_text() == "as it was"


def test_a_file_of_fens_is_read_line_by_line(tmp_path):
    path = tmp_path / "x.fen"
    path.write_text(f"\ufeff{TOY.fen}\r\n\r\n{chess.STARTING_FEN}\r\n", encoding="utf-8")
    assert read(path) == [Record(ChessInstance(TOY.fen)), Record(ChessInstance(chess.STARTING_FEN))]


def test_unknown_suffixes_are_named_with_the_known_ones(tmp_path):
    with pytest.raises(InvalidInstanceError, match=r"unknown file name ending '.doc'") as error:
        read(tmp_path / "x.doc")
    assert all(suffix in error.value.hint for suffix in READERS)
    for suffix in (".pth", ".pgn", ".fen"):
        with pytest.raises(InvalidInstanceError, match=f"unknown file name ending '{suffix}'"):
            write(tmp_path / f"x{suffix}", [TOY])


def test_nothing_is_no_file(tmp_path):
    with pytest.raises(InvalidInstanceError, match="there is no puzzle"):
        write(tmp_path / "x.csv", [])
    for name in ("x.csv", "x.epd", "x.fen", "x.pgn"):
        (tmp_path / name).write_text("FEN,Moves\n" if name == "x.csv" else "\n\n")
        with pytest.raises(InvalidInstanceError, match="has no puzzle"):
            read(tmp_path / name)
