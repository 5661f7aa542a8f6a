"""How the parts of two framework versions relate: what became of each judgement, criterion and rule, and what is new.

A crosswalk is data: one file for a pair of versions, `frameworks/crosswalks/<old>--<new>.yaml`, with typed links, a
confidence and a reason for each, and explicit gaps both ways. `bridge` joins two versions by the file for the pair, by
a chain of files through the versions between them, or by equal ids alone, and says which. `lint` checks a file.
"""

from evenhand.framework.crosswalk.beside import (
    before_the_shipped,
    crosswalks_beside,
    files,
    folder_of,
    versions_beside,
)
from evenhand.framework.crosswalk.bridge import Bridge, bridge
from evenhand.framework.crosswalk.checks import CHECKS, lint
from evenhand.framework.crosswalk.composing import Route
from evenhand.framework.crosswalk.model import PARTS, Confidence, Crossing, Crosswalk, Gap, Link, Relation
from evenhand.framework.crosswalk.parts import same_content, things
from evenhand.framework.crosswalk.reading import Shelf, load, pair_of, shipped_pairs

__all__ = [
    "CHECKS",
    "PARTS",
    "Bridge",
    "Confidence",
    "Crossing",
    "Crosswalk",
    "Gap",
    "Link",
    "Relation",
    "Route",
    "Shelf",
    "before_the_shipped",
    "bridge",
    "crosswalks_beside",
    "files",
    "folder_of",
    "lint",
    "load",
    "pair_of",
    "same_content",
    "shipped_pairs",
    "things",
    "versions_beside",
]
