"""Addresses of the interface. Everything under it is open to everybody; what each may see is for the disclosure."""

from __future__ import annotations

from typing import cast

from django.urls import URLPattern, path

from evenhand.web.accounts.access import View, open_to_everybody
from evenhand.web.api.views import guide
from evenhand.web.api.views.files import api


def _questions() -> list[URLPattern]:
    found = [one for one in api.urls[0] if isinstance(one, URLPattern) and one.name != "api-root"]
    for one in found:
        open_to_everybody(cast(View, one.callback))
    return found


app_name = "api"
urlpatterns = [
    path("", guide.guide, name="guide"),
    path("openapi.json", guide.openapi, name="openapi"),
    *_questions(),
]
