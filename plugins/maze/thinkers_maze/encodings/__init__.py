"""What a thinker may see of a maze: a pixel a cell or four, marks or moves to answer with."""
