"""Model files: the card, the weights, and the certificate of a trained thinker."""
