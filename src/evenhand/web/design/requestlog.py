"""What the service writes to its log: one line of JSON for each request and each fault, and nothing about anybody.

A line names the page by its route ("inspections:workspace"), never by its address: addresses hold ids and questions. It
holds no name, no body, no header, no address of a visitor. The log is what people look at when something is slow or
broken; who did what stands in the audit log, which only administrators read.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
import time
import traceback
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse

log = logging.getLogger("evenhand.request")
_REQUEST: ContextVar[str] = ContextVar("request", default="")
_SAFE_ID = re.compile(r"[A-Za-z0-9-]{8,64}\Z")
_PLAIN = ("route", "method", "status", "ms", "roles", "bytes")
# Sentences of these loggers are ours; others repeat addresses and what people sent.
_OURS = "evenhand"
SLOW = 2_000


class RequestLog:
    """Gives each request an id, sends it back as X-Request-ID, and logs the request when it is answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        told = request.headers.get("X-Request-ID", "")
        number = told if _SAFE_ID.match(told) else secrets.token_hex(8)
        token, began = _REQUEST.set(number), time.monotonic()
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = number
            _write(request, response, round((time.monotonic() - began) * 1000))
        finally:
            _REQUEST.reset(token)
        return response


def _write(request: HttpRequest, response: HttpResponse, ms: int) -> None:
    match = request.resolver_match
    level = logging.ERROR if response.status_code >= 500 else logging.WARNING if ms > SLOW else logging.INFO
    method = request.method if request.method in ("GET", "HEAD", "POST", "OPTIONS") else "other"
    line = {
        "route": match.view_name if match else "none",
        "method": method,
        "status": response.status_code,
        "ms": ms,
        "roles": _roles(request),
    }
    log.log(level, "request", extra=line)


def _roles(request: HttpRequest) -> list[str]:
    # Only what was read anyhow: to log a request asks the database nothing.
    user = request.__dict__.get("user")
    known = getattr(user, "_wrapped", user)
    held = getattr(known, "__dict__", {}).get("_roles", ())
    return sorted(role.value for role in held)


class JsonLines(logging.Formatter):
    """One line of JSON: moment, level, logger, request id, and what happened, without any value of a variable.

    Of loggers that are not ours only the fixed template of the sentence is kept, and nothing where there is no
    template, because its values are addresses and texts that people sent. Of an exception, its class and where it was
    raised are kept, for the same reason.
    """

    def format(self, record: logging.LogRecord) -> str:
        ours = record.name.startswith(_OURS)
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "request": _REQUEST.get(),
            "event": record.getMessage() if ours else str(record.msg) if record.args else "not kept",
        }
        line |= {name: getattr(record, name) for name in _PLAIN if hasattr(record, name)}
        if not ours:
            line.pop("status", None)
        if record.exc_info and record.exc_info[0]:
            line["exception"] = record.exc_info[0].__name__
            line["where"] = _where(record.exc_info[2])
        return json.dumps(line, ensure_ascii=False)


def _where(trace: Any) -> list[str]:
    """The last calls before the fault: file, line, function; no source line, no value."""
    frames = traceback.extract_tb(trace)[-8:]
    return [f"{'/'.join(Path(one.filename).parts[-3:])}:{one.lineno} {one.name}" for one in frames]
