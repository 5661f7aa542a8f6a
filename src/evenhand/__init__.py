"""Evenhand: software for the inspection of children's homes in England."""

__version__ = "0.1.0"
