"""Begin a version: a copy of the version it replaces that passes the lint as it stands."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from evenhand.findings import BadInput
from evenhand.framework.drafting.keys import folded, quoted, with_keys
from evenhand.framework.drafting.templates import CROSSWALK, HEAD, NOTE, RATIONALE, SUMMARY
from evenhand.framework.model import Framework
from evenhand.framework.reading import load, shipped_ids
from evenhand.framework.sealing import seal
from evenhand.shelf import shipped
from evenhand.wording import say

_ID = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*")
_LONGEST_ID = 80
_LONGEST_TITLE = 300
# Names of folders that lie beside the versions.
_TAKEN = ("standards", "crosswalks")


@dataclass(frozen=True, slots=True)
class Original:
    """A version as its files have it: the value, the text of framework.yaml, and its cases by name of file."""

    framework: Framework
    text: str
    cases: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Beginning:
    """A version that has been begun: `files` are (path inside the folder of frameworks, text)."""

    id: str
    old: str
    files: tuple[tuple[str, str], ...]


def original(framework_id: str) -> Original:
    """A shipped version with its files; raises BadInput that names the ids that exist."""
    framework = load(framework_id)
    folder = shipped("frameworks") / framework_id
    cases = tuple((file.name, file.read_text(encoding="utf-8")) for file in sorted(folder.glob("cases/*.yaml")))
    return Original(framework, (folder / "framework.yaml").read_text(encoding="utf-8"), cases)


def begin(old: Original, new_id: str, starts: date, title: str = "") -> Beginning:
    """A version that says what the old one says, under a new id and from a new day.

    Comments and order of the old file are kept. The old version is not touched: one without a last day ends when the
    next begins. Raises BadInput for an id, a day or a title that cannot be.
    """
    _must_be_free(new_id)
    _must_come_later(old.framework, starts)
    title = _title(title or f"Draft of {new_id}")
    names = {"old": old.framework.id, "new": new_id, "title": title, "fingerprint": seal(old.framework)[1]}
    changes = {
        "id": new_id,
        "title": quoted(title),
        "summary": folded(SUMMARY.format(**names)),
        "in_force": f"{{from: {starts.isoformat()}, to: null}}",
        "predecessor": old.framework.id,
        "note": folded(NOTE.format(**names)),
        # What was seen of the old text, and when the old one was suspended, is not true of the new one.
        "last_seen": None,
        "suspended": None,
    }
    files = [
        (f"{new_id}/framework.yaml", _headed(with_keys(old.text, changes), HEAD.format(**names))),
        (f"{new_id}/rationale.md", RATIONALE.format(**names)),
        *((f"{new_id}/cases/{name}", with_keys(text, {"framework": new_id})) for name, text in old.cases),
        (f"crosswalks/{old.framework.id}--{new_id}.yaml", CROSSWALK.format(**names)),
    ]
    return Beginning(new_id, old.framework.id, tuple(files))


def write(draft: Beginning, folder: Path) -> tuple[Path, ...]:
    """Write a draft into a folder of frameworks and give its files; raises BadInput rather than touch what is there."""
    if not folder.is_dir():
        raise BadInput.at("DR003", say("there is no such folder; make it, or name another with --folder"), file=folder)
    targets = [folder / name for name, _text in draft.files]
    for taken in (folder / draft.id, *targets):
        if taken.exists():
            raise BadInput.at("DR004", say("this is there already; nothing was written. Choose another id"), file=taken)
    # Built beside the others and moved there whole, so that nobody finds half a version.
    with tempfile.TemporaryDirectory(prefix=".draft-", dir=folder) as beginning:
        for name, text in draft.files:
            file = Path(beginning) / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        (folder / "crosswalks").mkdir(exist_ok=True)
        for name, _text in draft.files:
            if name.startswith("crosswalks/"):
                (Path(beginning) / name).rename(folder / name)
        (Path(beginning) / draft.id).rename(folder / draft.id)
    return tuple(targets)


def _must_be_free(new_id: str) -> None:
    if not _ID.fullmatch(new_id) or len(new_id) > _LONGEST_ID or new_id in _TAKEN:
        message = say(
            "'{id}' cannot be the id of a framework; write small letters and digits, with . _ or - between them, such "
            "as 'sccif-2027'",
            id=new_id,
        )
        raise BadInput.at("DR001", message, field="id")
    if new_id in shipped_ids():
        message = say("'{id}' is on the shelf already, where versions never change; choose another id", id=new_id)
        raise BadInput.at("DR001", message, field="id")


def _must_come_later(old: Framework, starts: date) -> None:
    if starts <= old.in_force.start:
        message = say(
            "{day} is not after {since}, when '{old}' came into force; write a later day",
            day=starts.isoformat(),
            since=old.in_force.start.isoformat(),
            old=old.id,
        )
        raise BadInput.at("DR002", message, field="in_force")


def _title(title: str) -> str:
    plain = " ".join(title.split())
    if not plain or len(plain) > _LONGEST_TITLE or not plain.isprintable():
        message = say(
            "a title is one line of 1 to {most} printable characters; this one has {length}",
            most=_LONGEST_TITLE,
            length=len(plain),
        )
        raise BadInput.at("DR005", message, field="title")
    return plain


def _headed(text: str, head: str) -> str:
    # The line for editors has to stay the first.
    first, rest = text.split("\n", 1) if text.startswith("# yaml-language-server") else ("", text)
    return f"{first}\n{head}{rest}" if first else head + rest
