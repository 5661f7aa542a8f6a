"""`python -m evenhand` is the `evenhand` command."""

from evenhand.cli import main

main()
