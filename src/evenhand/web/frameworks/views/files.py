"""Answers that are kept as files: with a fingerprint, so that nobody fetches again what has not changed."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from evenhand.provenance import fingerprint


def as_json(value: object) -> str:
    """A value as people and machines read it."""
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def as_file(request: HttpRequest, text: str, name: str, kind: str) -> HttpResponse:
    """A text to keep, or that it has not changed since it was fetched."""
    content = text.encode()
    response = HttpResponse(content, content_type=f"{kind}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["ETag"] = etag = f'"{fingerprint(content)}"'
    return get_conditional_response(request, etag=etag, response=response) or response
