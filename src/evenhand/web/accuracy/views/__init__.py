"""Pages of the time with the provider: its portal, the inspectorate's side, complaints, letters."""
