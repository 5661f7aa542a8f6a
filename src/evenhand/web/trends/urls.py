"""Addresses of this app's pages."""

from django.urls import path

from evenhand.web.trends import views

app_name = "trends"
urlpatterns = [
    path("", views.index, name="index"),
    path("figures/days.svg", views.overview_picture, name="overview_picture"),
    path("figures/days.csv", views.overview_csv, name="overview_csv"),
    path("<slug:day>/", views.day, name="day"),
    path("<slug:day>.json", views.json_file, name="json"),
    path("<slug:day>/figures/<slug:name>.svg", views.picture, name="picture"),
    path("<slug:day>/figures/<slug:name>.csv", views.csv_file, name="csv"),
]
