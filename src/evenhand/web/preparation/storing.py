"""Files that come with something sent: told by their content, small enough, kept outside what the web serves.

`UPLOAD_SCANNER` in the settings names a function that gets the bytes and returns what it found in a few words, or
raises `BadInput` to refuse the file. Without one, files are marked as not scanned: nothing is claimed.
"""

from __future__ import annotations

import hashlib
import io
import secrets
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from evenhand.findings import BadInput
from evenhand.wording import Words, say

LARGEST = 5_000_000
MOST_PARTS, LARGEST_UNFOLDED = 5_000, 200_000_000
NOT_SCANNED = "not_scanned"
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "csv": "text/csv; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}
_MAGIC = ((b"%PDF-", "pdf"), (b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpeg"))
# Text that a browser might run as a page is no report.
_MARKUP = ("<!doctype", "<html", "<svg", "<?xml", "<script")


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that lies in its place."""

    stored_as: str
    type: str
    size: int
    sha256: str
    scan: str


def type_of(content: bytes) -> str | None:
    """What a file is by its content, whatever it is called; None for everything that is not taken."""
    for magic, found in _MAGIC:
        if content.startswith(magic):
            return found
    if content.startswith(b"PK\x03\x04"):
        return "docx" if _is_document(content) else None
    return _text_type(content)


def _is_document(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeDecodeError):
        return False
    # One that unfolds to gigabytes would stop the machine of whoever opens it. Only the list is read.
    if len(parts) > MOST_PARTS or sum(one.file_size for one in parts) > LARGEST_UNFOLDED:
        return False
    names = {one.filename for one in parts}
    # A document with programs in it is not taken, however it is called.
    return {"[Content_Types].xml", "word/document.xml"} <= names and not any(
        "vbaproject" in one.lower() for one in names
    )


def _text_type(content: bytes) -> str | None:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    if not text.strip() or any(ord(one) < 32 and one not in "\t\r\n\f" for one in text):
        return None
    if text.lstrip().lower().startswith(_MARKUP):
        return None
    lines = [line for line in text.splitlines() if line.strip()][:5]
    return "csv" if len(lines) > 1 and any(_divides(lines, one) for one in ",;\t") else "txt"


def _divides(lines: list[str], by: str) -> bool:
    return len({line.count(by) for line in lines}) == 1 and by in lines[0]


def refused(content: bytes) -> Words | None:
    """Why a file cannot be taken; None when it can."""
    if not content:
        return say("The file is empty. Select another one.")
    if len(content) > LARGEST:
        return say("The file is larger than 5 MB. Make it smaller, or send it in parts.")
    if type_of(content) is None:
        return say("The file must be a PDF, a Word document (DOCX) without macros, text, CSV, PNG or JPEG.")
    return None


def keep(content: bytes) -> Kept:
    """Write a file to its place under a random name; raises BadInput for one that cannot be taken."""
    reason = refused(content)
    if reason is not None:
        raise BadInput.at("PR010", reason, field="file")
    scan = str(scanner()(content))[:40]
    name = secrets.token_hex(24)
    folder = place()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / name).open("xb") as file:
        (folder / name).chmod(0o600)
        file.write(content)
    return Kept(name, type_of(content) or "", len(content), hashlib.sha256(content).hexdigest(), scan)


def forget(kept: Kept) -> None:
    """Remove a file whose row was not saved."""
    (place() / kept.stored_as).unlink(missing_ok=True)


def read(stored_as: str, sha256: str) -> bytes | None:
    """The bytes of a kept file; None when they are gone or are not those that were sent."""
    try:
        content = (place() / stored_as).read_bytes()
    except OSError:
        return None
    return content if hashlib.sha256(content).hexdigest() == sha256 else None


def place() -> Path:
    """Where files lie: beside the database, not under what the web serves."""
    var: Any = settings.ENVIRONMENT.var
    return Path(var) / "uploads"


def scanner() -> Callable[[bytes], str]:
    """The scanner that the settings name, or the one that says honestly that there is none."""
    named = getattr(settings, "UPLOAD_SCANNER", "")
    found: Callable[[bytes], str] = import_string(named) if named else not_scanned
    return found


def not_scanned(content: bytes) -> str:
    """No scanner is set up."""
    return NOT_SCANNED
