"""Pages that are the same for everybody who is not signed in, kept in the memory of each process until the data change.

What tells one state of the open data from the next is the newest line of the feed, which is written in the transaction
that changes them (`noticing.py`): one query, before anything is taken from memory. What a page shows besides, its view
names with `also`.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language

from evenhand.web.api.answering import edition
from evenhand.web.api.asking import is_private
from evenhand.web.api.memory import Kept

# So many bytes of pages in each process; a page of a home has about 40,000.
MOST_BYTES = 32_000_000
_FORGED = "CSRF_COOKIE_NEEDS_UPDATE"
Key = tuple[Hashable, ...]
PAGES: Kept[tuple[bytes, str]] = Kept(MOST_BYTES)
View = Callable[..., HttpResponse]


def kept_until_changed(also: Callable[..., Hashable] | None = None) -> Callable[[View], View]:
    """Keep what the view answers to the signed-out public, by address, language and state of the open data.

    `also` gets what the view gets out of the address, and returns whatever else the page shows. Only a plain 200 is
    kept, never one that sets a cookie or holds a form of its own; middleware and headers are made for every answer.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if is_private(request) or request.method not in ("GET", "HEAD") or request.COOKIES:
                return view(request, *args, **kwargs)
            # Asked before the page is made: a change in between makes a page newer than its key, never an older one.
            key: Key = (
                edition()[0],
                request.build_absolute_uri(),
                get_language(),
                also(*args, **kwargs) if also else None,
            )
            found = PAGES.get(key)
            if found is None:
                response = view(request, *args, **kwargs)
                patch_vary_headers(response, ["Cookie"])
                if response.status_code == 200 and not response.cookies and not request.META.get(_FORGED):
                    PAGES.keep(key, (response.content, response["Content-Type"]), len(response.content))
                return response
            response = HttpResponse(found[0], content_type=found[1])
            # Somebody signed in is shown another page, whoever keeps this one on its way.
            patch_vary_headers(response, ["Cookie"])
            return response

        return kept

    return decorate
