"""The interface's answers: records, files, its own description."""
