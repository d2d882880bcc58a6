"""The model that a training is fine-tuned from."""

from pydantic import Field

from thinkers.settings import Settings


class Start(Settings):
    """A trained model whose weights a training begins with, in place of random ones (fine-tuning).

    Attributes:
        model: Name of an installed model, or its file.
        sha256: Digest of its weights, as `thinkers info --json` shows it: others are refused. When
            it is left out, training begins with what is there, and the card says what that was.
    """

    model: str = Field(min_length=1)
    sha256: str | None = Field(default=None, pattern="^[0-9a-f]{64}$")
