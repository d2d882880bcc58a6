"""A trained thinker on disk: its card, its weights, its certificate."""
