"""What lies beside a draft in its folder of frameworks: versions and crosswalks, before those that are shipped."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

from evenhand.framework.crosswalk.model import Crosswalk
from evenhand.framework.crosswalk.reading import BETWEEN, load_all, pair_of
from evenhand.framework.model import Framework
from evenhand.framework.reading import framework_file, load, read
from evenhand.shelf import shipped

CROSSWALKS = "crosswalks"


def folder_of(file: Path) -> Path:
    """The folder of frameworks that a framework.yaml or a crosswalk belongs to; of another file, its own folder."""
    whole = file.resolve()
    is_laid_out = whole.name == "framework.yaml" or whole.parent.name == CROSSWALKS
    return whole.parent.parent if is_laid_out else whole.parent


def versions_beside(folder: Path) -> Callable[[str], Framework]:
    """Finds versions by id: first those in this folder, then the shipped ones; raises BadInput as `load` does."""
    if _is_shipped(folder):
        return load

    @cache
    def find(framework_id: str) -> Framework:
        file = folder / framework_id / "framework.yaml"
        return read(file, Framework)[0] if file.is_file() else load(framework_id)

    return find


def crosswalks_beside(*folders: Path) -> dict[Path, Crosswalk]:
    """Every crosswalk in the `crosswalks` of these folders, by file; raises BadInput for one that cannot be read."""
    found: dict[Path, Crosswalk] = {}
    for folder in folders:
        for file in () if _is_shipped(folder) else sorted((folder / CROSSWALKS).glob("*.yaml")):
            if pair_of(file) is not None and file not in found:
                found[file] = read(file, Crosswalk)[0]
    return found


def before_the_shipped(beside: dict[Path, Crosswalk]) -> tuple[Crosswalk, ...]:
    """These crosswalks and the shipped ones of other pairs."""
    pairs = {(one.old, one.new) for one in beside.values()}
    return (*beside.values(), *(one for one in load_all() if (one.old, one.new) not in pairs))


def files(path: Path) -> tuple[Path, ...]:
    """The crosswalk files that a person means by a path: one, those of a folder, or those that lead to one framework.

    Empty when the path is about something else.
    """
    if path.is_file() and path.suffix == ".yaml" and pair_of(path) is not None:
        return (path,)
    framework = framework_file(path)
    if framework.is_file():
        version = framework.parent if framework.parent.name else framework.parent.resolve()
        return tuple(sorted((version.parent / CROSSWALKS).glob(f"*{BETWEEN}{version.name}.yaml")))
    folder = path / CROSSWALKS if (path / CROSSWALKS).is_dir() else path
    return tuple(file for file in sorted(folder.glob("*.yaml")) if pair_of(file) is not None)


def _is_shipped(folder: Path) -> bool:
    return folder.resolve() == shipped("frameworks").resolve()
