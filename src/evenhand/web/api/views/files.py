"""The bulk files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.http import http_date
from ninja import Path as InAddress
from ninja import Schema
from pydantic import Field

from evenhand.web.api import bulk, schema
from evenhand.web.api.answering import not_modified
from evenhand.web.api.views.records import unknown_parameters
from evenhand.web.api.views.statistics import api

__all__ = ["api"]  # with the question of this module in it; whoever needs the whole interface takes it from here

Name = Annotated[
    str, Field(pattern=r"^[a-z_]{1,40}\.[a-z.-]{1,40}$", description="Such as homes.csv or datapackage.json.")
]


@api.get("/bulk/{name}", url_name="bulk", tags=["bulk files"], openapi_extra=schema.file())
def bulk_file(request: HttpRequest, name: Annotated[Name, InAddress()]) -> HttpResponseBase:
    """A whole table as CSV, JSON or Parquet, its metadata (CSV on the Web), or `datapackage.json`; public tier only."""
    if refused := unknown_parameters(request, Schema):
        return refused
    if name not in bulk.names():
        raise Http404
    etag, at = bulk.etag_of(name)
    gzipped = "gzip" in request.headers.get("Accept-Encoding", "")
    response: HttpResponseBase
    if not_modified(request, etag, at):
        response = HttpResponse(status=304)
        del response["Content-Type"]
    else:
        response = _file(request, bulk.public_file(name, gzipped=gzipped), bulk.kind_of(name))
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        if gzipped:
            response["Content-Encoding"] = "gzip"
    response["ETag"] = etag
    response["Cache-Control"] = "public, no-cache"
    if at is not None:
        response["Last-Modified"] = http_date(at.timestamp())
    # The same for everybody, whoever asks: any page may take it in, and no cache need tell readers apart.
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def _file(request: HttpRequest, file: Path, kind: str) -> HttpResponseBase:
    if request.META["REQUEST_METHOD"] == "HEAD":
        # The door asks as if for the body; there is no need to open a file for that.
        return HttpResponse(content_type=kind, headers={"Content-Length": str(file.stat().st_size)})
    return FileResponse(file.open("rb"), content_type=kind)
