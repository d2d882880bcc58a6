"""The store of comparisons: every answer in one SQLite file, written as it comes."""
