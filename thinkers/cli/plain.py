"""Characters that a terminal's encoding lacks, in ASCII: pictures and tables stay readable."""

import codecs
import unicodedata

ERRORS = "thinkers.plain"
"""The name under which codecs know the replacement (the `errors` of a stream)."""

_BLOCKS = {
    " ": " ", "█": "#", "▄": "_", "▀": '"', "▌": "|", "▐": "|", "▖": ",", "▗": ",", "▘": "'",
    "▝": "'", "▛": "*", "▙": "%", "▜": "*", "▟": "%", "░": ".", "▒": ":", "▓": "#",
}  # fmt: skip
"""Block elements (Unicode U+2580 to U+259F); those that cells of a maze make all differ."""

_CHESS = dict(zip("♔♕♖♗♘♙♚♛♜♝♞♟", "KQRBNPkqrbnp", strict=True))
"""White pieces as capitals, black ones small: the letters of FEN."""

_WORDS = {
    "≤": "<=", "≥": ">=", "≠": "!=", "≈": "~", "∞": "inf", "√": "sqrt", "∑": "sum", "∏": "prod",
    "→": "->", "←": "<-", "↔": "<->", "⇒": "=>", "×": "x", "·": ".", "÷": "/", "−": "-", "±": "+-",
    "–": "-", "—": "-", "‘": "'", "’": "'", "“": '"', "”": '"', "•": "*", "‖": "||", "⟨": "<",
    "⟩": ">", "°": "deg", "✓": "ok", "✗": "x", "ß": "ss", "æ": "ae", "Æ": "AE", "ø": "o", "Ø": "O",
    "ł": "l", "Ł": "L", "đ": "d", "Đ": "D",
}  # fmt: skip

_TABLE = {**_BLOCKS, **_CHESS, **_WORDS}

_BRAILLE_UPPER, _BRAILLE_LOWER = 0x1B, 0xE4
"""The bits of the dots in the upper and in the lower two rows (Unicode, Braille Patterns)."""


def plain(character: str) -> str:
    """What stands for a character where there is only ASCII; `?` where nothing does."""
    code = ord(character)
    if character in _TABLE:
        return _TABLE[character]
    if 0x2500 <= code <= 0x257F:
        return _box(unicodedata.name(character))
    if 0x2800 <= code <= 0x28FF:
        upper, lower = code & _BRAILLE_UPPER, code & _BRAILLE_LOWER
        return (":" if lower else "'") if upper else ("." if lower else " ")
    name = unicodedata.name(character, "")
    if name.startswith("GREEK "):
        letter = name.split(" WITH ")[0].split()[-1]
        return letter.capitalize() if "CAPITAL" in name else letter.lower()
    letters = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode()
    return letters or "?"


def _box(name: str) -> str:
    if "HORIZONTAL" in name and "VERTICAL" not in name:
        return "-"
    return "|" if "VERTICAL" in name and "HORIZONTAL" not in name and " AND " not in name else "+"


def _replace(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(plain, error.object[error.start : error.end])), error.end


codecs.register_error(ERRORS, _replace)
