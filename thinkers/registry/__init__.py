"""The door of the plugins: what is installed, and the ways to find it."""
