"""What an inspector may record: one shape for an item, one declaration for each kind."""
