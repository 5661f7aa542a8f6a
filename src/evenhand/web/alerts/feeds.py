"""Atom (RFC 4287): the same names for the same news for ever, and the moment of the newest as that of the feed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.http import quote_etag
from django.utils.translation import gettext as _

from evenhand.provenance import fingerprint
from evenhand.web.alerts.news import News, stable

# An empty feed has a moment too, and it must not be that of the asking.
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)


class Feed(Atom1Feed):
    """Atom whose moment is that of the newest entry, whenever it is asked for."""

    def latest_post_date(self) -> datetime:
        """The moment of the newest entry."""
        return max((item["updateddate"] for item in self.items), default=BEGINNING)


def atom(request: HttpRequest, name: str, title: str, page: str, found: list[News]) -> HttpResponse:
    """The feed `name` about a page; 304 for a reader who has it."""
    absolute: Any = request.build_absolute_uri
    feed = Feed(
        title=title,
        link=absolute(page),
        description=_("Published with Evenhand, a prototype. Not a service of Ofsted or of GOV.UK."),
        language="en-GB",
        author_name=_("Evenhand"),
        feed_url=absolute(request.path),
        feed_guid=stable(f"feed:{name}"),
    )
    for one in found:
        feed.add_item(
            title=one.title,
            link=absolute(one.path),
            description=one.summary,
            unique_id=one.uri,
            pubdate=one.at,
            updateddate=one.at,
        )
    body = feed.writeString("utf-8").encode()
    answer = HttpResponse(body, content_type="application/atom+xml; charset=utf-8")
    answer["ETag"] = quote_etag(fingerprint(body)[:32])
    answer["Cache-Control"] = "public, max-age=300"
    return get_conditional_response(request, etag=answer["ETag"], response=answer) or answer
