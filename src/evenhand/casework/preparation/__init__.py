"""Preparing an inspection: what may be sent about a home, what is missing, and what to enquire into, with why."""
