"""Changing the top keys of a YAML text while every other line, its comments and its order stay as they are."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Mapping

from evenhand.framework.reading import parse

_WIDTH = 106


def quoted(text: str) -> str:
    """A text as a value that YAML reads as that text and nothing else."""
    return json.dumps(text, ensure_ascii=False)


def folded(text: str) -> str:
    """A longer text as a value on several lines, as authors write it."""
    lines = textwrap.wrap(text, _WIDTH, break_long_words=False, break_on_hyphens=False)
    return ">-\n" + "\n".join(f"  {line}" for line in lines)


def with_keys(text: str, changes: Mapping[str, str | None]) -> str:
    """The text with these top keys set to these values (YAML), or removed where the value is None.

    A key that is not there yet is written after the change before it, so the order of `changes` counts; the first has
    to be there. Raises BadInput when the text is not YAML, KeyError when there is no place for a key.
    """
    lines = text.splitlines(keepends=True)
    blocks = _blocks(text)
    pieces: dict[int, tuple[int, list[str]]] = {}  # from which line up to which other, and what stands there instead
    anchor = None
    for key, value in changes.items():
        written = [] if value is None else [f"{key}: {value}\n"]
        if key in blocks:
            start, end = blocks[key]
            while value is None and start > 0 and lines[start - 1].startswith("#"):
                start -= 1  # a comment right above speaks of the key that goes
            pieces[start] = (end, written)
            anchor = anchor if value is None else start
        elif written and anchor is None:
            raise KeyError(key)
        elif written and anchor is not None:
            pieces[anchor][1].extend(written)
    result, line = list[str](), 0
    for start, (end, written) in sorted(pieces.items()):
        result += [*lines[line:start], *written]
        line = end
    return "".join([*result, *lines[line:]])


def _blocks(text: str) -> dict[str, tuple[int, int]]:
    """First line and line after the last of each top key, counted from 0; the comments above a key belong to it."""
    lines = text.splitlines()
    value, places = parse(text, "draft")
    starts = {key: (places.line((key,)) or 1) - 1 for key in value} if isinstance(value, dict) else {}
    ordered = sorted(starts.values())
    blocks = {}
    for key, start in starts.items():
        end = next((one for one in ordered if one > start), len(lines))
        while end > start + 1 and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
            end -= 1
        blocks[key] = (start, end)
    return blocks
