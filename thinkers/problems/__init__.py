"""What a task is: instances, files, pictures, verdicts, classical solvers. No torch."""
