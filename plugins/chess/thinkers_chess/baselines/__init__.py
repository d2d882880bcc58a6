"""Classical players of chess."""
