"""Addresses of this app's pages."""

from django.urls import path

from evenhand.web.reports import views

app_name = "reports"
urlpatterns = [
    path("quality-assurance/", views.queue, name="queue"),
    path("<uuid:id>/report/", views.draft, name="draft"),
    path("<uuid:id>/submit/", views.submit, name="submit"),
    path("<uuid:id>/review/", views.review, name="review"),
    path("<uuid:id>/publish/", views.publish, name="publish"),
    path("<uuid:id>/trace/", views.trace, name="trace"),
]
