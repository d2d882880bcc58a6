"""`python -m thinkers`."""

from thinkers.cli.app import main

main()
