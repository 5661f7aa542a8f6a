"""Addresses of this app's pages."""

from django.urls import path

from evenhand.web.jottings import views

app_name = "jottings"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("kept/", views.kept, name="kept"),
    path("discard/", views.discard, name="discard"),
]
