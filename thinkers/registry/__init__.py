"""Plugins: discovery, validation, and lookup by name."""
