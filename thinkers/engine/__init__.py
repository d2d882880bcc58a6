"""Thinking: the loop, when it stops, what a proof says of a thought, the answer."""
