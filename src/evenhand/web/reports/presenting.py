"""A report as a page shows it: the same pieces as on paper."""

from __future__ import annotations

from evenhand.report.rendering.presenting import Block, ShownPassage, ShownSection, blocks_of, sections_of

__all__ = ["Block", "ShownPassage", "ShownSection", "blocks_of", "sections_of"]
