"""What a PDF for everybody must have, checked from its bytes: our own checks of PDF/UA-1, no certificate of anybody's.

They look at the structure. Whether a heading says what follows, or an alt text what is seen, only people can tell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from evenhand.findings import BadInput
from evenhand.wording import Words, say

PART = "{http://www.aiim.org/pdfua/ns/id/}part"
TITLE = "{http://purl.org/dc/elements/1.1/}title"
_DRAWS = frozenset(
    {"Tj", "TJ", "'", '"', "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "EI", "INLINE IMAGE"}
)
_HEADING = re.compile(r"^/H([1-6])$")


@dataclass(frozen=True, slots=True)
class StructureCheck:
    """One check of a PDF's structure: what must hold, in words, and the places where it does not (none: it holds)."""

    sentence: Words
    problems: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing was found."""
        return not self.problems


@dataclass(frozen=True, slots=True)
class _Node:
    """An element of the tree of tags, with the kind of the element it lies in."""

    kind: str
    parent: str
    element: Any


@dataclass(frozen=True, slots=True)
class _Seen:
    """What every check looks at: the opened file, and its tree of tags in reading order."""

    file: Any
    tree: tuple[_Node, ...]

    def of(self, *kinds: str) -> Iterator[_Node]:
        return (one for one in self.tree if one.kind in kinds)


def check_structure(content: bytes) -> tuple[StructureCheck, ...]:
    """Every check of the structure of a PDF, in a fixed order; raises BadInput for bytes that are no PDF."""
    import pikepdf

    try:
        with pikepdf.open(BytesIO(content)) as file:
            seen = _Seen(file, tuple(_walk(file)))
            return tuple(StructureCheck(sentence, tuple(run(seen))) for sentence, run in CHECKS)
    except pikepdf.PdfError:
        raise BadInput.at("DO002", say("this is not a PDF that can be opened; get the file again")) from None


def _walk(file: Any) -> Iterator[_Node]:
    root = file.Root.get("/StructTreeRoot")
    waiting: list[tuple[Any, str]] = [(root.K, "")] if root is not None and "/K" in root else []
    while waiting:
        element, parent = waiting.pop()
        if _is_array(element):
            waiting.extend((one, parent) for one in reversed(list(element)))
        elif _is_dictionary(element) and "/S" in element:
            kind = str(element.S)
            yield _Node(kind, parent, element)
            if "/K" in element:
                waiting.append((element.K, kind))


def _is_array(value: Any) -> bool:
    import pikepdf

    return isinstance(value, pikepdf.Array)


def _is_dictionary(value: Any) -> bool:
    import pikepdf

    return isinstance(value, pikepdf.Dictionary)


def _claims(seen: _Seen) -> Iterator[str]:
    with seen.file.open_metadata() as known:
        if str(known.get(PART, "")) != "1":
            yield "pdfuaid:part"


def _titled(seen: _Seen) -> Iterator[str]:
    with seen.file.open_metadata() as known:
        if not str(known.get(TITLE, "")).strip():
            yield "dc:title"


def _language(seen: _Seen) -> Iterator[str]:
    if not str(seen.file.Root.get("/Lang", "")).strip():
        yield "/Lang"


def _marked(seen: _Seen) -> Iterator[str]:
    if not seen.file.Root.get("/MarkInfo", {}).get("/Marked", False):
        yield "/MarkInfo"


def _shows_title(seen: _Seen) -> Iterator[str]:
    if not seen.file.Root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False):
        yield "/ViewerPreferences"


def _has_tree(seen: _Seen) -> Iterator[str]:
    if not seen.tree:
        yield "/StructTreeRoot"


def _has_parents(seen: _Seen) -> Iterator[str]:
    parents = seen.file.Root.get("/StructTreeRoot", {}).get("/ParentTree")
    numbers = list(parents.get("/Nums", [])) if parents is not None else []
    known = {int(one) for one in numbers[::2]}
    for number, page in enumerate(seen.file.pages, 1):
        if "/StructParents" not in page or int(page.StructParents) not in known:
            yield f"page {number}"


def _headings(seen: _Seen) -> Iterator[str]:
    before = 0
    for node in seen.tree:
        match = _HEADING.match(node.kind)
        if match:
            level = int(match[1])
            if level > before + 1:
                yield f"H{level} after H{before}" if before else f"H{level} first"
            before = level


def _alternatives(seen: _Seen) -> Iterator[str]:
    for number, node in enumerate(seen.of("/Figure"), 1):
        if not str(node.element.get("/Alt", node.element.get("/ActualText", ""))).strip():
            yield f"figure {number}"


def _scopes(seen: _Seen) -> Iterator[str]:
    """PDF/UA-1 takes either: a header says its scope, or has an id that the cells it heads name."""
    ids = {bytes(node.element.ID) for node in seen.of("/TH") if "/ID" in node.element}
    scoped = 0
    for number, node in enumerate(seen.of("/TH"), 1):
        if "/Scope" in _attributes(node.element):
            scoped += 1
        elif "/ID" not in node.element:
            yield f"TH {number}"
    for number, node in enumerate(seen.of("/TD"), 1):
        named = [bytes(one) for one in _attributes(node.element).get("/Headers", [])]
        if not set(named) <= ids or (not named and not scoped):
            yield f"TD {number}"


def _attributes(element: Any) -> dict[str, Any]:
    owned = element.get("/A", {})
    found: dict[str, Any] = {}
    for one in owned if _is_array(owned) else [owned]:
        if _is_dictionary(one):
            found |= dict(one.items())
    return found


def _lists(seen: _Seen) -> Iterator[str]:
    for node in seen.of("/LI"):
        if node.parent != "/L":
            yield f"LI in {node.parent or 'nothing'}"


def _rows(seen: _Seen) -> Iterator[str]:
    allowed = {"/TR": ("/Table", "/THead", "/TBody", "/TFoot"), "/TH": ("/TR",), "/TD": ("/TR",)}
    for node in seen.of(*allowed):
        if node.parent not in allowed[node.kind]:
            yield f"{node.kind[1:]} in {node.parent or 'nothing'}"


def _tabs(seen: _Seen) -> Iterator[str]:
    for number, page in enumerate(seen.file.pages, 1):
        if "/Annots" in page and str(page.get("/Tabs", "")) != "/S":
            yield f"page {number}"


def _links(seen: _Seen) -> Iterator[str]:
    for number, page in enumerate(seen.file.pages, 1):
        for one in page.get("/Annots", []):
            if str(one.get("/Subtype", "")) == "/Link" and ("/Contents" not in one or "/StructParent" not in one):
                yield f"page {number}"


def _untagged(seen: _Seen) -> Iterator[str]:
    import pikepdf

    for number, page in enumerate(seen.file.pages, 1):
        depth = 0
        for one in pikepdf.parse_content_stream(page):
            name = str(one.operator)
            if name in ("BDC", "BMC"):
                depth += 1
            elif name == "EMC":
                depth -= 1
            elif name in _DRAWS and depth == 0:
                yield f"page {number}: {name}"
                break


def _fonts(file: Any) -> Iterator[tuple[str, Any, Any]]:
    """Every typeface of the pages once: its name, itself, and the part that describes it."""
    names: set[str] = set()
    for page in file.pages:
        for font in (page.get("/Resources", {}).get("/Font", {}) or {}).values():
            name = str(font.get("/BaseFont", "?"))
            if name not in names:
                names.add(name)
                inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
                yield name, font, inner


def _embedded(seen: _Seen) -> Iterator[str]:
    for name, font, inner in _fonts(seen.file):
        described = inner.get("/FontDescriptor", {})
        if str(font.get("/Subtype", "")) != "/Type3" and not any(
            key in described for key in ("/FontFile", "/FontFile2", "/FontFile3")
        ):
            yield name


def _readable(seen: _Seen) -> Iterator[str]:
    yield from (name for name, font, _inner in _fonts(seen.file) if "/ToUnicode" not in font)


CHECKS: tuple[tuple[Words, Callable[[_Seen], Iterator[str]]], ...] = (
    (say("the file says that it is PDF/UA-1"), _claims),
    (say("it has a title"), _titled),
    (say("it has a language"), _language),
    (say("it says that it is tagged"), _marked),
    (say("a reader shows its title, not its file name"), _shows_title),
    (say("it has a tree of tags"), _has_tree),
    (say("every page leads back into the tree"), _has_parents),
    (say("no level of headings is skipped"), _headings),
    (say("every picture has words"), _alternatives),
    (say("every header of a table says what it heads"), _scopes),
    (say("every item lies in a list"), _lists),
    (say("every cell lies in a row, and every row in a table"), _rows),
    (say("the tabulator follows the tags"), _tabs),
    (say("every link has words and a place in the tree"), _links),
    (say("nothing is drawn outside the tags"), _untagged),
    (say("every typeface is inside the file"), _embedded),
    (say("every letter can be read aloud and copied"), _readable),
)
