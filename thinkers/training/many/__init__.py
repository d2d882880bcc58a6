"""One recipe trained with many seeds, and how often that succeeds."""
