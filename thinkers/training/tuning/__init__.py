"""The search for recipe values."""
