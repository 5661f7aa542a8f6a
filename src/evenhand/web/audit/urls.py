"""Addresses of this app's pages."""

from django.urls import path

from evenhand.web.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.events, name="events"),
    path("check/", views.check, name="check"),
]
