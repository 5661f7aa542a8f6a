"""Did ratings change? The accounts of the days on which the framework changed, for everybody; no tables, no sign-in."""
