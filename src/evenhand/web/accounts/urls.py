"""Addresses of this app's pages."""

from django.urls import path

from evenhand.web.accounts.views import own, people, signing_in

app_name = "accounts"
urlpatterns = [
    path("sign-in/", signing_in.sign_in, name="sign_in"),
    path("sign-in/second-step/", signing_in.second_step, name="second_step"),
    path("sign-in/passkey/", signing_in.with_passkey, name="with_passkey"),
    path("sign-out/", signing_in.sign_out, name="sign_out"),
    path("password/", signing_in.password, name="password"),
    path("prove/", signing_in.prove, name="prove"),
    path("second-step/", own.second_factor, name="second_factor"),
    path("second-step/app/", own.app, name="app"),
    path("second-step/app/remove/", own.remove_app, name="remove_app"),
    path("second-step/passkeys/new/", own.new_passkey, name="new_passkey"),
    path("second-step/passkeys/<int:number>/remove/", own.remove_passkey, name="remove_passkey"),
    path("second-step/codes/", own.new_codes, name="new_codes"),
    path("sessions/", own.own_sessions, name="sessions"),
    path("people/", people.people, name="people"),
    path("people/new/", people.new_person, name="new_person"),
    path("people/<str:username>/", people.one_person, name="person"),
    path("people/<str:username>/password/", people.new_password, name="new_password"),
    path("people/<str:username>/second-step/", people.reset_factor, name="reset_factor"),
    path("people/<str:username>/roles/<str:role>/end/", people.end_role, name="end_role"),
]
