"""Addresses of this app's pages."""

from django.urls import path, re_path

from evenhand.web.consultations.views import keeping, reading

# The letters of an identifier and no others, so that nothing else ever reaches the database.
ONE = r"^(?P<consultation_id>[a-z0-9][a-z0-9._-]{0,79})/"

app_name = "consultations"
urlpatterns = [
    path("", reading.all_, name="all"),
    path("published-today/", reading.published, name="published"),
    path("new/", keeping.new, name="new"),
    re_path(rf"{ONE}$", reading.consultation, name="consultation"),
    re_path(rf"{ONE}consultation\.json$", reading.file, name="file"),
    re_path(rf"{ONE}respond/$", reading.respond, name="respond"),
    re_path(rf"{ONE}thanks/$", reading.thanks, name="thanks"),
    re_path(rf"{ONE}results/$", reading.results, name="results"),
    re_path(rf"{ONE}comments/$", reading.comments, name="comments"),
    re_path(rf"{ONE}you-said-we-did/$", reading.account, name="account"),
    re_path(rf"{ONE}you-said-we-did/(?P<number>[0-9]{{1,4}})\.json$", reading.account_file, name="account_file"),
    re_path(rf"{ONE}keep/$", keeping.keep, name="keep"),
    re_path(rf"{ONE}keep/responses/$", keeping.upload, name="upload"),
    re_path(rf"{ONE}keep/responses/(?P<number>[0-9]{{1,9}})/$", keeping.one_file, name="one_file"),
    re_path(rf"{ONE}keep/comments/$", keeping.screen, name="screen"),
    re_path(rf"{ONE}keep/answers/(?P<proposal>[a-z0-9._-]{{1,80}})/$", keeping.answer, name="answer"),
    re_path(rf"{ONE}keep/publish/$", keeping.publish, name="publish"),
]
