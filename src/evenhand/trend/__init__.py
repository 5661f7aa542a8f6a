"""Did ratings change? Published figures, listed inspections, movement and monitoring, with what each cannot tell."""
