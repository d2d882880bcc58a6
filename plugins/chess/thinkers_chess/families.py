"""Named ways to draw from the shipped test puzzles, each by options of the generator."""

from typing import Any

THEMES = (
    "sacrifice", "mateIn1", "mateIn2", "mateIn3", "mateIn4", "fork", "kingsideAttack", "quietMove",
    "defensiveMove", "discoveredAttack", "pin", "skewer", "promotion", "backRankMate",
    "exposedKing", "attraction", "xRayAttack", "hangingPiece", "capturingDefender", "deflection",
    "doubleCheck", "pawnEndgame", "rookEndgame", "queenEndgame", "bishopEndgame",
)  # fmt: skip
"""Those that at least 20 puzzles of the test split have."""

BANDS = ("400-799", "800-1199", "1200-1599", "1600-1999", "2000-2399", "2400-2799")
"""Ratings: they part the shipped puzzles, of which at least 70 a band are in the test split."""

POSITIONS = ("endgame", "in-check", "can-promote", "can-castle", "one-legal-move")
"""What the board shows, in a puzzle's later moves as well: few puzzles begin with these."""

FAMILIES: dict[str, dict[str, Any]] = {
    **{f"rated-{band}": {"rating": band} for band in BANDS},
    **{theme: {"theme": theme} for theme in THEMES},
    **{name: {"position": name, "augment": True} for name in POSITIONS},
}
