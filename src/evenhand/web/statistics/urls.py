"""Addresses of this app's pages."""

from django.urls import path, re_path

from evenhand.web.statistics import comparison, views

ONE = r"^(?P<by>period|framework|region|sector|provision|kind|authority)"

app_name = "statistics"
urlpatterns = [
    path("", views.index, name="index"),
    path("compare/", comparison.page, name="compare"),
    path("compare.csv", comparison.csv_file, name="compare_csv"),
    re_path(rf"{ONE}/$", views.table, name="table"),
    re_path(rf"{ONE}\.svg$", views.picture, name="picture"),
    re_path(rf"{ONE}\.csv$", views.csv_file, name="csv"),
    re_path(rf"{ONE}\.json$", views.json_file, name="json"),
    re_path(r"^key-(?P<name>90|80|70|0|hidden|nothing)\.svg$", views.key, name="key"),
]
