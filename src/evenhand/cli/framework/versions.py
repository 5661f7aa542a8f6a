"""Which version a person means by an id or a path, and what joins two of them."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evenhand.framework.crosswalk import Bridge
    from evenhand.framework.model import Framework
    from evenhand.framework.reading import SourceMap


@dataclass(frozen=True, slots=True)
class Version:
    """A version with the file that it was read from and the lines of its pieces."""

    framework: Framework
    places: SourceMap
    file: Path


def version(named: str) -> Version:
    """The version that a person means: a shipped id, else the file or folder at a path; raises BadInput."""
    from evenhand.framework.model import Framework
    from evenhand.framework.reading import read

    file = file_of(named)
    return Version(*read(file, Framework), file)


def file_of(named: str) -> Path:
    """The framework.yaml that a person means; raises BadInput that names the shipped ids."""
    from evenhand.framework.reading import framework_file, load, shipped_ids
    from evenhand.shelf import shipped

    if named in shipped_ids():
        return shipped("frameworks") / named / "framework.yaml"
    if not Path(named).exists():
        load(named)  # raises, and names the ids that there are
    return framework_file(Path(named))


def joined(old: Version, new: Version) -> tuple[Bridge, tuple[str, ...]]:
    """What joins two versions, and the files of the crosswalks on the way that do not come with Evenhand.

    Crosswalks in the folder of frameworks of either version count before the shipped ones. Files are said on stderr.
    """
    from evenhand.framework import crosswalk

    folders = tuple(dict.fromkeys(crosswalk.folder_of(one.file) for one in (new, old)))
    beside = crosswalk.crosswalks_beside(*folders)
    walks = crosswalk.before_the_shipped(beside)
    crossing = crosswalk.bridge(old.framework, new.framework, lambda: walks, crosswalk.versions_beside(folders[0]))
    files = tuple(str(file) for file, walk in beside.items() if any(walk is one for one in crossing.chain))
    for file in files:
        sys.stderr.write(f"Crosswalk from beside the draft: {file}\n")
    return crossing, files
