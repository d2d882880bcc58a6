"""New puzzles, made offline with Stockfish."""
