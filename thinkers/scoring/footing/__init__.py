"""Equal footing: the same time, start and end for all, in processes that may die or hang."""
