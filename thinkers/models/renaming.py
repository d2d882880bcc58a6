"""A model under another name: the same weights in a file whose card says the new one. No torch."""

import json
import re

from thinkers.errors import ConfigError
from thinkers.models.card import CARD_KEY, ModelCard

WORD = 8
"""Bytes of the number that a safetensors file begins with: how long its header is."""

NAME = re.compile(r"[a-z0-9][a-z0-9_.-]*")
"""What a model may be called within its problem."""


def renamed_copy(model: ModelCard, name: str) -> bytes:
    """The content of a model file that is the same but for the name on its card.

    Weights, measured scores, certificate and recipe stay as they are: the recipe goes on to say
    which name the model was trained under.

    Args:
        model: Is left as it is.
        name: `problem/model`, of the same problem.

    Raises:
        ConfigError: It is no such name.
        ModelError: The file is damaged.
    """
    model.require_whole()
    problem, _, own = name.partition("/")
    if problem != model.card.problem or not NAME.fullmatch(own):
        raise ConfigError(
            f"{name!r:.80} is no name of a model of {model.card.problem}",
            f"such as {model.card.problem}/mine, in lower case",
        )
    card = model.card.model_copy(update={"name": name}).model_dump(mode="json")
    content = model.path.read_bytes()
    end = WORD + int.from_bytes(content[:WORD], "little")
    header = json.loads(content[WORD:end])
    header["__metadata__"][CARD_KEY] = json.dumps(card, sort_keys=True)
    words = json.dumps(header, separators=(",", ":")).encode()
    words += b" " * (-len(words) % WORD)  # tensors begin at a multiple of it
    return len(words).to_bytes(WORD, "little") + words + content[end:]
