"""From records to an answer: JSON or CSV, with an ETag that costs one query, and 304 when nothing changed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlencode

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.http import http_date, parse_http_date_safe

from evenhand.casework.actors import Actor
from evenhand.casework.visibility import tier_of
from evenhand.opendata.tables import BY_RECORD, EXPORTED
from evenhand.opendata.writing import to_csv
from evenhand.web.api.asking import is_private, who_asks
from evenhand.web.api.memory import Kept
from evenhand.web.api.queries import Slice, latest_change

JSON, CSV = "application/json", "text/csv; charset=utf-8"
Answer = tuple[bytes, str, dict[str, str]]
# Answers of this process to the public, by what was asked and when the data changed last.
_KEPT: Kept[Answer] = Kept(16_000_000)
_OVERHEAD = 1_000  # bytes of a key and of headers, about
# A change of the tables' shape changes every ETag.
_SHAPE = hashlib.blake2s(repr(EXPORTED).encode(), digest_size=8).hexdigest()


def edition() -> tuple[str, Any]:
    """What tells this state of the open data from every other, and the moment since which it holds. One query."""
    number, at = latest_change()
    marked = f"{_SHAPE}:{number}:{at.isoformat() if at else ''}"
    return hashlib.blake2s(marked.encode(), digest_size=12).hexdigest(), at


def answer(request: HttpRequest, make: Callable[[Actor], Answer]) -> HttpResponse:
    """The answer to a question; for the public with ETag, Last-Modified and 304, for somebody signed in never kept."""
    if is_private(request):
        body, kind, headers = make(who_asks(request))
        return _response(body, kind, {**headers, "Cache-Control": "private, no-store"})
    state, at = edition()
    asked = f"{request.get_full_path()} {wants_csv(request)}"
    etag = '"{}"'.format(hashlib.blake2s(f"{state} {asked}".encode(), digest_size=16).hexdigest())
    known = {"ETag": etag, "Cache-Control": "public, no-cache"}
    if at is not None:
        known["Last-Modified"] = http_date(at.timestamp())
    if not_modified(request, etag, at):
        return _response(b"", "", known, status=304)
    body, kind, headers = _made(state, asked, make, who_asks(request))
    return _response(body, kind, {**headers, **known})


def _made(state: str, asked: str, make: Callable[[Actor], Answer], who: Actor) -> Answer:
    found = _KEPT.get((state, asked))
    if found is None:
        found = make(who)
        _KEPT.keep((state, asked), found, len(found[0]) + _OVERHEAD)
    return found


def not_modified(request: HttpRequest, etag: str, at: Any) -> bool:
    """Whether the asker holds this very answer; an ETag that they name counts more than a date."""
    named = request.headers.get("If-None-Match")
    if named is not None:
        held = {one.strip().removeprefix("W/") for one in named.split(",")}
        return etag in held or "*" in held
    since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    return since is not None and at is not None and int(at.timestamp()) <= since


def _response(body: bytes, kind: str, headers: dict[str, str], status: int = 200) -> HttpResponse:
    response = HttpResponse(body, status=status)
    if status == 304:
        del response["Content-Type"]
    else:
        response["Content-Type"] = kind
    for name, value in headers.items():
        response[name] = value
    patch_vary_headers(response, ["Accept", "Cookie"])
    return response


def wants_csv(request: HttpRequest) -> bool:
    """Whether CSV was asked for, by the address's end or by Accept; JSON is the usual answer."""
    if request.path.endswith(".csv"):
        return True
    return request.get_preferred_type([JSON, "text/csv"]) == "text/csv"


def listed(request: HttpRequest, who: Actor, record: str, found: Slice, limit: int, offset: int) -> Answer:
    """A slice as JSON (with count, and links to the slices beside it) or as CSV (with the same in its headers)."""
    after = offset + limit if offset + limit < found.total else None
    before = max(0, offset - limit) if offset else None
    links = [
        (name, _beside(request, limit, to)) for name, to in (("next", after), ("previous", before)) if to is not None
    ]
    headers = {"X-Total-Count": str(found.total)}
    if links:
        headers["Link"] = ", ".join(f'<{address}>; rel="{name}"' for name, address in links)
    if wants_csv(request):
        return to_csv(BY_RECORD[record], tier_of(who), found.records), CSV, headers
    near = {"next": None, "previous": None, **dict(links)}
    return orjson.dumps({"count": found.total, **near, "items": found.records}), JSON, headers


def _beside(request: HttpRequest, limit: int, offset: int) -> str:
    asked: Iterable[tuple[str, str]] = [(n, v) for n, v in request.GET.items() if n not in ("limit", "offset")]
    return f"{request.path}?{urlencode([*asked, ('limit', str(limit)), ('offset', str(offset))])}"


def single(record: dict[str, Any]) -> Answer:
    """One record as JSON."""
    return orjson.dumps(record), JSON, {}
