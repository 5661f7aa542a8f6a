"""Addresses of this app's pages."""

from django.urls import path

from evenhand.web.accounts import views

app_name = "accounts"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("password/", views.password, name="password"),
    path("people/", views.people, name="people"),
    path("people/new/", views.new_person, name="new_person"),
    path("people/<str:username>/", views.one_person, name="person"),
    path("people/<str:username>/password/", views.new_password, name="new_password"),
    path("people/<str:username>/roles/<str:role>/end/", views.end_role, name="end_role"),
]
