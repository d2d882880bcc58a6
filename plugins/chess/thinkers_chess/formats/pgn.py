"""PGN: a puzzle where a game is tagged with a FEN, else the position in which a game ends.

With a tag `FEN` the game begins with the position to solve, and its first move is the answer,
unless it is marked as a mistake (`?`, `??`, `?!`). Without the tag the moves lead from the usual
first position to the position to solve, and no answer is known. Comments and variations are left
out. The grammar is that of Edwards 1994, sections 7 and 8; here a word that is no legal move is an
error, and not skipped.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from thinkers import InvalidInstanceError
from thinkers_chess.formats.files import lines_of, require_moves, require_positions
from thinkers_chess.formats.notation import move_in, plain
from thinkers_chess.formats.record import Record, checked
from thinkers_chess.instance import ChessInstance
from thinkers_chess.position import board_of, quoted

if TYPE_CHECKING:
    import chess

TAG = re.compile(r'\s*\[\s*(\w+)\s+"((?:[^"\\]|\\.)*)"\s*\]\s*')
"""One tag, on a line of its own."""

TOKEN = re.compile(r"\s+|(;[^\n]*)|(\{[^{}]*\})|([()])|(\$[0-9]+)|([^\s;{}()$]+)")
"""Space, a comment of either kind, the end of a variation, a judgement by number, a word."""

RESULTS = {"1-0", "0-1", "1/2-1/2", "*"}
"""Words that end a game."""

MISTAKES = {"$2", "$4", "$6", "?", "??", "?!"}
"""Judgements of a move that is not the right one."""

STANDARD = {"", "?", "standard", "from position", "chess", "normal", "fromposition"}
"""Values of the tag `Variant` under which the rules are the usual ones."""


@dataclass
class Game:
    """A game as it is read.

    Attributes:
        where: The file, and the line where it begins.
        tags: By name.
        text: The lines of its moves.
    """

    where: str
    tags: dict[str, str] = field(default_factory=dict)
    text: list[str] = field(default_factory=list)


def read(path: Path) -> list[Record]:
    """The puzzles and last positions of a file; equal games are parsed once.

    Raises:
        InvalidInstanceError: What is wrong with the file, and in which game.
    """
    games = [(game, (*game.tags.items(), *game.text)) for game in _games(path)]
    different = {content: game for game, content in reversed(games)}  # the first of equal ones
    require_positions(different, path)
    moves = {content: list(_moves(game)) for content, game in different.items()}
    require_moves(sum(map(len, moves.values())), path)
    known: dict[object, Record] = {}
    for game, content in games:
        if content not in known:
            known[content] = _record(game, moves[content])
    return [known[content] for _, content in games]


def _games(path: Path) -> Iterator[Game]:
    """The games; one begins with its tags, or with moves after another has ended."""
    game, ended, within = Game(""), True, False
    for number, line in enumerate(lines_of(path), 1):
        if line.startswith("%"):
            continue
        tag = None if within else TAG.fullmatch(line)
        if line.strip() and (ended or (tag and game.text)):
            if game.where:
                yield game
            game, ended = Game(f"{path}, game at line {number}"), False
        if tag:
            game.tags[tag[1]] = re.sub(r'\\(["\\])', r"\1", tag[2])
        elif line.strip():
            game.text.append(line)
            within = _open_comment(line, within)
            ended = not within and line.split()[-1] in RESULTS
    if game.where:
        yield game


def _open_comment(line: str, within: bool) -> bool:
    """Whether a comment in braces goes on after this line."""
    if not within:
        line = re.sub(r"\{[^{}]*\}", "", line).partition(";")[0]
    opened, closed = line.rfind("{"), line.rfind("}")
    return within if opened == closed == -1 else opened > closed


def _record(game: Game, moves: Sequence[tuple[str, str]]) -> Record:
    variant = game.tags.get("Variant", "").lower()
    if variant not in STANDARD:
        raise InvalidInstanceError(f"{game.where}: the variant {quoted(variant)} is not read")
    name = game.tags.get("Event", "").replace("\t", " ")
    name = "" if name == "?" else name
    fen = game.tags.get("FEN")
    board = board_of(START if fen is None else fen, game.where)
    line, right = [], fen is not None
    for number, (word, judgement) in enumerate(moves):
        line.append(_play(board, word, game.where))
        right = right and not (number == 0 and judgement in MISTAKES)
    known = tuple(line) if right else ()
    answer = known[0] if known else None
    position = fen or board.fen()
    instance = ChessInstance.sound(fen=position, answer=answer, id=name, moves=known)
    return checked(Record(instance), game.where)


START = "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1"
"""The position in which games begin."""


def _play(board: "chess.Board", word: str, where: str) -> str:
    move = move_in(board, plain(word), word, f"{where}: the move")
    board.push(move)
    return move.uci()


def _moves(game: Game) -> Iterator[tuple[str, str]]:
    """The moves of the main line as words, each with its judgement."""
    waiting, judgement, depth = "", "", 0
    for token in _tokens(game):
        if token in {"(", ")"}:
            depth += 1 if token == "(" else -1
            if depth < 0:
                raise InvalidInstanceError(f"{game.where}: a variation ends that did not begin")
        elif depth or token in RESULTS:
            continue
        elif token[0] in "$!?":
            judgement = token
        elif plain(token):
            if waiting:
                yield waiting, judgement
            waiting, judgement = token, token[len(token.rstrip("!?")) :]
    if depth:
        raise InvalidInstanceError(f"{game.where}: a variation does not end")
    if waiting:
        yield waiting, judgement


def _tokens(game: Game) -> Iterator[str]:
    """Words, judgements by number, and the ends of variations."""
    text, position = "".join(game.text), 0
    while position < len(text):
        match = TOKEN.match(text, position)
        if match is None:
            raise InvalidInstanceError(f"{game.where}: a comment in braces does not end")
        position = match.end()
        _, _, *kinds = match.groups()
        yield from (token for token in kinds if token)
