"""Addresses of this app's pages."""

from django.urls import path, re_path

from evenhand.web.register.views import councils, homes, imports

app_name = "register"
urlpatterns = [
    path("", homes.homes, name="homes"),
    path("imports/", imports.imports, name="imports"),
    path("imports/new/", imports.upload, name="upload"),
    re_path(r"^imports/(?P<number>[0-9]{1,9})/$", imports.one_import, name="import"),
    path("my-homes/", homes.my_homes, name="my_homes"),
    path("my-council/", councils.council_homes, name="council_homes"),
    path("councils/", councils.councils, name="councils"),
    re_path(r"^councils/(?P<number>[0-9]{1,9})/end/$", councils.end_council, name="end_council"),
    # Letters and digits only, so that nothing else ever reaches the database.
    re_path(r"^(?P<urn>[A-Za-z0-9]{1,20})/$", homes.home, name="home"),
    re_path(r"^(?P<urn>[A-Za-z0-9]{1,20})/people/$", homes.answers_for, name="answers_for"),
]
