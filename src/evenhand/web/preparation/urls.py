"""Addresses of this app's pages."""

from django.urls import path, re_path

from evenhand.web.preparation.views import homes, packs

app_name = "preparation"
# Letters and digits only, so that nothing else ever reaches the database.
URN = r"(?P<urn>[A-Za-z0-9]{1,20})"
UUID = r"(?P<submission>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
urlpatterns = [
    re_path(rf"^homes/{URN}/$", homes.sent, name="sent"),
    re_path(rf"^homes/{URN}/new/(?P<kind>[a-z_]{{1,40}})/$", homes.send, name="send"),
    re_path(rf"^homes/{URN}/{UUID}/withdraw/$", homes.withdraw, name="withdraw"),
    re_path(rf"^homes/{URN}/annex-a/$", homes.annex_a, name="annex_a"),
    path("files/<uuid:submission>/", homes.file, name="file"),
    path("<uuid:id>/", packs.pack, name="pack"),
    path("<uuid:id>/lines/new/", packs.own_line, name="own_line"),
    path("<uuid:id>/lines/<slug:key>/", packs.line, name="line"),
]
