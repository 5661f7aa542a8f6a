"""Addresses of this app's pages."""

from django.urls import path

from evenhand.web.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.all_jobs, name="all"),
    path("begin/", views.begin, name="begin"),
    path("<uuid:id>/", views.job, name="job"),
    path("<uuid:id>/state/", views.state, name="state"),
    path("<uuid:id>/cancel/", views.cancel, name="cancel"),
]
