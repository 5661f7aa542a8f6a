"""How an inspection and its report move, who may move them, and who may see what."""
