"""The pages of preparation."""
