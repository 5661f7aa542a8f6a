"""Writing a version: begin it as a copy of the version it replaces, and seal it when the lint finds no error."""

from __future__ import annotations

from evenhand.framework.drafting.publishing import Sealing, fingerprint_of, seal_checked, seal_file
from evenhand.framework.drafting.scaffold import Beginning, Original, begin, original, write

__all__ = [
    "Beginning",
    "Original",
    "Sealing",
    "begin",
    "fingerprint_of",
    "original",
    "seal_checked",
    "seal_file",
    "write",
]
