"""Addresses of this app's pages."""

from django.urls import path, re_path

from evenhand.web.register import views

app_name = "register"
urlpatterns = [
    path("", views.homes, name="homes"),
    path("imports/", views.imports, name="imports"),
    path("imports/new/", views.upload, name="upload"),
    re_path(r"^imports/(?P<number>[0-9]{1,9})/$", views.one_import, name="import"),
    path("my-homes/", views.my_homes, name="my_homes"),
    # Letters and digits only, so that nothing else ever reaches the database.
    re_path(r"^(?P<urn>[A-Za-z0-9]{1,20})/$", views.home, name="home"),
    re_path(r"^(?P<urn>[A-Za-z0-9]{1,20})/people/$", views.answers_for, name="answers_for"),
]
