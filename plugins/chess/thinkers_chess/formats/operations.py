"""The lines of EPD, cut into a position and its operations (Edwards 1994, section 16.2)."""

import re
from typing import NamedTuple

from thinkers import InvalidInstanceError
from thinkers_chess.position import NEEDED, quoted, require_fields

TOKEN = re.compile(r'\s*(?:(;)|"((?:[^"\\]|\\.)*)"|([^\s;"]+))')
"""A semicolon, a text in quotes, or a word. Each way is linear in what it reads."""

NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
"""An opcode."""

CLOCK = re.compile(r"[0-9]{1,4}")
"""A counter of a whole FEN."""

OPCODES = {
    "acd", "acn", "acs", "am", "bm", "ce", "dm", "draw_accept", "draw_claim", "draw_offer",
    "draw_reject", "eco", "fmvn", "hmvc", "id", "nic", "noop", "pm", "pv", "rc", "resign", "sm",
    "tcgs", "tcri", "tcsi", *(f"{letter}{digit}" for letter in "cv" for digit in range(10)),
}  # fmt: skip
"""Those of the standard."""

APART = OPCODES - {f"c{rank}" for rank in "12345678"}
"""Where one of these stands for a field, fields are missing, and among operands the ; before it;
`c3` may be a square, and `c4` a move."""


class Operand(NamedTuple):
    """A word, or a text that stood in quotes."""

    text: str
    quoted: bool


class Line(NamedTuple):
    """One line of EPD.

    Attributes:
        fields: Placement, side to move, castling rights, en-passant square and two counters.
        operations: Opcode in small letters, and its operands; in the order of the line.
    """

    fields: list[str]
    operations: list[tuple[str, list[Operand]]]

    def all(self, opcode: str) -> list[list[Operand]]:
        """The operands of each operation with that opcode."""
        return [operands for name, operands in self.operations if name == opcode]


def cut(line: str, where: str) -> Line:
    """A line as its fields and operations; counters that are missing take their usual values.

    Raises:
        InvalidInstanceError: It does not begin with a position, or goes on with something that is
            neither a field nor an operation.
    """
    tokens = _tokens(line, where)
    words = [token.text if token and not token.quoted else "" for token in tokens[:6]]
    if len(words) < 2 or words[0].count("/") != 7 or words[1] not in {"w", "b"}:
        raise InvalidInstanceError(f"{where}: {quoted(line)} does not begin with a position")
    taken = 2
    for word in words[2:NEEDED]:
        if not word or word.lower() in APART:
            break
        taken += 1
    require_fields(taken, f"{where}: {quoted(line)}")
    fields = words[:taken]
    for word in words[taken : taken + 2]:
        if CLOCK.fullmatch(word) is None:
            break
        fields.append(word)
        taken += 1
    fields += ["0", "1"][len(fields) - NEEDED :]
    return Line(fields, _operations(tokens[taken:], where))


def _tokens(line: str, where: str) -> list[Operand | None]:
    """The operands of a line in order; None is a semicolon."""
    found: list[Operand | None] = []
    position, line = 0, line.rstrip()
    while position < len(line):
        match = TOKEN.match(line, position)
        if match is None:
            raise InvalidInstanceError(
                f"{where}: a quotation mark is not closed", 'a quote within a text is written \\"'
            )
        position = match.end()
        semicolon, text, word = match.groups()
        if semicolon:
            found.append(None)
        elif word is None:
            found.append(Operand(re.sub(r'\\(["\\])', r"\1", text).replace("\t", " "), True))
        else:
            found.append(Operand(word, False))
    return found


def _operations(tokens: list[Operand | None], where: str) -> list[tuple[str, list[Operand]]]:
    found: list[tuple[str, list[Operand]]] = []
    fresh = True
    for token in tokens:
        if token is None:
            fresh = True
        elif fresh:
            found.append((_opcode(token, where), []))
            fresh = False
        elif not token.quoted and token.text.lower() in APART:
            raise InvalidInstanceError(
                f"{where}: {quoted(token.text)} stands within the operation {found[-1][0]!r}",
                "is the ; before it missing? A text with such a word is written in quotes",
            )
        else:
            found[-1][1].append(token)
    return found


def _opcode(token: Operand, where: str) -> str:
    if token.quoted or NAME.fullmatch(token.text) is None:
        raise InvalidInstanceError(
            f"{where}: expected an operation such as bm or id, got {quoted(token.text)}",
            "a line is placement, side to move, castling, en passant, then operations, each with ;",
        )
    return token.text.lower()
