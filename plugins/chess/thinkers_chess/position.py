"""Parsing and validating positions (FEN) and moves."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING

from thinkers import InvalidInstanceError

if TYPE_CHECKING:
    import chess

REASONS = {
    "NO_WHITE_KING": "white has no king",
    "NO_BLACK_KING": "black has no king",
    "TOO_MANY_KINGS": "a side has more than one king",
    "TOO_MANY_WHITE_PAWNS": "white has more than 8 pawns",
    "TOO_MANY_BLACK_PAWNS": "black has more than 8 pawns",
    "PAWNS_ON_BACKRANK": "a pawn stands on the first or last rank",
    "TOO_MANY_WHITE_PIECES": "white has more than 16 pieces",
    "TOO_MANY_BLACK_PIECES": "black has more than 16 pieces",
    "INVALID_EP_SQUARE": "no pawn can have passed the en-passant square",
    "OPPOSITE_CHECK": "the side that is not to move is in check",
    "EMPTY": "the board is empty",
    "TOO_MANY_CHECKERS": "more than two pieces give check",
    "IMPOSSIBLE_CHECK": "no last move can have given these checks",
}
"""What python-chess holds against a position, in words."""

FIELDS = (
    ("placement", re.compile(r"[1-8KQRBNPkqrbnp/]+"), "pieces, digits and /"),
    ("side to move", re.compile(r"[wb]"), "w or b"),
    ("castling rights", re.compile(r"-|[KQkq]{1,4}"), "letters of KQkq, or -; no Chess960"),
    ("en-passant square", re.compile(r"-|[a-h][36]"), "a square such as e3, or -"),
    ("half-move clock", re.compile(r"[0-9]{1,4}"), "a number of at most four digits"),
    ("move number", re.compile(r"[0-9]{1,4}"), "a number of at most four digits"),
)
"""The fields of a FEN: name, all it may be, and that in words."""

EMPTY = str.maketrans({str(count): "." * count for count in range(1, 9)})
"""Writes empty squares one by one."""

DOUBLED = re.compile("[1-8][1-8]")
"""Empty squares that are not counted together, which no FEN has."""

KINDS = [
    str.maketrans({one: "01"[one.lower() == kind] for one in "PNBRQKpnbrqk."}) for kind in "pnbrqk"
]
UPPER, LOWER = (
    str.maketrans({one: "01"[one in side] for one in "PNBRQKpnbrqk."})
    for side in ("PNBRQK", "pnbrqk")
)
"""Write 1 for the squares of one kind of piece, and of one side."""

REMEMBERED = 64
"""Positions that are kept: the parts of a puzzle, and its verdicts, come back to the same one."""

NEEDED = 4
"""Fields that a position cannot do without; what the counters say is seldom of weight."""

EXAMPLE = "a FEN looks like 6k1/5ppp/8/8/8/8/8/4R1K1 w - - 0 1"
"""What to hold a wrong one against."""

LONGEST = 90
"""Characters of a file that a message quotes: a FEN has fewer."""


@contextmanager
def located(where: str) -> Iterator[None]:
    """Prefix a message with its place in the file, where that is known."""
    try:
        yield
    except InvalidInstanceError as error:
        if not where:
            raise
        raise InvalidInstanceError(f"{where}: {error}", error.hint) from error


def quoted(text: str) -> str:
    """A text of a file as a message may show it: on one line, escaped, and cut off."""
    return repr(text if len(text) <= LONGEST else text[: LONGEST - 1] + "…")


def board_of(fen: str, where: str = "") -> "chess.Board":
    """The position of a FEN; rights to castle that no king or rook backs up are ignored.

    Args:
        fen: Four to six fields; missing counters take their usual values.
        where: What the FEN came from, for the message.

    Raises:
        InvalidInstanceError: Says what is wrong with it.
    """
    with located(where):
        return _legal(fen).copy(stack=False)


@lru_cache(REMEMBERED)
def _legal(fen: str) -> "chess.Board":
    """The position of a FEN, which many share: it is copied, and never changed."""
    import chess

    illegal, fields = f"illegal FEN {quoted(fen)}", fen.split()
    for part, (name, known, words) in zip(fields, FIELDS, strict=False):
        if known.fullmatch(part) is None:
            raise InvalidInstanceError(
                f"{illegal}: the {name} {quoted(part)} cannot be read", f"expected {words}"
            )
    try:
        board = _set_up(fields) or chess.Board(fen)
    except ValueError as error:
        reason = str(error).removesuffix(f": {fen!r}").partition(": ")[0]
        raise InvalidInstanceError(f"{illegal}: {reason}", EXAMPLE) from error
    require_fields(len(fields), illegal)
    if faults := board.status() & ~chess.STATUS_BAD_CASTLING_RIGHTS:
        for name, words in REASONS.items():
            if faults & getattr(chess, f"STATUS_{name}"):
                raise InvalidInstanceError(f"{illegal}: {words}")
    return board


def _set_up(fields: Sequence[str]) -> "chess.Board | None":
    """The board of six sound fields; None where the placement is not 8 ranks of 8 squares.

    python-chess goes from square to square; the bits of a whole board are one number each.
    """
    import chess

    if len(fields) != len(FIELDS) or DOUBLED.search(fields[0]):
        return None
    full = [rank.translate(EMPTY) for rank in fields[0].split("/")]
    if len(full) != 8 or {*map(len, full)} != {8}:
        return None
    squares = "".join(rank[::-1] for rank in full)
    board = chess.Board(None)
    board.pawns, board.knights, board.bishops, board.rooks, board.queens, board.kings = (
        _bits(squares, table) for table in KINDS
    )
    board.occupied_co[chess.WHITE] = _bits(squares, UPPER)
    board.occupied_co[chess.BLACK] = _bits(squares, LOWER)
    board.occupied = board.occupied_co[chess.WHITE] | board.occupied_co[chess.BLACK]
    board.turn = fields[1] == "w"
    board.set_castling_fen(fields[2])
    board.ep_square = None if fields[3] == "-" else chess.parse_square(fields[3])
    board.halfmove_clock, board.fullmove_number = int(fields[4]), max(int(fields[5]), 1)
    return board


def canonical(fen: str, board: "chess.Board") -> str:
    """The FEN of a board in python-chess's form.

    Args:
        fen: One that the board was made of: its placement is in that form already.
        board: Its position.
    """
    if board.ep_square is not None:  # named only where it can be taken
        return board.fen()
    placement, turn = fen.split()[:2]
    counters = f"{board.halfmove_clock} {board.fullmove_number}"
    return f"{placement} {turn} {board.castling_xfen()} - {counters}"


def _bits(squares: str, table: Mapping[int, str]) -> int:
    return int(squares.translate(table), 2)


def require_fields(count: int, where: str) -> None:
    """Check that a position says all that changes it.

    Args:
        count: How many fields there are.
        where: What to say in front.

    Raises:
        InvalidInstanceError: There are fewer than `NEEDED`; says which are missing.
    """
    missing = [name for name, *_ in FIELDS[count:NEEDED]]
    if missing:
        raise InvalidInstanceError(
            f"{where}: {' and '.join(missing)} missing",
            f"{EXAMPLE}; `- -` says that nobody can castle or take en passant",
        )


def playable(fen: str, where: str = "") -> "chess.Board":
    """A position in which there is something to solve.

    Raises:
        InvalidInstanceError: The FEN is illegal, or the game is over.
    """
    board = board_of(fen, where)
    if not any(board.legal_moves):
        prefix = f"{where}: " if where else ""
        end = "checkmate" if board.is_check() else "stalemate"
        raise InvalidInstanceError(f"{prefix}nothing to solve in {quoted(fen)}: it is {end}")
    return board


def move_of(board: "chess.Board", move: str, where: str = "") -> "chess.Move":
    """A legal move from UCI; castling may be written as the king taking its rook.

    Raises:
        InvalidInstanceError: It is no move, or not a legal one here.
    """
    try:
        found = board.parse_uci(move)
    except ValueError:
        found = None
    if not found:  # a null move is none either
        prefix = f"{where}: " if where else ""
        raise InvalidInstanceError(
            f"{prefix}{quoted(move)} is no legal move in {board.fen()!r}",
            "moves are written in UCI, such as e2e4 or e7e8q",
        )
    return found


def push(board: "chess.Board", move: str, where: str) -> str:
    """Play a move on a board, and give it back in the UCI of standard chess.

    Args:
        board: Changed in place.
        move: UCI.
        where: What the move came from, for the message.

    Raises:
        InvalidInstanceError: It is no move, or not a legal one here.
    """
    found = move_of(board, move, where)
    board.push(found)
    return found.uci()
