"""The door of the interface: how often, by which methods, from which pages; and every refusal as problem details."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from evenhand.web.api.asking import is_private
from evenhand.web.api.slowing import too_many

PREFIX = "/api/v1/"
PROBLEM = "application/problem+json"
METHODS = "GET, HEAD, OPTIONS"
_EXPOSED = "ETag, Last-Modified, Link, Retry-After, X-Total-Count"


def problem(status: int, detail: str, errors: list[dict[str, Any]] | None = None) -> HttpResponse:
    """Problem details (RFC 9457) that say what was wrong and what to write instead."""
    said: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
    }
    if errors:
        said["errors"] = errors
    response = HttpResponse(orjson.dumps(said), status=status, content_type=PROBLEM)
    response["Cache-Control"] = "no-store"
    return response


class ApiDoor:
    """Before and after everything under the interface's address; other addresses pass as they are."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        response = self._answer(request)
        if not is_private(request):
            # Anybody's page may show what anybody may read. An answer to somebody signed in is for our own pages.
            response["Access-Control-Allow-Origin"] = "*"
            response["Access-Control-Expose-Headers"] = _EXPOSED
            response["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        if request.method == "OPTIONS":
            return _preflight()
        if request.method not in ("GET", "HEAD"):
            refused = problem(405, _("This interface only answers questions: use GET."))
            refused["Allow"] = METHODS
            return refused
        if seconds := too_many(request):
            slower = problem(429, _("Too many requests from your address. Wait as long as Retry-After says."))
            slower["Retry-After"] = str(seconds)
            return slower
        head = request.method == "HEAD"
        if head:
            request.method = "GET"
        response = self.get_response(request)
        if response.status_code >= 400 and not response.get("Content-Type", "").startswith(PROBLEM):
            response = problem(response.status_code, _said(response.status_code))
        return _without_body(response) if head else response


def _preflight() -> HttpResponse:
    response = HttpResponse(status=204)
    response["Allow"] = response["Access-Control-Allow-Methods"] = METHODS
    response["Access-Control-Allow-Headers"] = "Accept, If-None-Match, If-Modified-Since"
    response["Access-Control-Max-Age"] = "86400"
    return response


def _without_body(response: HttpResponseBase) -> HttpResponseBase:
    """The same answer without its body, for HEAD; a file is not opened for HEAD in the first place."""
    if isinstance(response, HttpResponse):
        response.setdefault("Content-Length", str(len(response.content)))
        response.content = b""
    return response


def _said(status: int) -> str:
    if status == 404:
        return _("There is nothing at this address. The documentation is at /api/v1/.")
    if status >= 500:
        return _("Something went wrong here. It is not your fault; try again in a minute.")
    return _("This request cannot be understood. The documentation is at /api/v1/.")
