"""Addresses of this app's pages."""

from django.urls import path

from evenhand.web.reports import views

app_name = "reports"
urlpatterns = [
    path("quality-assurance/", views.queue, name="queue"),
    path("quality-assurance/figures/", views.figures, name="figures"),
    path("<uuid:id>/report/", views.draft, name="draft"),
    path("<uuid:id>/report/versions/", views.versions, name="versions"),
    path("<uuid:id>/report/warnings/", views.warnings, name="warnings"),
    path("<uuid:id>/report/ties/<str:key>/", views.ties, name="ties"),
    path("<uuid:id>/report/best-practice/<str:judgement>/", views.best_practice, name="best_practice"),
    path("<uuid:id>/submit/", views.submit, name="submit"),
    path("<uuid:id>/review/", views.review, name="review"),
    path("<uuid:id>/review/checklist/", views.checklist, name="checklist"),
    path("<uuid:id>/review/comments/", views.comments, name="comments"),
    path("<uuid:id>/review/comments/<int:number>/", views.comment, name="comment"),
    path("<uuid:id>/review/comments/on/<str:key>/", views.new_comment, name="new_comment"),
    path("<uuid:id>/publish/", views.publish, name="publish"),
    path("<uuid:id>/trace/", views.trace, name="trace"),
]
