"""Addresses of this app's pages."""

from django.urls import path, re_path

from evenhand.web.frameworks import views

app_name = "frameworks"
urlpatterns = [
    path("", views.shelf, name="shelf"),
    # The letters of an identifier and no others, so that nothing else ever reaches the database.
    re_path(r"^(?P<version_id>[a-z0-9._-]{1,80})/$", views.version, name="version"),
    re_path(r"^(?P<version_id>[a-z0-9._-]{1,80})\.json$", views.file, name="file"),
]
