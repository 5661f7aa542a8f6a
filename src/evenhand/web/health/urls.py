"""Addresses of this app's pages."""

from django.urls import path

from evenhand.web.health import views

app_name = "health"
urlpatterns = [
    path("health/", views.health, name="health"),
    path("ready/", views.ready, name="ready"),
]
