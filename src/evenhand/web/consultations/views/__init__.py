"""Pages of consultations: for everybody (reading), and for those who keep them (keeping)."""
