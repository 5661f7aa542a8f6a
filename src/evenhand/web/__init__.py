"""The web ring: who did it, when, and who may see it. The core below knows nothing of Django."""
