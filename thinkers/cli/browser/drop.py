"""Where a file is dropped, or chosen, as an element of the page."""

from nicegui.elements.upload import Upload


class Drop(Upload, component="drop.js"):
    """An upload whose control is the browser's own, for the keyboard and for screen readers."""
