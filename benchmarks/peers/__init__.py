"""Other ways to do the same work. Each module translates decision lists (see `decisions`) into its own language."""
