"""Addresses of feeds and alerts."""

from django.urls import path, re_path

from evenhand.web.alerts.views import feeds, subscribing, watching

# Letters of a URN, of a short name and of a sealed link, and no others.
URN = r"(?P<urn>[A-Z0-9]{3,20})"
PLACE = r"(?P<key>[a-z0-9-]{1,120})"
KEY = r"(?P<key>[A-Za-z0-9._-]{1,120})"

app_name = "alerts"
urlpatterns = [
    path("feeds/", feeds.feeds, name="feeds"),
    path("feeds/reports.atom", feeds.reports, name="reports_feed"),
    re_path(rf"^feeds/homes/{URN}\.atom$", feeds.home, name="home_feed"),
    re_path(rf"^feeds/authorities/{PLACE}\.atom$", feeds.authority, name="authority_feed"),
    re_path(rf"^feeds/regions/{PLACE}\.atom$", feeds.region, name="region_feed"),
    path("feeds/frameworks.atom", feeds.frameworks, name="frameworks_feed"),
    re_path(r"^feeds/frameworks/(?P<version_id>[a-z0-9._-]{1,80})\.atom$", feeds.framework, name="framework_feed"),
    path("alerts/watch/", watching.watch, name="watch"),
    path("alerts/asked/", subscribing.asked, name="asked"),
    re_path(rf"^alerts/about/(?P<kind>home|authority|framework)/{KEY}/$", subscribing.subscribe, name="subscribe"),
    re_path(r"^alerts/confirm/(?P<token>[A-Za-z0-9_=-]{1,2000})/$", subscribing.confirm, name="confirm"),
    re_path(r"^alerts/stop/(?P<token>[A-Za-z0-9_:.-]{1,300})/$", subscribing.stop, name="stop"),
]
