"""What `thinkers watch` shows: text for the terminal, animated pictures, a page, a recording."""
