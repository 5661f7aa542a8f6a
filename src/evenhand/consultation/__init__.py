"""Consultations on a draft framework: what is proposed, what people said, and what was done about it."""
