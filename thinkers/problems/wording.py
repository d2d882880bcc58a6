"""Foreign text on one line: control characters are escaped, and what is too long is cut."""

import unicodedata

import numpy as np

HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Unicode categories that are never shown as they are: control characters (escapes, line ends),
format characters (bidirectional marks, zero widths), lone surrogates, line and paragraph ends."""


def printable(text: str) -> str:
    r"""The text in one line, each character of `HIDDEN` as Python would write it: `\n`, `\x1b`."""
    if text.isprintable():
        return text
    return "".join(_escaped(each) for each in text)


def cut(text: str, most: int) -> str:
    """The text, or where it has more than `most` characters its beginning and dots."""
    return text if len(text) <= most else f"{text[: most - 3]}..."


MAX_SHOWN = 80
"""Letters of a thing's own text up to which it is shown; longer ones are named by their types."""


def shown(found: object) -> str:
    """A plugin's object in a few words on one line, even where its own `repr` raises."""
    if isinstance(found, np.ndarray):
        return f"an array of {found.dtype} of shape {found.shape}"
    try:
        text = " ".join(repr(found).split())
    except KeyboardInterrupt:
        raise
    except BaseException:  # a stranger's class may do anything
        text = ""
    if not text or len(text) > MAX_SHOWN:
        return f"an instance of {type(found).__name__}"
    return printable(text)


def sized(size: object, option: str) -> str:
    """A size by its option's name, as titles say it: `50 cities`, `size 33`."""
    return f"{option} {size}" if option == "size" else f"{size} {option}"


def one_line(error: BaseException) -> str:
    """Type and message of an error in one line, even where the message itself raises."""
    try:
        message = str(error)
    except BaseException:  # a stranger's class may do anything
        message = "its message cannot be shown"
    return printable(" ".join(f"{type(error).__name__}: {message}".split()))


MAX_REASON = 300
"""Characters of a reason that fit one readable line."""


def reason_of(error: BaseException) -> str:
    """The message of an error that is not ours, on one line of at most `MAX_REASON` characters."""
    return " ".join(str(error).split())[:MAX_REASON]


def _escaped(character: str) -> str:
    if unicodedata.category(character) in HIDDEN:
        return character.encode("unicode_escape").decode("ascii")
    return character
